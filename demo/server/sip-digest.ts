import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Challenge } from '../../src/grammar/headers/credentials.ts';

/** What came of looking at credentials. */
export type Verdict = 'valid' | 'stale' | 'invalid';

const ALGORITHMS = { 'SHA-256': 'sha256', MD5: 'md5' } as const;

/** How long a nonce may be used. */
const LIFETIME = 5 * 60 * 1000;

/**
 * Digest access authentication of one realm (RFC 7616; RFC 8760: the strongest algorithm is offered first).
 * A nonce carries its time and a signature, so that none need be kept; used twice, it is not noticed, which in
 * front of people would not do.
 */
export class Digest {
  readonly #realm: string;
  readonly #accounts: ReadonlyMap<string, string>;
  readonly #secret = randomBytes(32);

  /** @param accounts User name → password. */
  constructor(realm: string, accounts: ReadonlyMap<string, string>) {
    this.#realm = realm;
    this.#accounts = accounts;
  }

  /** The lines of a challenge, one for each algorithm. `header` is `WWW-Authenticate` or `Proxy-Authenticate`. */
  challenges(header: string, stale: boolean): string[] {
    const nonce = this.#nonce(Date.now());
    return Object.keys(ALGORITHMS).map(
      (algorithm) =>
        `${header}: Digest realm="${this.#realm}", nonce="${nonce}", algorithm=${algorithm}, qop="auth"` +
        (stale ? ', stale=true' : ''),
    );
  }

  /** Whether credentials are meant for this realm. */
  concerns(credentials: Challenge): boolean {
    return credentials.scheme.toLowerCase() === 'digest' && credentials.realm === this.#realm;
  }

  /** Checks credentials for a request of `method`. */
  check({ params, algorithm = 'MD5', nonce }: Challenge, method: string): Verdict {
    const { username, uri, response, qop, nc, cnonce } = params;
    const password = username ? this.#accounts.get(username) : undefined;
    const hash = hashOf(algorithm);
    if (password === undefined || !hash || !nonce || !uri || !nc || !cnonce || qop !== 'auth')
      return 'invalid';
    const a1 = hash(`${username}:${this.#realm}:${password}`);
    const a2 = hash(`${method}:${uri}`);
    if (response !== hash(`${a1}:${nonce}:${nc}:${cnonce}:${qop}:${a2}`)) return 'invalid';
    return this.#isFresh(nonce) ? 'valid' : 'stale';
  }

  #nonce(time: number): string {
    const text = time.toString(36);
    return `${text}.${createHmac('sha256', this.#secret).update(text).digest('hex').slice(0, 32)}`;
  }

  #isFresh(nonce: string): boolean {
    const time = parseInt(nonce, 36);
    return nonce === this.#nonce(time) && Date.now() - time < LIFETIME;
  }
}

function hashOf(algorithm: string): ((text: string) => string) | undefined {
  const name = Object.entries(ALGORITHMS).find(([known]) => known === algorithm.toUpperCase())?.[1];
  return name && ((text) => createHash(name).update(text).digest('hex'));
}
