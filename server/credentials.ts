/** Credentials that are safe in public: they end by themselves, and are good for a few targets alone. */
import { addressOf, EVERYBODY, isUser } from './address.ts';
import { CALL_CONTEXT, signCallContext } from './call-context.ts';
import { base64, hmac } from './hmac.ts';

/** Where media are relayed: coturn with `use-auth-secret`. */
export interface TurnOptions {
  /** `turn:` and `turns:` URLs. */
  readonly urls: readonly string[];
  /** coturn's `static-auth-secret`. */
  readonly secret: string;
}

/** What the credentials of every visitor have in common. */
export interface SiteOptions {
  /** The secret of Kamailio's auth_ephemeral, with which the call context is signed, too. Never leaves the server. */
  readonly secret: string;
  /** The SIP domain. */
  readonly domain: string;
  /** WebSocket URLs, most wanted first; where none are given, the page says them (attribute `server`). */
  readonly servers?: readonly string[];
  /** A TURN server, for visitors behind strict firewalls. */
  readonly turn?: TurnOptions;
  /** For how long they are good, in whole seconds; 300 by default. */
  readonly expiresIn?: number;
  /** The clock, in milliseconds since 1970; the real one by default. */
  readonly now?: () => number;
}

/** What credentials are made of. */
export interface CredentialsOptions extends SiteOptions {
  /**
   * Whom they may call: numbers, users or SIP URIs; Kamailio refuses all else. `*` is everybody: for the site's own
   * people, never for visitors. With an empty list they only register.
   */
  readonly targets: readonly string[];
  /**
   * The user part of the account; `visitor-` and a random number by default. Whoever has the credentials is this
   * user to the SIP server, so never take it from what a browser sends.
   */
  readonly user?: string;
  /** The name that the called party sees. */
  readonly displayName?: string;
  /** From which page the call comes; empty by default. */
  readonly page?: string;
  /** The site's own facts for the call context: an order number, a language. The visitor can read them. */
  readonly facts?: Readonly<Record<string, string>>;
}

/** The JSON that `auth-url` answers. */
export interface VisitorCredentials {
  readonly uri: string;
  readonly authorization_user: string;
  readonly password: string;
  readonly display_name?: string;
  readonly servers?: readonly string[];
  /** RTCIceServer, as of WebRTC. */
  readonly iceServers?: readonly { urls: readonly string[]; username: string; credential: string }[];
  /** For the INVITE: the signed call context. */
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly expires_in: number;
}

/** How long credentials are good where the site does not say, in seconds. */
const EXPIRES_IN = 300;

/**
 * Makes credentials for one visitor: a user of Kamailio's auth_ephemeral and of coturn's REST scheme,
 * `<unix time of expiry>:<user>` with its HMAC-SHA1 as password, and the signed call context that says whom they may
 * call.
 *
 * @throws {TypeError} for an option that cannot be used
 */
export async function createCredentials(options: CredentialsOptions): Promise<VisitorCredentials> {
  const { secret, domain, servers, turn, displayName } = options;
  const { expiresIn = EXPIRES_IN, user = randomUser(), page = '', facts = {}, now = Date.now } = options;
  if (!secret || (turn && !turn.secret)) throw new TypeError('secret: must not be empty');
  if (!Number.isInteger(expiresIn) || expiresIn <= 0)
    throw new TypeError(`expiresIn: ${expiresIn} is no whole number of seconds`);
  if (!isUser(user)) throw new TypeError(`user: "${user}" cannot be one as it is`);
  const targets = addressesOf(options.targets, domain);
  const expires = Math.floor(now() / 1000) + expiresIn;
  const name = `${expires}:${user}`;
  const context = await signCallContext({ user, expires, targets, page, facts }, secret);
  return {
    uri: `sip:${user}@${domain}`,
    authorization_user: name,
    password: await passwordOf(name, secret),
    ...(displayName === undefined ? {} : { display_name: displayName }),
    ...(servers ? { servers } : {}),
    ...(turn ? { iceServers: [await iceServer(turn, name)] } : {}),
    headers: { [CALL_CONTEXT]: context },
    expires_in: expiresIn,
  };
}

/**
 * The addresses of a list of targets; of one with `*` in it, that alone.
 *
 * @throws {TypeError} for a target that has none
 */
export function addressesOf(targets: readonly string[], domain: string): string[] {
  if (targets.includes(EVERYBODY)) return [EVERYBODY];
  return targets.map((target) => {
    const address = addressOf(target, domain);
    if (address === null) throw new TypeError(`targets: "${target}" cannot be called`);
    return address;
  });
}

async function iceServer({ urls, secret }: TurnOptions, username: string) {
  return { urls, username, credential: await passwordOf(username, secret) };
}

async function passwordOf(name: string, secret: string): Promise<string> {
  return base64(await hmac('SHA-1', secret, name));
}

/** A name that nobody guesses: whoever knew it could still do nothing without the password. */
function randomUser(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `visitor-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
