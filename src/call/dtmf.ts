import type { IncomingRequest } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import type { Call } from './call.ts';
import { sendInfo } from './send-info.ts';

/** How a tone travels: in an INFO, or as an RTP event (RFC 4733). The name is the manual's. */
export type DTMFTransport = 'INFO' | 'RFC2833';

/** Options of `session.sendDTMF()` (manual). */
export interface DTMFOptions {
  /** Of a tone, in ms: 70–6000, 100 by default. */
  duration?: number;
  /** Between two tones, in ms: 50 at least, 500 by default. */
  interToneGap?: number;
  /** Header lines of each INFO. */
  extraHeaders?: string[];
  /** `INFO` by default. */
  transportType?: DTMFTransport;
}

/** One tone (manual: `RTCSession.DTMF`). */
export class DTMF {
  /** One of `0-9 A-D * #`. */
  readonly tone: string;
  /** In ms. */
  readonly duration: number;
  readonly direction: 'incoming' | 'outgoing';

  constructor(direction: 'incoming' | 'outgoing', tone: string, duration: number) {
    this.direction = direction;
    this.tone = tone;
    this.duration = duration;
  }

  /** Reads the tone of an INFO: `application/dtmf-relay`, or `application/dtmf` with the tone alone. */
  static fromInfo(type: string, body: string): DTMF | undefined {
    if (type === 'application/dtmf') return DTMF.#incoming(body, DEFAULT_DURATION);
    if (type !== 'application/dtmf-relay') return undefined;
    const tone = /^Signal[ \t]*=[ \t]*([0-9A-D*#])\s*$/im.exec(body)?.[1];
    const duration = /^Duration[ \t]*=[ \t]*(\d{1,5})\s*$/im.exec(body)?.[1];
    return tone ? DTMF.#incoming(tone, Number(duration ?? DEFAULT_DURATION)) : undefined;
  }

  static #incoming(tone: string, duration: number): DTMF | undefined {
    const letter = (/^([0-9A-D*#])[\r\n]*$/i.exec(tone)?.[1] ?? '').toUpperCase();
    return letter ? new DTMF('incoming', letter, duration) : undefined;
  }
}

const DEFAULT_DURATION = 100;
const DEFAULT_GAP = 500;
/** RTCDTMFSender takes no others; INFO follows it. */
const DURATION_RANGE = [70, 6_000] as const;
const LEAST_GAP = 50;
/** A comma, as in RTCDTMFSender. */
const PAUSE_MS = 2_000;

interface QueuedTone {
  tone: string;
  duration: number;
  gap: number;
  extraHeaders: string[];
}

/** The tones that we send, one after another. */
export class DTMFSender {
  readonly #call: Call;
  readonly #queue: QueuedTone[] = [];
  #running = false;

  constructor(call: Call) {
    this.#call = call;
  }

  /** @throws TypeError for tones or options that cannot be. */
  send(tones: string | number, options: DTMFOptions): void {
    const text = String(tones).toUpperCase();
    if (!/^[0-9A-D*#,]+$/.test(text)) {
      throw new TypeError(`tones: ${JSON.stringify(tones)} is not one or more of 0-9 A-D * # ,`);
    }
    const duration = Math.min(
      Math.max(positive('duration', options.duration, DEFAULT_DURATION), DURATION_RANGE[0]),
      DURATION_RANGE[1],
    );
    const gap = Math.max(positive('interToneGap', options.interToneGap, DEFAULT_GAP), LEAST_GAP);
    if (options.transportType === 'RFC2833') return this.#insert(text, duration, gap);
    if (options.transportType !== undefined && options.transportType !== 'INFO') {
      throw new TypeError(`transportType: ${JSON.stringify(options.transportType)} is not INFO or RFC2833`);
    }
    const extraHeaders = options.extraHeaders ?? [];
    this.#queue.push(...[...text].map((tone) => ({ tone, duration, gap, extraHeaders })));
    if (!this.#running) this.#next();
  }

  #next(): void {
    const next = this.#queue.shift();
    this.#running = next !== undefined;
    if (!next) return;
    const { tone, duration, gap } = next;
    if (tone !== ',') this.#sendInfo(next);
    this.#call.setTimeout(() => this.#next(), tone === ',' ? PAUSE_MS : duration + gap);
  }

  #sendInfo({ tone, duration, extraHeaders }: QueuedTone): void {
    const body = `Signal=${tone}\r\nDuration=${duration}\r\n`;
    sendInfo(this.#call, 'application/dtmf-relay', body, extraHeaders, (request) =>
      this.#tell(tone, duration, request),
    );
  }

  /** RFC 4733, by the browser; it tells when each tone starts. */
  #insert(tones: string, duration: number, gap: number): void {
    const senders = this.#call.media?.connection.getSenders() ?? [];
    const dtmf = senders.find(({ track }) => track?.kind === 'audio')?.dtmf;
    if (!dtmf) return;
    dtmf.ontonechange = ({ tone }) => {
      if (tone !== '' && tone !== ',' && !this.#call.ended) this.#tell(tone, duration, null);
    };
    dtmf.insertDTMF(dtmf.toneBuffer + tones, duration, gap);
  }

  #tell(tone: string, duration: number, request: IncomingRequest | OutgoingRequest | null): void {
    const dtmf = new DTMF('outgoing', tone, duration);
    this.#call.emit('newDTMF', { originator: 'local', dtmf, request });
  }
}

function positive(option: string, value: number | undefined, otherwise: number): number {
  if (value === undefined || value === null) return otherwise;
  if (!Number.isFinite(value) || value <= 0) {
    throw new TypeError(`${option}: ${JSON.stringify(value)} is not a positive number of ms`);
  }
  return value;
}
