/** A page with one account and one call, whose quality is measured. Its microphone is a tone that can be switched off. */
import { type RTCSession, UA, WebSocketInterface } from '../../../src/index.ts';
import {
  QualityMonitor,
  type QualitySample,
  type QualitySummary,
  type QualityWarningName,
} from '../../../src/quality.ts';
import { play } from '../../support/audio.ts';

/** What tests reach as `window.quality`. */
export class QualityPage {
  /** Every second of the call. */
  readonly samples: QualitySample[] = [];
  /** `+loss` when that warning began, `-loss` when it ended. */
  readonly warnings: string[] = [];
  readonly #sound = new AudioContext();
  readonly #volume = new GainNode(this.#sound);
  readonly #told = new EventTarget();
  #ua: UA | undefined;
  #call: RTCSession | undefined;
  #monitor: QualityMonitor | undefined;
  #gate: { address: string; port: number } | undefined;
  #own: { address: string; port: number } | undefined;

  /** Registers. */
  async start(url: string, uri: string, password: string): Promise<void> {
    const ua = new UA({ sockets: new WebSocketInterface(url), uri, password });
    this.#ua = ua;
    ua.on('newRTCSession', ({ session }: { session: RTCSession }) => this.#follow(session));
    ua.start();
    await ua.whenRegistered();
  }

  /** Calls; the far end is told to send to this gate instead of to us. */
  dial(target: string, gate: { address: string; port: number }): void {
    this.#gate = gate;
    this.#ua?.call(target, { mediaStream: this.#microphone() });
  }

  /** Answers the call that has come or will come. */
  async answer(gate: { address: string; port: number }): Promise<void> {
    this.#gate = gate;
    while (!this.#call) await new Promise((resolve) => setTimeout(resolve, 20));
    this.#call.answer({ mediaStream: this.#microphone() });
    await this.#call.whenAnswered();
  }

  /** Where we can really be reached, once we have said so. */
  async address(): Promise<{ address: string; port: number }> {
    while (!this.#own) await new Promise((resolve) => setTimeout(resolve, 20));
    return this.#own;
  }

  /** Switches the tone at the microphone off and on. */
  setSilent(silent: boolean): void {
    this.#volume.gain.value = silent ? 0 : 1;
  }

  /**
   * Resolves when a warning has begun (`+loss`) after the first `after` of all, or when it is over (`-loss`): one that
   * came and went while others were waited for is over, too. Rejects after so many ms.
   */
  until(warning: string, after: number, timeout: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const name = warning.slice(1);
      const isOver = () => this.warnings.lastIndexOf(`-${name}`) > this.warnings.lastIndexOf(`+${name}`);
      const look = () =>
        (warning.startsWith('-') ? isOver() : this.warnings.includes(warning, after)) && resolve();
      this.#told.addEventListener('told', look);
      look();
      setTimeout(() => {
        const last = JSON.stringify(this.samples.slice(-3));
        reject(new Error(`no ${warning} but ${this.warnings.join(', ')}; the last samples: ${last}`));
      }, timeout);
    });
  }

  /** Resolves with the first second of the call that is good and warned of nothing; rejects after so many ms. */
  untilGood(timeout: number): Promise<QualitySample> {
    return new Promise((resolve, reject) => {
      this.#told.addEventListener('told', () => {
        const sample = this.samples.at(-1);
        if ((sample?.mos ?? 0) > 4 && this.active().length === 0) resolve(sample!);
      });
      const seen = () => `${this.warnings.join(', ')}; ${JSON.stringify(this.samples)}`;
      setTimeout(() => reject(new Error(`never good: ${seen()}`)), timeout);
    });
  }

  /** The warnings that have begun and not ended. */
  active(): readonly QualityWarningName[] {
    return this.#monitor?.warnings ?? [];
  }

  /** Hangs up, and tells how the call was. */
  finish(): QualitySummary | undefined {
    if (!this.#call?.isEnded()) this.#call?.terminate();
    return this.#monitor?.summary;
  }

  stop(): void {
    this.#ua?.stop();
  }

  #microphone(): MediaStream {
    const tone = new OscillatorNode(this.#sound, { frequency: 300 });
    const output = new MediaStreamAudioDestinationNode(this.#sound);
    tone.connect(this.#volume).connect(output);
    tone.start();
    return output.stream;
  }

  #follow(session: RTCSession): void {
    this.#call = session;
    session.on('sdp', (event: { originator: string; sdp: string }) => {
      if (event.originator === 'local') event.sdp = this.#through(event.sdp);
    });
    const listen = (connection: RTCPeerConnection) =>
      connection.addEventListener('track', ({ track }) => play(new MediaStream([track])));
    if (session.connection) listen(session.connection);
    else
      session.on('peerconnection', ({ peerconnection }: { peerconnection: RTCPeerConnection }) =>
        listen(peerconnection),
      );
    const monitor = new QualityMonitor(session);
    this.#monitor = monitor;
    monitor.on('quality', (sample) => {
      this.samples.push(sample);
      this.#told.dispatchEvent(new Event('told'));
    });
    monitor.on('qualitywarning', ({ name, active }) => {
      this.warnings.push(`${active ? '+' : '-'}${name}`);
      this.#told.dispatchEvent(new Event('told'));
    });
  }

  /** Puts the gate in the place of our candidates. */
  #through(sdp: string): string {
    const { address, port } = this.#gate!;
    const candidates = [...sdp.matchAll(/^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host/gim)];
    const own = candidates.find(([, ip]) => ip === address);
    if (!own) throw new Error(`no candidate at ${address}: ${sdp}`);
    this.#own = { address, port: Number(own[2]) };
    const gate = `a=candidate:1 1 udp 2122260223 ${address} ${port} typ host\r\n`;
    return sdp.replace(/^a=candidate:.*\r\n/gm, '').replace(/^(a=ice-ufrag:.*\r\n)/gm, `$1${gate}`);
  }
}

declare global {
  interface Window {
    quality: QualityPage;
  }
}

window.quality = new QualityPage();
