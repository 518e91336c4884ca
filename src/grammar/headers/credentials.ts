import { TOKEN, lowerCase, trimSpace } from '../characters.ts';
import { type Params, emptyParams, scanValue, unquote } from '../parameters.ts';
import type { Scanner } from '../scanner.ts';

/**
 * One challenge of WWW-Authenticate or Proxy-Authenticate (RFC 3261 section 20.44, RFC 7616), or the
 * credentials of Authorization or Proxy-Authorization, which have the same shape.
 */
export interface Challenge {
  /** `Digest`, `Bearer` …, as written. */
  scheme: string;
  realm?: string;
  nonce?: string;
  opaque?: string;
  /** `MD5`, `SHA-256` …, as written. */
  algorithm?: string;
  /** What the server offers, in lower case. */
  qop?: string[];
  stale?: boolean;
  userhash?: boolean;
  /** All parameters, by lower-case name. */
  params: Params;
  /** What follows the scheme where it is no list of parameters, as with `Bearer` (RFC 7235 `token68`). */
  token?: string;
}

/** What Authentication-Info says (RFC 7615, RFC 3261 section 20.6). */
export interface AuthenticationInfo {
  nextnonce?: string;
  qop?: string;
  rspauth?: string;
  cnonce?: string;
  nc?: string;
  /** All parameters, by lower-case name. */
  params: Params;
}

/**
 * Reads one or more challenges with commas between them (RFC 7235 section 4.1). A comma also separates the
 * parameters of one challenge: a word with `=` behind it is a parameter, any other the scheme of the next one.
 */
export function scanChallenges(scanner: Scanner): Challenge[] | undefined {
  const challenges: Challenge[] = [];
  do {
    const word = scanner.take(TOKEN);
    if (scanner.separator('=')) {
      const params = challenges.at(-1)?.params;
      if (!params || !scanParam(scanner, word, params)) return undefined;
    } else if (word !== '') {
      const challenge = scanAfterScheme(scanner, word);
      if (!challenge) return undefined;
      challenges.push(challenge);
    }
    // No word at all is an empty element of the list, to be read over (RFC 7230 section 7).
  } while (scanner.separator(','));
  challenges.forEach(readParams);
  return challenges.length > 0 ? challenges : undefined;
}

/** Reads Authorization or Proxy-Authorization: like a challenge, and only one. */
export function scanCredentials(scanner: Scanner): Challenge | undefined {
  const challenges = scanChallenges(scanner);
  return challenges?.length === 1 ? challenges[0] : undefined;
}

/** Reads Authentication-Info. */
export function scanAuthenticationInfo(scanner: Scanner): AuthenticationInfo | undefined {
  const params = emptyParams();
  do {
    const name = scanner.take(TOKEN);
    if (!scanner.separator('=') || !scanParam(scanner, name, params)) return undefined;
  } while (scanner.separator(','));
  const info: AuthenticationInfo = { params };
  for (const name of ['nextnonce', 'qop', 'rspauth', 'cnonce', 'nc'] as const) {
    const value = params[name];
    if (typeof value === 'string') info[name] = value;
  }
  return info;
}

/** Reads the value of a parameter whose name and equals sign have been read. */
function scanParam(scanner: Scanner, name: string, params: Params): boolean {
  const value = scanValue(scanner);
  if (name === '' || value === undefined) return false;
  params[lowerCase(name)] ??= unquote(value);
  return true;
}

/** Reads what follows the scheme up to the first comma: a parameter, or a token68, which may end in `=`. */
function scanAfterScheme(scanner: Scanner, scheme: string): Challenge | undefined {
  const challenge: Challenge = { scheme, params: emptyParams() };
  let word = scanner.take(TOKEN);
  while (scanner.eat('/')) word += `/${scanner.take(TOKEN)}`;
  if (word === '') return challenge;
  if (!scanner.separator('=')) return { ...challenge, token: word };
  const quoted = scanner.peek() === '"';
  const value = scanValue(scanner) ?? '';
  if (quoted && value === '') return undefined;
  if (!/[^=]/.test(value)) return { ...challenge, token: `${word}=${value}` };
  challenge.params[lowerCase(word)] = unquote(value);
  return challenge;
}

/** Puts the parameters that are often needed in their own fields. */
function readParams(challenge: Challenge): void {
  const { qop, stale, userhash } = challenge.params;
  for (const name of ['realm', 'nonce', 'opaque', 'algorithm'] as const) {
    const value = challenge.params[name];
    if (typeof value === 'string') challenge[name] = value;
  }
  if (qop) challenge.qop = lowerCase(qop).split(',').map(trimSpace).filter(Boolean);
  if (stale) challenge.stale = lowerCase(stale) === 'true';
  if (userhash) challenge.userhash = lowerCase(userhash) === 'true';
}
