import { createLog } from '../log.ts';
import { randomToken } from '../random.ts';
import { hashStrength, loadHash, type Hash } from './hash.ts';

const debug = createLog('sip-elements:auth:digest');

/** A Digest challenge, read (RFC 7616 section 3.3). */
export interface DigestChallenge {
  realm: string;
  nonce: string;
  /** As written; absent means MD5. */
  algorithm?: string | undefined;
  /** Sent back as it is. */
  opaque?: string | undefined;
  /** The tokens offered; absent means the form of RFC 2069. */
  qop?: readonly string[] | undefined;
  /** The nonce was too old, user and password are right. */
  stale?: boolean | undefined;
  /** The server takes the user name hashed. */
  userhash?: boolean | undefined;
}

/** Whose answer it is: a password, or H(A1) made before for one realm and one algorithm. */
export interface DigestCredentials {
  username: string;
  password?: string | null;
  /** H(A1), in hexadecimal digits: 32 are MD5, 64 are SHA-256. */
  ha1?: string | null;
  /** The realm of `ha1`. */
  realm?: string | null;
}

/** The request that the answer is for. */
export interface DigestRequest {
  method: string;
  /** The Request-URI, as it stands in the request. */
  uri: string;
  body?: string | null | undefined;
}

/** The algorithm of a challenge, taken apart; undefined where it is not installed. */
export function challengeAlgorithm(
  challenge: DigestChallenge,
): { hash: string; session: boolean } | undefined {
  const name = (challenge.algorithm ?? 'MD5').toUpperCase();
  const session = name.endsWith('-SESS');
  const hash = session ? name.slice(0, -5) : name;
  return hashStrength(hash) < 0 ? undefined : { hash, session };
}

/** The quality of protection that we answer with: `auth` where it is offered; null for the form of RFC 2069. */
function chooseQop(offered: readonly string[] | undefined): 'auth' | 'auth-int' | null | undefined {
  if (!offered) return null;
  const tokens = offered.map((token) => token.toLowerCase());
  return (['auth', 'auth-int'] as const).find((qop) => tokens.includes(qop));
}

/** Whether these credentials can answer this challenge. */
export function canAnswer(challenge: DigestChallenge, credentials: DigestCredentials): boolean {
  const algorithm = challengeAlgorithm(challenge);
  if (!algorithm) debug('passed over: %s is not installed', challenge.algorithm);
  if (!algorithm || chooseQop(challenge.qop) === undefined) return false;
  const { password, ha1, realm } = credentials;
  return (
    typeof password === 'string' ||
    (realm === challenge.realm && ha1?.length === (algorithm.hash === 'MD5' ? 32 : 64))
  );
}

/** The strongest of several challenges that these credentials can answer (RFC 8760 section 2.4). */
export function strongestChallenge<C extends DigestChallenge>(
  challenges: readonly C[],
  credentials: DigestCredentials,
): C | undefined {
  const strength = (challenge: C) => hashStrength(challengeAlgorithm(challenge)?.hash ?? '');
  return challenges
    .filter((challenge) => canAnswer(challenge, credentials))
    .reduce<C | undefined>(
      (best, next) => (best && strength(best) >= strength(next) ? best : next),
      undefined,
    );
}

/** The parts of an answer: for tests, and for a server that checks one. */
export interface DigestAnswer {
  ha1: string;
  ha2: string;
  response: string;
}

/** Computes an answer (RFC 7616 section 3.4.1). `qop` null is the form of RFC 2069. */
export function computeDigest(
  hash: Hash,
  ha1: string,
  request: DigestRequest,
  values: { nonce: string; nc: string; cnonce: string; qop: 'auth' | 'auth-int' | null; session: boolean },
): DigestAnswer {
  const { nonce, nc, cnonce, qop } = values;
  const a1 = values.session ? hash(`${ha1}:${nonce}:${cnonce}`) : ha1;
  const a2 = `${request.method}:${request.uri}`;
  const ha2 = hash(qop === 'auth-int' ? `${a2}:${hash(request.body ?? '')}` : a2);
  const response = hash(qop ? `${a1}:${nonce}:${nc}:${cnonce}:${qop}:${ha2}` : `${a1}:${nonce}:${ha2}`);
  return { ha1: a1, ha2, response };
}

/**
 * Answers a challenge: the value of an Authorization or Proxy-Authorization header (RFC 7616 section 3.4).
 * @param nonceCount How many requests have answered this nonce, this one included.
 */
export async function answerChallenge(
  challenge: DigestChallenge,
  credentials: DigestCredentials,
  request: DigestRequest,
  nonceCount: number,
): Promise<string> {
  const algorithm = challengeAlgorithm(challenge);
  const qop = chooseQop(challenge.qop);
  if (!algorithm || qop === undefined) throw new TypeError('challenge: it cannot be answered');
  const hash = await loadHash(algorithm.hash);
  const { password } = credentials;
  const username = escaped(credentials.username);
  const realm = escaped(challenge.realm);
  const nonce = escaped(challenge.nonce);
  const ha1 =
    typeof password === 'string' ? hash(`${username}:${realm}:${password}`) : (credentials.ha1 ?? '');
  const cnonce = randomToken(16);
  const nc = nonceCount.toString(16).padStart(8, '0');
  const values = { nonce, nc, cnonce, qop, session: algorithm.session };
  const { response } = computeDigest(hash, ha1, request, values);
  const shownName = challenge.userhash ? hash(`${username}:${realm}`) : username;
  const parameters = [
    `username="${shownName}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${request.uri}"`,
    `response="${response}"`,
    // RFC 3261 section 22.4: without an algorithm in the challenge none is named.
    ...(challenge.algorithm === undefined ? [] : [`algorithm=${challenge.algorithm}`]),
    // RFC 2069 knows neither, but for -sess, where the server needs the cnonce.
    ...(qop || algorithm.session ? [`cnonce="${cnonce}"`] : []),
    ...(qop ? [`qop=${qop}`, `nc=${nc}`] : []),
    ...(challenge.opaque === undefined ? [] : [`opaque="${escaped(challenge.opaque)}"`]),
    ...(challenge.userhash ? ['userhash=true'] : []),
  ];
  return `Digest ${parameters.join(', ')}`;
}

/**
 * What stands between the quotes of a quoted-string (RFC 3261 section 25.1). It is also what is hashed: unq() of
 * RFC 7616 section 3.4.2 takes away the quotes and leaves the backslashes.
 */
function escaped(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}
