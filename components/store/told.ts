/** What a server tells beside its answer: the place in a queue, and when to try again. Pure; nothing of it is trusted. */
import { SipError } from '../../src/errors.ts';
import type { Problem } from './snapshot.ts';

/** A response, as far as it is read here. */
export interface ToldResponse {
  readonly status_code?: number;
  readonly reason_phrase?: string;
  readonly body?: string | null;
  getHeader?(name: string): string | null;
  getHeaders?(name: string): readonly string[];
}

/** The furthest place in a queue that is believed. */
const LAST_PLACE = 999;

/** How much of a text is read: one from the network may have 64 KB. */
const LONGEST_TEXT = 300;

/** The longest time to wait that is believed, in seconds: a day. */
const LONGEST_WAIT = 86_400;

/**
 * The place in the queue that a 182 tells: `X-Queue-Position`, `position` of Call-Info, or the reason phrase, which RFC
 * 3261 section 21.1.4 gives the words "5 calls queued": ours is the last of them. 1 is next; null where none is told.
 */
export function queuePosition(response: ToldResponse): number | null {
  const texts = [
    /^\s*(\d{1,4})\s*$/.exec(response.getHeader?.('X-Queue-Position') ?? ''),
    ...(response.getHeaders?.('Call-Info') ?? []).map((value) =>
      CALL_INFO.exec(value.slice(0, LONGEST_TEXT)),
    ),
    ...REASONS.map((pattern) => pattern.exec((response.reason_phrase ?? '').slice(0, LONGEST_TEXT))),
  ];
  const place = Number(texts.find((found) => found !== null)?.[1] ?? 0);
  return place >= 1 && place <= LAST_PLACE ? place : null;
}

const CALL_INFO = />[^<]{0,200};\s*(?:queue-)?position\s*=\s*"?(\d{1,4})(?!\d)/i;

const REASONS = [
  /\b(?:position|place|number)\b[^\d.-]{0,12}(\d{1,4})(?![\d.])/i,
  /(?<![\d.-])(\d{1,4}) (?:calls?|callers?) (?:are )?queued\b/i,
];

/** After how many seconds a refused call may be tried again (RFC 3261 section 20.33); null where it is not told. */
export function retryAfter(response: ToldResponse | null | undefined): number | null {
  return seconds(response?.getHeader?.('Retry-After') ?? null);
}

/** A Retry-After of SIP or HTTP (RFC 9110 section 10.2.3), in seconds; what cannot be, or is too long, is null. */
export function seconds(header: string | null, now = 0): number | null {
  const delta = /^\s*(\d{1,9})\s*(?:[(;].*)?$/.exec(header ?? '')?.[1];
  // HTTP has a date as well.
  const value = Math.ceil(Number(delta ?? (now && (Date.parse(header ?? '') - now) / 1000)));
  return value > 0 && value <= LONGEST_WAIT ? value : null;
}

/** An error after which it is known when to try again. */
export class RetryLaterError extends SipError {
  /** Seconds; null where nobody told. */
  readonly retryAfter: number | null;

  constructor(code: SipError['code'], detail: string | undefined, wait: number | null) {
    super(code, detail);
    this.retryAfter = wait;
  }
}

/** In how many seconds it may work, where an error says so. */
export function waitOf(error: SipError): number | null {
  return error instanceof RetryLaterError ? error.retryAfter : null;
}

/** What is shown of an error that happened at `now`, in milliseconds since the epoch. */
export function problemOf(error: SipError, now: number): Problem {
  const wait = waitOf(error);
  return {
    code: error.code,
    detail: error.message,
    ...(wait === null ? {} : { retryAt: now + wait * 1000 }),
  };
}
