import { createLog } from '../log.ts';
import { addValue } from '../grammar/header-names.ts';
import type { IncomingResponse } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import {
  answerChallenge,
  strongestChallenge,
  type DigestChallenge,
  type DigestCredentials,
} from './digest.ts';

const debug = createLog('sip-elements:auth:authenticator');

/** What an account can prove itself with: parameters of the configuration, which may change at any time. */
export interface AccountCredentials {
  readonly authorization_user: string;
  readonly password: string | null;
  readonly ha1: string | null;
  readonly realm: string | null;
  /** Sent as it is, with `Bearer ` before it where it names no scheme (RFC 8898). */
  readonly authorization_jwt: string | null;
}

type CredentialsHeader = 'Authorization' | 'Proxy-Authorization';

/** A challenge that is answered in one request after the other, until the server is content. */
interface Answered {
  header: CredentialsHeader;
  challenge: DigestChallenge;
}

/** No request crosses more proxies of different realms; more of them in one response are meant to keep us busy. */
const MOST_REALMS = 10;

/** The challenges that a request has met on its way so far. */
export type ChallengeChain = Map<string, Answered>;

/** Answers the challenges of servers and proxies (RFC 3261 chapter 22, RFC 7616, RFC 8760). */
export class Authenticator {
  readonly #account: AccountCredentials;
  /** By header and realm: how often its nonce was answered. */
  #counts: Map<string, { nonce: string; count: number }> | undefined;

  constructor(account: AccountCredentials) {
    this.#account = account;
  }

  /** Puts the token of the account into a request, if there is one. */
  addToken(request: OutgoingRequest): void {
    const token = this.#account.authorization_jwt;
    if (token) request.setHeader('Authorization', /^[\w-]+ ./.test(token) ? token : `Bearer ${token}`);
  }

  /**
   * Answers a 401 or 407.
   * @param chain What the request has met before; it is added to.
   * @returns the headers for the next attempt; undefined where the challenge cannot be answered, or was answered
   * before and the answer was wrong.
   */
  async answer(
    response: IncomingResponse,
    request: OutgoingRequest,
    chain: ChallengeChain,
  ): Promise<Map<string, string[]> | undefined> {
    const credentials = { ...this.#account, username: this.#account.authorization_user };
    const fresh = [
      ...this.#choose(response, 'WWW-Authenticate', 'Authorization', credentials),
      ...this.#choose(response, 'Proxy-Authenticate', 'Proxy-Authorization', credentials),
    ].filter(({ header, challenge }) => challenge.stale || !chain.has(key(header, challenge)));
    if (fresh.length === 0) {
      debug('%s: a challenge that we cannot answer', request.method);
      return undefined;
    }
    for (const answered of fresh) chain.set(key(answered.header, answered.challenge), answered);
    const headers = new Map<string, string[]>();
    const digested = { method: request.method, uri: request.ruri.toString(), body: request.body };
    for (const { header, challenge } of chain.values()) {
      const count = this.#count(key(header, challenge), challenge.nonce);
      addValue(headers, header, await answerChallenge(challenge, credentials, digested, count));
    }
    return headers;
  }

  /** Of each realm, the strongest challenge that we can answer. */
  #choose(
    response: IncomingResponse,
    from: 'WWW-Authenticate' | 'Proxy-Authenticate',
    header: CredentialsHeader,
    credentials: DigestCredentials,
  ): Answered[] {
    const chosen = new Map<string, DigestChallenge>();
    for (const { scheme, realm, nonce, ...rest } of response.parseHeaders(from).flat()) {
      if (scheme.toLowerCase() !== 'digest' || realm === undefined || nonce === undefined) continue;
      const other = chosen.get(realm);
      if (!other && chosen.size >= MOST_REALMS) break;
      const both = [...(other ? [other] : []), { ...rest, realm, nonce }];
      const strongest = strongestChallenge(both, credentials);
      if (strongest) chosen.set(realm, strongest);
    }
    return [...chosen.values()].map((challenge) => ({ header, challenge }));
  }

  #count(of: string, nonce: string): number {
    this.#counts ??= new Map();
    const last = this.#counts.get(of);
    const count = last?.nonce === nonce ? last.count + 1 : 1;
    this.#counts.set(of, { nonce, count });
    return count;
  }
}

/** The credentials of an INVITE, for its ACK, which carries the same (RFC 3261 section 22.1). */
export function credentialHeaders(invite: OutgoingRequest): string[] {
  return ['Authorization', 'Proxy-Authorization'].flatMap((name) =>
    invite.getHeaders(name).map((value) => `${name}: ${value}`),
  );
}

const key = (header: CredentialsHeader, { realm }: DigestChallenge) => `${header} ${realm}`;
