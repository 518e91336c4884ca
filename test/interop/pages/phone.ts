/**
 * A page with one account on our core and at most one call at a time. It does what a test tells it and keeps a
 * journal of everything that a user's application would see, and of what went over the wire.
 */
import { CallVideo, Devices, LocalMedia, type VideoSource } from '../../../src/devices.ts';
import { type RTCSession, UA, type UAConfiguration, WebSocketInterface } from '../../../src/index.ts';
import { play, receivedAudio, type ReceivedAudio, untilAudible } from '../../support/audio.ts';

/** One line of the journal. */
export interface Entry {
  /** `ua:<event>`, `call:<event>`, `ice:<state>`, `sent:<method or status>`, `received:<the same>`, or what the test itself told the page to do. */
  readonly name: string;
  /** Milliseconds on the page's clock. */
  readonly at: number;
  readonly originator?: string;
  readonly cause?: string;
  /** Of the response that the event carries. */
  readonly status?: number;
  /** Of a DTMF event. */
  readonly tone?: string;
  /** Of the call's peer connection, when the line was written. */
  readonly gathering?: RTCIceGatheringState;
}

/** Options that can travel from the test to the page. */
export type Options = Record<string, unknown>;

const uaEvents = [
  ...['connecting', 'connected', 'disconnected', 'registered', 'unregistered', 'registrationFailed'],
  ...['newRTCSession', 'reconnecting', 'reconnected'],
];
const callEvents = [
  ...['connecting', 'sending', 'progress', 'accepted', 'confirmed', 'ended', 'failed', 'newDTMF'],
  ...['hold', 'unhold', 'muted', 'unmuted', 'reinvite', 'update', 'getusermediafailed', 'negotiationfailed'],
  ...['reconnecting', 'reconnected'],
];

interface EventDetails {
  originator?: string;
  cause?: string;
  response?: { status_code: number } | null;
  dtmf?: { tone: string };
}

/** What tests reach as `window.phone`. */
export class PhonePage {
  readonly journal: Entry[] = [];
  readonly #written = new EventTarget();
  #ua: UA | undefined;
  #call: RTCSession | undefined;
  #video: CallVideo | undefined;

  /** Starts an account at the server `url` with this configuration. */
  start(url: string, configuration: Options): void {
    const ua = new UA({ ...(configuration as unknown as UAConfiguration), sockets: this.#socket(url) });
    this.#ua = ua;
    for (const name of uaEvents) this.#listen(ua, 'ua', name);
    ua.on('newRTCSession', ({ session }: { session: RTCSession }) => this.#follow(session));
    ua.start();
  }

  /** Unregisters and disconnects. */
  stop(): void {
    this.#ua?.stop();
  }

  /** Calls with sound only, and writes `dial` into the journal. */
  dial(target: string, options: Options = {}): void {
    this.#write('dial', {});
    this.#ua?.call(target, { mediaConstraints: { audio: true, video: false }, ...options });
  }

  /** Calls with sound, and can {@link show} a picture later. */
  async dialWithDevices(target: string): Promise<void> {
    const devices = new Devices();
    await devices.start();
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const media = new LocalMedia(stream, devices);
    this.dial(target, { mediaStream: stream });
    const call = this.#call;
    if (!call?.connection) throw new Error('there is no call');
    media.connection = call.connection;
    this.#video = new CallVideo(call, media, devices);
    call.on('ended', () => media.release());
  }

  /** Shows the camera, a screen or nothing in the call. */
  async show(source: VideoSource | null): Promise<void> {
    if (source === 'camera') await this.#video?.showCamera();
    else if (source === 'screen') await this.#video?.showScreen();
    else await this.#video?.hide();
  }

  answer(options: Options = {}): void {
    this.#call?.answer({ mediaConstraints: { audio: true, video: false }, ...options });
  }

  terminate(options: Options = {}): void {
    this.#call?.terminate(options);
  }

  hold(): boolean | undefined {
    return this.#call?.hold();
  }

  unhold(): boolean | undefined {
    return this.#call?.unhold();
  }

  isOnHold(): { local: boolean; remote: boolean } | undefined {
    return this.#call?.isOnHold();
  }

  isReadyToReOffer(): boolean {
    return this.#call?.isReadyToReOffer() ?? false;
  }

  isEstablished(): boolean {
    return this.#call?.isEstablished() ?? false;
  }

  /** What a browser tells its pages when the network has come back. */
  comeOnline(): void {
    window.dispatchEvent(new Event('online'));
  }

  isRegistered(): boolean {
    return this.#ua?.isRegistered() ?? false;
  }

  press(tones: string, transportType: 'INFO' | 'RFC2833'): void {
    this.#call?.sendDTMF(tones, { transportType });
  }

  /** What the call has received so far. */
  async received(): Promise<ReceivedAudio> {
    return receivedAudio(this.#connection());
  }

  /** How many pictures of the far end were decoded so far. */
  async frames(): Promise<number> {
    const stats = await this.#connection().getStats();
    const entries = [...(stats.values() as Iterable<RTCInboundRtpStreamStats>)];
    return entries
      .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')
      .reduce((sum, { framesDecoded = 0 }) => sum + framesDecoded, 0);
  }

  /** Waits until the call has received audible audio, beside what had arrived `before`; rejects after `timeout` ms. */
  async untilAudible(timeout?: number, before?: ReceivedAudio): Promise<ReceivedAudio> {
    return untilAudible(this.#connection(), timeout, before);
  }

  /** The kind of the local candidate over which the call's media go, and how a relay is reached. */
  async path(): Promise<{ type: string; relayProtocol: string | undefined }> {
    const stats = await this.#connection().getStats();
    const entries = [...(stats.values() as Iterable<RTCIceCandidatePairStats>)];
    const pair = entries.find(
      (entry) => entry.type === 'candidate-pair' && entry.nominated && entry.bytesSent,
    );
    const local = stats.get(pair?.localCandidateId ?? '') as {
      candidateType: string;
      relayProtocol?: string;
    };
    return { type: local.candidateType, relayProtocol: local.relayProtocol };
  }

  /** Resolves with the `count`-th journal entry of this name, now or when it is written; rejects after `timeout` ms. */
  until(name: string, count: number, timeout: number): Promise<Entry> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const entry = this.journal.filter((candidate) => candidate.name === name)[count - 1];
        if (entry) resolve(entry);
      };
      this.#written.addEventListener('written', look);
      look();
      setTimeout(() => {
        const written = this.journal.map((candidate) => JSON.stringify(candidate)).join('\n');
        reject(new Error(`"${name}" (${count}) did not come; this did:\n${written}`));
      }, timeout);
    });
  }

  #connection(): RTCPeerConnection {
    const connection = this.#call?.connection;
    if (!connection) throw new Error('there is no call with a peer connection');
    return connection;
  }

  #socket(url: string): WebSocketInterface {
    const socket = new WebSocketInterface(url);
    const send = socket.send.bind(socket);
    socket.send = (data) => {
      this.#note('sent', String(data));
      return send(data);
    };
    const connect = socket.connect.bind(socket);
    socket.connect = () => {
      // The transport has just said where frames go.
      const take = socket.ondata;
      socket.ondata = (data) => {
        this.#note('received', String(data));
        take?.(data);
      };
      connect();
    };
    return socket;
  }

  #note(way: 'sent' | 'received', data: string): void {
    const [, status, method] = /^(?:SIP\/2\.0 (\d+)|([A-Z]+) )/.exec(data) ?? [];
    // What is neither is the CRLF of a keep-alive.
    if (status ?? method) this.#write(`${way}:${status ?? method}`, {});
  }

  #follow(session: RTCSession): void {
    this.#call = session;
    for (const name of callEvents) this.#listen(session, 'call', name);
    const listen = (connection: RTCPeerConnection) => {
      connection.addEventListener('track', ({ streams: [stream] }) => stream && play(stream));
      connection.addEventListener('iceconnectionstatechange', () =>
        this.#write(`ice:${connection.iceConnectionState}`, {}),
      );
    };
    if (session.connection) listen(session.connection);
    else
      session.on('peerconnection', ({ peerconnection }: { peerconnection: RTCPeerConnection }) =>
        listen(peerconnection),
      );
  }

  #listen(
    emitter: { on(name: never, listener: (event: never) => void): unknown },
    prefix: string,
    name: string,
  ): void {
    emitter.on(name as never, (event: EventDetails | undefined) =>
      this.#write(`${prefix}:${name}`, event ?? {}),
    );
  }

  #write(name: string, { originator, cause, response, dtmf }: EventDetails): void {
    const gathering = this.#call?.connection?.iceGatheringState;
    this.journal.push({
      name,
      at: performance.now(),
      ...(originator && { originator }),
      ...(cause && { cause }),
      ...(response && { status: response.status_code }),
      ...(dtmf && { tone: dtmf.tone }),
      ...(gathering && { gathering }),
    });
    this.#written.dispatchEvent(new Event('written'));
  }
}

declare global {
  interface Window {
    phone: PhonePage;
  }
}

window.phone = new PhonePage();
