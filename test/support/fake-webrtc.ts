/** Fakes of WebRTC's classes, as far as the core uses them. They check the order of offers and answers as browsers do. */

export class FakeTrack extends EventTarget {
  enabled = true;
  readyState: 'live' | 'ended' = 'live';
  muted = false;
  readonly id = crypto.randomUUID();
  readonly kind: 'audio' | 'video';
  /** What it was captured with, where a test says so. */
  readonly deviceId: string | undefined;

  constructor(kind: 'audio' | 'video', deviceId?: string) {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
  }

  getSettings(): MediaTrackSettings {
    return this.deviceId === undefined ? {} : { deviceId: this.deviceId };
  }

  clone(): FakeTrack {
    const clone = new FakeTrack(this.kind, this.deviceId);
    FakeTrack.cloned?.(clone);
    return clone;
  }

  /** Where a test counts the tracks. */
  static cloned: ((clone: FakeTrack) => void) | undefined;

  stop(): void {
    this.readyState = 'ended';
  }
}

export class FakeMediaStream {
  readonly id = crypto.randomUUID();
  readonly #tracks: FakeTrack[];

  constructor(tracks: FakeTrack[] | FakeMediaStream = []) {
    this.#tracks = tracks instanceof FakeMediaStream ? tracks.getTracks() : [...tracks];
  }

  getTracks(): FakeTrack[] {
    return [...this.#tracks];
  }

  getAudioTracks(): FakeTrack[] {
    return this.#tracks.filter((track) => track.kind === 'audio');
  }

  getVideoTracks(): FakeTrack[] {
    return this.#tracks.filter((track) => track.kind === 'video');
  }

  addTrack(track: FakeTrack): void {
    this.#tracks.push(track);
  }

  clone(): FakeMediaStream {
    return new FakeMediaStream(this.#tracks.map((track) => track.clone()));
  }

  removeTrack(track: FakeTrack): void {
    this.#tracks.splice(this.#tracks.indexOf(track), 1);
  }
}

class FakeDTMFSender extends EventTarget {
  canInsertDTMF = true;
  toneBuffer = '';
  readonly inserted: { tones: string; duration: number | undefined; gap: number | undefined }[] = [];

  insertDTMF(tones: string, duration?: number, gap?: number): void {
    this.inserted.push({ tones, duration, gap });
  }
}

class FakeSender {
  track: FakeTrack | null;
  readonly dtmf = new FakeDTMFSender();

  constructor(track: FakeTrack | null) {
    this.track = track;
  }

  async replaceTrack(track: FakeTrack | null): Promise<void> {
    this.track = track;
  }
}

/** One candidate of a fake gathering, so many ms after setLocalDescription; null is the end of gathering. */
export interface TimedCandidate {
  afterMs: number;
  candidate: string | null;
}

const host = (port: number) => `candidate:1 1 udp 2122260223 192.0.2.1 ${port} typ host generation 0`;

export class FakePeerConnection extends EventTarget {
  /** As Chromium does: the candidates soon, the end of gathering late. */
  static readonly HOST_CANDIDATES: TimedCandidate[] = [
    { afterMs: 2, candidate: host(50000) },
    { afterMs: 4, candidate: host(50001) },
    { afterMs: 145, candidate: null },
  ];

  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  signalingState: RTCSignalingState = 'stable';
  iceGatheringState: RTCIceGatheringState = 'new';
  iceConnectionState: RTCIceConnectionState = 'new';
  connectionState: RTCPeerConnectionState = 'new';
  readonly senders: FakeSender[] = [];
  readonly receivers: { track: FakeTrack; getSynchronizationSources(): { timestamp: number }[] }[] = [];
  /** Each description that was set, as `local offer`, `remote answer` and so on. */
  readonly log: string[] = [];
  /** Makes the next setRemoteDescription fail. */
  failNextRemote = false;
  restarts = 0;

  readonly #configuration: RTCConfiguration;
  readonly #candidates: TimedCandidate[];
  readonly #setTimer: (callback: () => void, ms: number) => unknown;
  #gathered: string[] = [];
  /** The next description of ours begins to gather candidates. */
  #gathers = true;
  #version = 0;
  #stableLocal: RTCSessionDescriptionInit | null = null;
  #stableRemote: RTCSessionDescriptionInit | null = null;

  constructor(
    configuration: RTCConfiguration = {},
    candidates: TimedCandidate[] = [],
    setTimer: (callback: () => void, ms: number) => unknown = setTimeout,
  ) {
    super();
    this.#configuration = configuration;
    this.#candidates = candidates;
    this.#setTimer = setTimer;
  }

  getConfiguration(): RTCConfiguration {
    return this.#configuration;
  }

  addTrack(track: FakeTrack): FakeSender {
    const sender = new FakeSender(track);
    this.senders.push(sender);
    return sender;
  }

  getSenders(): FakeSender[] {
    return this.senders;
  }

  getReceivers(): { track: FakeTrack; getSynchronizationSources(): { timestamp: number }[] }[] {
    return this.receivers;
  }

  getTransceivers(): never[] {
    return [];
  }

  restartIce(): void {
    this.restarts += 1;
  }

  async createOffer(options?: RTCOfferOptions): Promise<RTCSessionDescriptionInit> {
    this.#version += 1;
    if (options?.iceRestart) {
      this.restarts += 1;
      this.#gathered = [];
      this.#gathers = true;
    }
    return { type: 'offer', sdp: this.#sdp('actpass') };
  }

  async createAnswer(): Promise<RTCSessionDescriptionInit> {
    if (this.signalingState !== 'have-remote-offer') throw new DOMException('no offer', 'InvalidStateError');
    this.#version += 1;
    return { type: 'answer', sdp: this.#sdp('active', answerTo(this.remoteDescription?.sdp ?? '')) };
  }

  async setLocalDescription(description?: RTCSessionDescriptionInit): Promise<void> {
    const next =
      description ??
      (this.signalingState === 'have-remote-offer' ? await this.createAnswer() : await this.createOffer());
    this.#apply('local', next);
    if (next.type !== 'rollback' && this.#gathers) this.#gather();
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    const usable = description.type === 'rollback' || /^v=0/.test(description.sdp ?? '');
    if (this.failNextRemote || !usable) {
      this.failNextRemote = false;
      throw new DOMException('the description cannot be used', 'InvalidAccessError');
    }
    this.#apply('remote', description);
  }

  close(): void {
    this.signalingState = 'closed';
    this.connectionState = 'closed';
    this.iceConnectionState = 'closed';
  }

  /** What was agreed on last. */
  get currentRemoteDescription(): RTCSessionDescriptionInit | null {
    return this.#stableRemote;
  }

  /** What ICE would report. */
  reportIce(state: RTCIceConnectionState): void {
    this.iceConnectionState = state;
    this.dispatchEvent(new Event('iceconnectionstatechange'));
  }

  #apply(side: 'local' | 'remote', description: RTCSessionDescriptionInit): void {
    if (this.signalingState === 'closed') throw new DOMException('closed', 'InvalidStateError');
    this.log.push(`${side} ${description.type}`);
    const offered = `have-${side}-offer` as RTCSignalingState;
    const expected: RTCSignalingState = side === 'local' ? 'have-remote-offer' : 'have-local-offer';
    if (description.type === 'rollback') {
      this.localDescription = this.#stableLocal;
      this.remoteDescription = this.#stableRemote;
      this.signalingState = 'stable';
    } else if (description.type === 'offer') {
      if (this.signalingState !== 'stable' && this.signalingState !== offered) {
        throw new DOMException(`an offer in ${this.signalingState}`, 'InvalidStateError');
      }
      this.#set(side, description);
      this.signalingState = offered;
    } else {
      const provisional = side === 'local' ? 'have-local-pranswer' : 'have-remote-pranswer';
      if (this.signalingState !== expected && this.signalingState !== provisional) {
        throw new DOMException(`an answer in ${this.signalingState}`, 'InvalidStateError');
      }
      this.#set(side, description);
      this.signalingState = description.type === 'pranswer' ? provisional : 'stable';
      if (this.signalingState === 'stable') {
        this.#stableLocal = this.localDescription;
        this.#stableRemote = this.remoteDescription;
      }
    }
    this.dispatchEvent(new Event('signalingstatechange'));
  }

  #set(side: 'local' | 'remote', description: RTCSessionDescriptionInit): void {
    if (side === 'remote') this.remoteDescription = description;
    else this.localDescription = this.#withCandidates(description);
  }

  #withCandidates({ type, sdp = '' }: RTCSessionDescriptionInit): RTCSessionDescriptionInit {
    const gathered = () => this.#gathered.map((line) => `a=${line}\r\n`).join('');
    return {
      type,
      get sdp() {
        return sdp + gathered();
      },
    };
  }

  #gather(): void {
    this.#gathers = false;
    // As Chromium does: after a restart the state goes on saying `complete` for a moment.
    if (this.iceGatheringState === 'new') this.iceGatheringState = 'gathering';
    else this.#setTimer(() => (this.iceGatheringState = 'gathering'), 1);
    for (const { afterMs, candidate } of this.#candidates) {
      this.#setTimer(() => {
        if (this.signalingState === 'closed') return;
        if (candidate === null) {
          this.iceGatheringState = 'complete';
          this.dispatchEvent(new Event('icegatheringstatechange'));
        } else {
          this.#gathered.push(candidate);
          const type = / typ (\w+)/.exec(candidate)?.[1] ?? 'host';
          this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: { candidate, type } }));
        }
      }, afterMs);
    }
  }

  #sdp(setup: string, directions?: string[]): string {
    const kinds = [...new Set(this.senders.map(({ track }) => track?.kind ?? 'audio'))];
    const sections = directions ?? kinds.map(() => 'sendrecv');
    const media = sections.map((direction, index) =>
      [
        `m=${kinds[index] ?? 'audio'} 9 UDP/TLS/RTP/SAVPF 111 0 126`,
        'c=IN IP4 0.0.0.0',
        `a=ice-ufrag:fake${this.restarts || ''}`,
        'a=ice-pwd:fakefakefakefakefakefake',
        `a=setup:${setup}`,
        `a=mid:${index}`,
        `a=${direction}`,
        'a=rtcp-mux',
        'a=rtpmap:111 opus/48000/2',
        'a=rtpmap:0 PCMU/8000',
        'a=rtpmap:126 telephone-event/8000',
      ].join('\r\n'),
    );
    return ['v=0', `o=- 4711 ${this.#version} IN IP4 127.0.0.1`, 's=-', 't=0 0', ...media, ''].join('\r\n');
  }
}

/** The directions of an answer: the offer's, turned round. */
function answerTo(offer: string): string[] {
  const turned: Record<string, string> = { sendonly: 'recvonly', recvonly: 'sendonly', inactive: 'inactive' };
  return offer
    .split(/^m=/m)
    .slice(1)
    .map((section) => turned[/^a=(sendonly|recvonly|inactive)/m.exec(section)?.[1] ?? ''] ?? 'sendrecv');
}
