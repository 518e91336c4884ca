import { CallVideo } from '../../src/call/call-video.ts';
import type { PhoneSession } from '../../src/call/phone-session.ts';
import type { Sickness } from '../../src/call/recovery-table.ts';
import { SipError } from '../../src/errors.ts';
import type { Devices } from '../../src/media/devices.ts';
import { LocalMedia } from '../../src/media/local-media.ts';
import { QualityMonitor } from '../../src/media/quality.ts';
import type { QualitySummary } from '../../src/media/quality-summary.ts';
import { platform } from '../../src/platform.ts';
import { remotePicture } from './call-media.ts';
import { nextQuality, UNKNOWN_QUALITY } from './call-quality.ts';
import type { Happening } from './call-state.ts';
import { isLive } from './states.ts';
import { codeOfEnd, statusOf } from './causes.ts';
import { preferCodecs } from './codecs.ts';
import type { CoreSession, SessionEvent } from './core.ts';
import { toldName } from './names.ts';
import type { PhoneStoreEvents } from './phone-events.ts';
import type { Fact } from './reducer.ts';
import type { CallSnapshot } from './snapshot.ts';
import { problemOf, queuePosition, retryAfter, RetryLaterError, type ToldResponse } from './told.ts';

/** How a call ended that had been answered. */
export interface CallEnd {
  cause: string;
  originator: string;
  /** Seconds from answer to end. */
  duration: number;
  /** How it sounded. */
  quality: QualitySummary;
}

/** How a call ended that was never answered. */
export interface CallFailure {
  error: SipError;
  cause: string;
  /** The status of the server's answer, null where there was none. */
  status: number | null;
}

/** What a call needs of the store that it belongs to. */
export interface CallHost {
  /** Whether the account is a guest's. */
  guest(): boolean;
  /** The codecs that calls prefer, most wanted first. */
  codecs(): readonly string[];
  readonly devices: Devices;
  dispatch(fact: Fact): void;
  find(id: string): CallSnapshot | undefined;
  /** Tells of an event of the store. */
  tell<Name extends keyof PhoneStoreEvents>(event: Name, ...told: PhoneStoreEvents[Name]): void;
  /** All that there is to tell of a call has been told. */
  over(call: SipCall): void;
}

/** For how long getUserMedia may be silent before the user is told that the browser asks: granted ones take less. */
const ASKING_AFTER = 200;

/** One call of a phone: the `call` of every event about one. */
export class SipCall {
  /** Unique in the page. */
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  /** Fulfilled when the call is answered, rejected with a {@link SipError} when it ends before. */
  readonly answered: Promise<SipCall>;
  #session: CoreSession | null = null;
  #media: LocalMedia | null = null;
  #video: CallVideo | null = null;
  #connection: RTCPeerConnection | null = null;
  readonly #host: CallHost;
  #resolve!: (call: SipCall) => void;
  #reject!: (error: SipError) => void;

  constructor(id: string, direction: 'incoming' | 'outgoing', host: CallHost) {
    this.id = id;
    this.direction = direction;
    this.#host = host;
    this.answered = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A promise that nobody asked for must not become an unhandled rejection.
    this.answered.catch(() => {});
  }

  /** Whether the other party asked for video when it called. */
  offersVideo = false;

  /** The core's session; null until an outgoing call has its microphone and its server. */
  get session(): PhoneSession | null {
    return this.#session as PhoneSession | null;
  }

  /** What is known of it now; null once the phone has forgotten it. */
  get snapshot(): CallSnapshot | null {
    return this.#host.find(this.id) ?? null;
  }

  /** Whether it has not ended. */
  get live(): boolean {
    const { snapshot } = this;
    return snapshot !== null && isLive(snapshot.phase);
  }

  /** The stream that is sent; null before it is there. */
  get localStream(): MediaStream | null {
    return this.#media?.stream ?? null;
  }

  /** The camera or the screen that it shows; null before it is answered, and after its end. */
  get video(): CallVideo | null {
    return this.snapshot?.phase === 'connected' ? this.#video : null;
  }

  /** What is seen: the remote party's picture; null where there is none. */
  get remoteVideo(): MediaStream | null {
    const track = this.live && remotePicture(this.#session?.connection);
    return streamOf(track ? [track] : []);
  }

  /** What is heard: the remote party's live tracks; null before there are any. */
  get remoteStream(): MediaStream | null {
    const receivers = this.#session?.connection?.getReceivers() ?? [];
    return streamOf(receivers.map(({ track }) => track).filter((track) => track.readyState === 'live'));
  }

  /** Something happened to the call. */
  happened(happening: Happening): void {
    this.#host.dispatch({ type: 'call', id: this.id, happening, at: platform.now() });
  }

  /**
   * Waits for the stream to send. The user is told that the browser asks while it does.
   *
   * @param opening the stream that is being opened; the call stops its tracks at the end
   * @param devices what its tracks follow; null where they are the page's
   */
  async takeStream(opening: Promise<MediaStream>, devices: Devices | null): Promise<MediaStream> {
    const timer = platform.setTimeout(() => this.happened('asking'), ASKING_AFTER);
    try {
      const stream = await opening;
      // Hung up while the browser asked: nobody else would ever stop the microphone.
      const media = new LocalMedia(stream, devices, () => this.#lookAtMedia());
      if (!this.live) media.release();
      else this.#media = media;
      this.#lookAtMedia();
      if (this.snapshot?.phase === 'permission') this.happened('granted');
      return stream;
    } finally {
      platform.clearTimeout(timer);
    }
  }

  /** Binds the call to its session of the core. */
  attach(session: CoreSession): void {
    this.#session = session;
    const monitor = this.#watchQuality(session);
    session.on('peerconnection', () => this.#watchMedia(session));
    session.on('connecting', () => this.#preferCodecs());
    this.#watchMedia(session);
    session.on('progress', (event) => {
      this.#learnName(session);
      this.#progress(event);
    });
    session.on('accepted', () => {
      this.#learnName(session);
      this.happened('accepted');
      this.#resolve(this);
      this.#host.tell('accepted', this);
    });
    session.on('confirmed', () => this.#host.tell('confirmed', this));
    for (const event of ['hold', 'unhold'] as const) {
      session.on(event, ({ originator }) => {
        const who = originator === 'remote' ? 'remote' : 'local';
        const { snapshot } = this;
        if (snapshot) this.#know({ hold: { ...snapshot.hold, [who]: event === 'hold' } });
        this.#host.tell('hold', this);
      });
    }
    for (const event of ['muted', 'unmuted'] as const) {
      session.on(event, ({ audio }) => {
        if (audio === false) return;
        this.#know({ muted: event === 'muted' });
        this.#host.tell('mute', this);
      });
    }
    session.on('newDTMF', (event) => {
      this.#host.tell('dtmf', this, event.dtmf?.tone ?? '', event.originator ?? 'remote');
    });
    session.on('reconnecting', (event) => {
      const lost = sicknessOf(event);
      this.#know({ lost });
      this.#host.tell('reconnecting', this, lost);
    });
    session.on('reconnected', (event) => {
      this.#know({ lost: sicknessOf({}) });
      this.#host.tell('reconnected', this, sicknessOf(event));
    });
    session.on('ended', (event) => this.#ended(event, monitor.summary));
    session.on('failed', (event) => this.#failed(event));
  }

  /** Ends the call, whatever its state. */
  hangup(): void {
    this.#end('ended', new SipError('call-canceled'), 'Canceled');
  }

  /** It will be answered without the user, or will not after all. */
  willBeAnswered(automatic: boolean): void {
    this.#know({ automatic });
  }

  /** Something does not work; the call goes on. */
  report(error: SipError): void {
    if (!this.live) return;
    this.#know({ problem: problemOf(error, platform.now()) });
    this.#host.tell('problem', error);
  }

  /** The call ends for a reason that the core has not told. */
  fail(error: SipError): void {
    this.#end('failed', error, error.message);
  }

  /** Ends the session, which tells of it; where there is none that could, it is told here. */
  #end(happening: 'ended' | 'failed', error: SipError, cause: string): void {
    if (!this.live) return;
    if (this.#session?.isEnded() === false) this.#session.terminate();
    else this.#finish(happening, error, cause, null);
  }

  /** Takes what is known now of the call. */
  #know(known: Extract<Fact, { type: 'call-known' }>['known']): void {
    this.#host.dispatch({ type: 'call-known', id: this.id, known });
  }

  #watchQuality(session: CoreSession): QualityMonitor {
    const monitor = new QualityMonitor(session);
    monitor.on('quality', () => {
      const before = this.snapshot?.quality ?? UNKNOWN_QUALITY;
      const quality = nextQuality(before, monitor.grade, monitor.warnings);
      // Most seconds are like the one before: nobody need draw anything.
      if (quality !== before) this.#know({ quality });
    });
    monitor.on('qualitywarning', (warning) => this.#host.tell('quality', this, warning));
    return monitor;
  }

  #watchMedia(session: CoreSession): void {
    const { connection } = session;
    if (!connection || connection === this.#connection) return;
    this.#connection = connection;
    if (this.#media) {
      this.#media.connection = connection;
      this.#video = new CallVideo(session as PhoneSession, this.#media, this.#host.devices);
    }
    connection.addEventListener('track', () => this.#host.tell('media', this));
    // What the two sides agreed on decides whether there is a picture.
    connection.addEventListener('signalingstatechange', () => this.#lookAtMedia());
    // Tracks that were there before us.
    if (this.remoteStream) this.#host.tell('media', this);
    this.#lookAtMedia();
  }

  /** Before each description: the far end, or the user, may have added a kind of media. */
  #preferCodecs(): void {
    if (this.#connection) preferCodecs(this.#connection, this.#host.codecs());
  }

  #lookAtMedia(): void {
    this.#preferCodecs();
    const before = this.snapshot?.media;
    if (!before || !this.live) return;
    const media = {
      microphone: this.#media?.microphone ?? 'on',
      localVideo: this.#media?.video ?? null,
      remoteVideo: remotePicture(this.#session?.connection) !== null,
    };
    // What is drawn for no change costs a click on its way to the INVITE.
    if (JSON.stringify(media) === JSON.stringify(before)) return;
    this.#know({ media });
    this.#host.tell('media', this);
  }

  /** Who answers may say who it is; the target named only whom we called. */
  #learnName(session: CoreSession): void {
    const name = this.direction === 'outgoing' && toldName(session);
    if (name) this.#know({ name });
  }

  #progress(event: SessionEvent): void {
    if (this.direction === 'incoming') return;
    const response = event.response as ToldResponse | undefined;
    if (response?.status_code === 182) {
      this.#know({ queuePosition: queuePosition(response) });
      this.happened('queued');
    } else this.happened(response?.body ? 'early-media' : 'ringing');
    this.#host.tell('progress', this);
  }

  #ended(event: SessionEvent, quality: QualitySummary): void {
    const { startedAt } = this.snapshot ?? {};
    this.happened('ended');
    this.#release();
    this.#host.tell('ended', this, {
      cause: event.cause ?? '',
      originator: event.originator ?? 'system',
      duration: startedAt ? (platform.now() - startedAt) / 1000 : 0,
      quality,
    });
    this.#host.over(this);
  }

  #failed(event: SessionEvent): void {
    const code = codeOfEnd(event, this.#host.guest());
    // What the user did, or a caller who gave up, is no error to show.
    const missed = this.direction === 'incoming' && (code === 'call-canceled' || code === 'call-no-answer');
    const quiet = event.originator === 'local' || missed;
    const status = statusOf(event.message);
    const detail = [event.cause, status].filter(Boolean).join(', ');
    const wait = quiet ? null : retryAfter(event.message as ToldResponse | null | undefined);
    const error = new RetryLaterError(quiet ? 'call-canceled' : code, `(${detail})`, wait);
    this.#finish(
      quiet && code !== 'microphone-blocked' ? 'ended' : 'failed',
      error,
      event.cause ?? '',
      status,
    );
  }

  #finish(happening: 'ended' | 'failed', error: SipError, cause: string, status: number | null): void {
    const at = platform.now();
    const failed = happening === 'failed' ? { problem: problemOf(error, at) } : {};
    this.#host.dispatch({ type: 'call', id: this.id, happening, at, ...failed });
    this.#release();
    this.#reject(error);
    this.#host.tell('failed', this, { error, cause, status });
    this.#host.over(this);
  }

  #release(): void {
    this.#media?.release();
    this.#media = this.#video = this.#connection = null;
  }
}

function streamOf(tracks: MediaStreamTrack[]): MediaStream | null {
  return tracks.length > 0 && platform.MediaStream ? new platform.MediaStream(tracks) : null;
}

const sicknessOf = ({ signalling = false, media = false }: SessionEvent): Sickness => ({ signalling, media });
