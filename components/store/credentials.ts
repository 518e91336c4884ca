/** Short-lived credentials: from `auth-url`, or from the page's own object or function. */
import { SipError } from '../../src/errors.ts';
import { platform } from '../../src/platform.ts';
import { hasControl, isIceServer, isOwnHeader } from '../settings.ts';
import { RetryLaterError, seconds } from './told.ts';

/** What `auth-url` answers, as JSON, and what the property `credentials` may hold. All of it may be left out. */
export interface Credentials {
  /** The account. */
  uri?: string;
  authorization_user?: string;
  password?: string;
  /** The digest's H(A1) and its realm, instead of `password`. */
  ha1?: string;
  realm?: string;
  /** A bearer token, instead of both. */
  token?: string;
  display_name?: string;
  /** WebSocket URLs, most wanted first, instead of the attribute `server`. */
  servers?: string[];
  iceServers?: RTCIceServer[];
  /** For the INVITE: `X-…` and `User-to-User`, such as a signed call context. */
  headers?: Record<string, string>;
  /** Seconds from now. */
  expires_in?: number;
}

/** Credentials, or a function that gets them. */
export type CredentialsSource = Credentials | (() => Credentials | Promise<Credentials>);

/** For how long `auth-url` may take, in milliseconds. */
const TIMEOUT = 5000;

/** What is asked of `auth-url`: for which call, and from which page. */
export interface CredentialsRequest {
  target: string | null;
  page: string;
}

/**
 * Gets credentials.
 *
 * @throws {SipError} `credentials-refused` (401, 403), `credentials-limited` (429), `credentials-failed` (all else)
 */
export async function getCredentials(
  source: CredentialsSource | string,
  request: CredentialsRequest,
): Promise<Credentials> {
  try {
    if (typeof source === 'string') return checked(await post(source, request));
    return checked(typeof source === 'function' ? await source() : source);
  } catch (cause) {
    if (cause instanceof SipError) throw cause;
    // What browsers say of JSON with a fault quotes it, and the fault may be beside the password.
    if (cause instanceof SyntaxError) throw new SipError('credentials-failed', 'No JSON.');
    throw new SipError('credentials-failed', cause instanceof Error ? cause.message : undefined, { cause });
  }
}

async function post(url: string, request: CredentialsRequest): Promise<unknown> {
  const late = new AbortController();
  const giveUp = () => late.abort(new Error(`No answer within ${TIMEOUT / 1000} s.`));
  const timer = platform.setTimeout(giveUp, TIMEOUT);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
      credentials: 'same-origin',
      signal: late.signal,
    });
    if (!response.ok) throw refusal(response);
    return await response.json();
  } finally {
    platform.clearTimeout(timer);
  }
}

function refusal({ status, headers }: Response): SipError {
  if (status !== 429) {
    const refused = status === 401 || status === 403;
    return new SipError(refused ? 'credentials-refused' : 'credentials-failed', `Status ${status}.`);
  }
  const after = headers.get('Retry-After');
  const detail = after === null ? undefined : `Retry-After: ${after}.`;
  return new RetryLaterError('credentials-limited', detail, seconds(after, platform.now()));
}

/** The answer of a server is not trusted to have the types that it should. */
function checked(value: unknown): Credentials {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SipError('credentials-failed', 'No object.');
  const given = value as Record<string, unknown>;
  const result: Credentials = {};
  for (const name of TEXTS) {
    if (typeof given[name] === 'string') result[name] = given[name];
  }
  const { servers, iceServers, headers, expires_in } = given;
  if (Array.isArray(servers)) result.servers = servers.filter((one) => typeof one === 'string');
  if (Array.isArray(iceServers)) result.iceServers = iceServers.filter(isIceServer);
  if (typeof headers === 'object' && headers !== null) result.headers = checkedHeaders(headers);
  if (typeof expires_in === 'number' && expires_in > 0) result.expires_in = expires_in;
  return result;
}

function checkedHeaders(headers: object): Record<string, string> {
  const usable = Object.entries(headers).filter(
    ([name, value]) => isOwnHeader(name) && typeof value === 'string' && !hasControl(value),
  );
  return Object.fromEntries(usable) as Record<string, string>;
}

const TEXTS = [
  'uri',
  'authorization_user',
  'password',
  'ha1',
  'realm',
  'token',
  'display_name',
] as const satisfies (keyof Credentials)[];
