import { TOKEN, WORD, lowerCase } from '../characters.ts';
import { type Params, numberOf, scanPlainParams } from '../parameters.ts';
import type { Scanner } from '../scanner.ts';

/** Event (RFC 6665 section 8.2.1). */
export interface Event {
  /** The package with its templates, in lower case: `presence.winfo`. */
  event: string;
  /** Tells several subscriptions of one dialog apart. */
  id?: string;
  params: Params;
}

/** Subscription-State (RFC 6665 section 8.2.3). */
export interface SubscriptionState {
  /** `active`, `pending`, `terminated` or another, in lower case. */
  state: string;
  /** In lower case. */
  reason?: string;
  /** Seconds. */
  expires?: number;
  /** Seconds. */
  retry_after?: number;
  params: Params;
}

/** Session-Expires (RFC 4028 section 4). */
export interface SessionExpires {
  /** Seconds. */
  expires: number;
  /** In lower case; undefined where it is missing. */
  refresher?: string;
  params: Params;
}

/** One value of Reason (RFC 3326). */
export interface Reason {
  /** `sip`, `q.850` …, in lower case. */
  protocol: string;
  cause?: number;
  text?: string;
  params: Params;
}

/** Replaces (RFC 3891 section 6.1). */
export interface Replaces {
  call_id: string;
  to_tag: string;
  from_tag: string;
  early_only: boolean;
}

/** Reads Event. */
export function scanEvent(scanner: Scanner): Event | undefined {
  const event = lowerCase(scanner.take(TOKEN));
  const params = scanPlainParams(scanner);
  if (event === '' || !params) return undefined;
  return typeof params.id === 'string' ? { event, id: params.id, params } : { event, params };
}

/** Reads Subscription-State. */
export function scanSubscriptionState(scanner: Scanner): SubscriptionState | undefined {
  const state = lowerCase(scanner.take(TOKEN));
  const params = scanPlainParams(scanner);
  if (state === '' || !params) return undefined;
  const read: SubscriptionState = { state, params };
  const expires = numberOf(params.expires);
  const retryAfter = numberOf(params['retry-after']);
  if (params.reason) read.reason = lowerCase(params.reason);
  if (expires !== undefined) read.expires = expires;
  if (retryAfter !== undefined) read.retry_after = retryAfter;
  return read;
}

/** Reads Session-Expires. */
export function scanSessionExpires(scanner: Scanner): SessionExpires | undefined {
  const expires = scanner.number();
  const params = scanPlainParams(scanner);
  if (expires === undefined || !params) return undefined;
  return params.refresher ? { expires, refresher: lowerCase(params.refresher), params } : { expires, params };
}

/** Reads one value of Reason. */
export function scanReason(scanner: Scanner): Reason | undefined {
  const protocol = lowerCase(scanner.take(TOKEN));
  const params = scanPlainParams(scanner);
  if (protocol === '' || !params) return undefined;
  const read: Reason = { protocol, params };
  const cause = numberOf(params.cause);
  if (cause !== undefined) read.cause = cause;
  if (typeof params.text === 'string') read.text = params.text;
  return read;
}

/** Reads Replaces. Both tags are mandatory and may be `0` (RFC 3891 section 3). */
export function scanReplaces(scanner: Scanner): Replaces | undefined {
  const callId = scanner.take(WORD);
  const params = scanPlainParams(scanner);
  const toTag = params?.['to-tag'];
  const fromTag = params?.['from-tag'];
  if (!callId || !params || !toTag || !fromTag) return undefined;
  return { call_id: callId, to_tag: toTag, from_tag: fromTag, early_only: 'early-only' in params };
}
