import { createLog } from '../log.ts';
import { NotSupportedError } from '../errors.ts';
import { platform } from '../platform.ts';
import { gather } from './gathering.ts';

const debug = createLog('sip-elements:media:call-media');

/** Which kinds of media something is about. */
export interface MediaKinds {
  audio?: boolean;
  video?: boolean;
}

type Kind = keyof MediaKinds;

/** What the media of a call tell the floor above. */
export interface CallMediaHooks {
  /** A local candidate; `ready` ends the gathering at once. */
  candidate(candidate: RTCIceCandidate, ready: () => void): void;
  /** The state of ICE changed: `failed` where no candidate pair works, or none any more. */
  iceState(state: RTCIceConnectionState): void;
  /** A step of an offer or answer failed. */
  failed(stage: DescriptionStage, error: unknown): void;
}

/** The steps of an offer or answer, as events name them. */
export type DescriptionStage =
  'createoffer' | 'createanswer' | 'setlocaldescription' | 'setremotedescription';

/** The media of one call: its RTCPeerConnection and its local stream. */
export class CallMedia {
  /** The peer connection. */
  readonly connection: RTCPeerConnection;
  readonly #hooks: CallMediaHooks;
  readonly #life: AbortSignal;
  #stream: MediaStream | undefined;
  /** Whether the stream came from getUserMedia here, so that it is ours to stop. */
  #owned = false;
  readonly #muted = { audio: false, video: false };
  #silenced = false;
  /** The ICE generation whose candidates were waited for: a later description of the same one may leave at once. */
  #gathered: string | undefined;

  /** @throws NotSupportedError where the platform has no WebRTC. */
  constructor(configuration: RTCConfiguration | undefined, hooks: CallMediaHooks, life: AbortSignal) {
    if (!platform.RTCPeerConnection) throw new NotSupportedError('WebRTC not supported');
    this.connection = new platform.RTCPeerConnection(configuration);
    this.#hooks = hooks;
    this.#life = life;
    this.connection.addEventListener(
      'iceconnectionstatechange',
      () => {
        debug('ICE %s', this.connection.iceConnectionState);
        hooks.iceState(this.connection.iceConnectionState);
      },
      { signal: life },
    );
  }

  /** Sends a stream, which remains whose it is. */
  useStream(stream: MediaStream): void {
    this.#stream = stream;
    for (const track of stream.getTracks()) {
      track.enabled &&= !this.#muted[track.kind as Kind];
      this.connection.addTrack(track, stream);
    }
  }

  /** Opens microphone and camera as asked, and sends them. Rejects as getUserMedia does. */
  async openStream(constraints: MediaStreamConstraints): Promise<void> {
    if (!constraints.audio && !constraints.video) return;
    if (!platform.mediaDevices) {
      throw new DOMException('No microphone on an insecure page', 'NotSupportedError');
    }
    const stream = await platform.mediaDevices.getUserMedia(constraints);
    if (this.#life.aborted) return stopTracks(stream);
    this.#owned = true;
    this.useStream(stream);
  }

  /** Makes an offer, and resolves with it when it may leave. */
  async createOffer(options?: RTCOfferOptions): Promise<string> {
    return this.#setLocal(await this.#try('createoffer', this.connection.createOffer(options)));
  }

  /** Answers the offer in force, and resolves with the answer when it may leave. */
  async createAnswer(options?: RTCAnswerOptions): Promise<string> {
    return this.#setLocal(await this.#try('createanswer', this.connection.createAnswer(options)));
  }

  /** Takes a description of the far end. */
  async setRemote(type: 'offer' | 'answer', sdp: string): Promise<void> {
    await this.#try('setremotedescription', this.connection.setRemoteDescription({ type, sdp }));
  }

  /** Goes back to what was agreed before an offer. Never rejects: a connection that cannot is at its end. */
  async rollback(): Promise<void> {
    const { connection } = this;
    const description = { type: 'rollback' } as const;
    try {
      if (connection.signalingState === 'have-local-offer') await connection.setLocalDescription(description);
      else if (connection.signalingState === 'have-remote-offer')
        await connection.setRemoteDescription(description);
    } catch (error) {
      debug('no rollback: %O', error);
    }
  }

  /** Which kinds are muted; a track that the application has switched off itself is, too. */
  get muted(): Required<MediaKinds> {
    this.#notice();
    return { ...this.#muted };
  }

  /** Mutes or unmutes kinds; returns those that changed. */
  setMuted(kinds: MediaKinds, muted: boolean): Required<MediaKinds> {
    const before = this.muted;
    const set = (kind: Kind) => {
      if (!kinds[kind]) return false;
      this.#muted[kind] = muted;
      this.#enable(kind);
      return before[kind] !== muted;
    };
    return { audio: set('audio'), video: set('video') };
  }

  /** Sends silence and black while either side holds: who is held must not overhear the room. */
  silence(silenced: boolean): void {
    if (silenced === this.#silenced) return;
    this.#notice();
    this.#silenced = silenced;
    this.#enable('audio');
    this.#enable('video');
  }

  /** Ends all media. */
  close(): void {
    this.connection.close();
    if (this.#owned && this.#stream) stopTracks(this.#stream);
    this.#stream = undefined;
  }

  /** What the application has switched off itself stays off, until it unmutes that. Silence hides it. */
  #notice(): void {
    if (this.#silenced) return;
    for (const { kind, enabled } of this.#tracks) this.#muted[kind as Kind] = !enabled;
  }

  #enable(kind: Kind): void {
    for (const track of this.#tracks) {
      if (track.kind === kind) track.enabled = !this.#silenced && !this.#muted[kind];
    }
  }

  /** Those that are sent: another device may have taken the place of one of the stream's. */
  get #tracks(): MediaStreamTrack[] {
    return this.#life.aborted ? [] : this.connection.getSenders().flatMap(({ track }) => track ?? []);
  }

  async #try<T>(stage: DescriptionStage, promise: Promise<T>): Promise<T> {
    try {
      return await promise;
    } catch (error) {
      if (!this.#life.aborted) this.#hooks.failed(stage, error);
      throw error;
    }
  }

  async #setLocal(description: RTCSessionDescriptionInit): Promise<string> {
    await this.#try('setlocaldescription', this.connection.setLocalDescription(description));
    const generation = iceGeneration(this.connection.localDescription?.sdp ?? '');
    if (generation !== this.#gathered) {
      await gather(this.connection, { onCandidate: this.#hooks.candidate, signal: this.#life });
      this.#gathered = generation;
    }
    return this.connection.localDescription?.sdp ?? '';
  }
}

/** What names a generation of candidates: the user fragments (RFC 8839 section 5.4), new ones after a restart. */
export function iceGeneration(sdp: string): string {
  return [...new Set(sdp.match(/^a=ice-ufrag:.*$/gm))].join();
}

/** Stops every track of a stream: the light of the microphone goes out. */
export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
