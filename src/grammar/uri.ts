import {
  BARE_OPAQUE,
  BARE_USERINFO,
  HEADER,
  OPAQUE,
  PARAM,
  SCHEME,
  USERINFO,
  consistsOf,
  isOf,
  lowerCase,
  oneLine,
} from './characters.ts';
import { escape, escapeUser, unescape } from './escapes.ts';
import { addValue, headerize } from './header-names.ts';
import { Parametered, type ParamsInit } from './parameters.ts';
import { type Scanner, parseAll } from './scanner.ts';

/** The headers of a URI as the application writes them: one value, or several of one name. */
export type URIHeadersInit = Record<string, string | readonly string[]>;

/**
 * A SIP or SIPS URI (RFC 3261 section 19.1; manual: class URI).
 *
 * A URI of another scheme (`tel:`, `http:` …) is kept as text: `scheme` is its scheme, {@link URI.opaque} the
 * rest, `host` is '' and `user` null. It can be read and printed, not changed.
 */
export class URI extends Parametered {
  #scheme = 'sip';
  #host = '';
  #user: string | null = null;
  #port: number | null = null;
  #headers: Map<string, string[]> | undefined;
  #opaque: string | null = null;

  /** The password in the userinfo, as written; null where there is none. RFC 3261 advises against it. */
  password: string | null = null;

  /**
   * @param scheme `sip` or `sips`.
   * @param user The user part, escaped or not; null for none.
   * @param host A name, an IPv4 address or an IPv6 address in brackets. Without one: TypeError.
   * @param port 1–65535, or null for none.
   * @param parameters Values by name; null for a parameter without value.
   * @param headers Values by name.
   * @throws TypeError Without host, or with a CR, LF or NUL in scheme, user or host.
   */
  constructor(
    scheme: string | null | undefined,
    user: string | null | undefined,
    host: string,
    port: number | string | null = null,
    parameters: ParamsInit | null = {},
    headers: URIHeadersInit | null = {},
  ) {
    super();
    if (!host) throw new TypeError('URI: "host" is missing');
    this.scheme = scheme ?? 'sip';
    this.user = user ?? null;
    this.host = host;
    this.port = port;
    this.setParams(parameters ?? {});
    for (const [key, value] of Object.entries(headers ?? {})) this.setHeader(key, value);
  }

  /** Reads a URI of any scheme; undefined where the text is none. A SIP URI may hold parameters and headers. */
  static parse(text: string): URI | undefined {
    return parseAll(text, (scanner) => scanURI(scanner));
  }

  /** Makes a URI of another scheme than sip and sips from what follows its colon. */
  static ofOtherScheme(scheme: string, opaque: string): URI {
    // The constructor insists on a host, which such a URI has not.
    const uri = new URI(scheme, null, '-');
    uri.#host = '';
    uri.#opaque = oneLine('URI: opaque', opaque);
    return uri;
  }

  /** What follows the colon of a URI that is neither sip nor sips; null for those two. */
  get opaque(): string | null {
    return this.#opaque;
  }

  /** The scheme, in lower case. */
  get scheme(): string {
    return this.#scheme;
  }

  set scheme(value: string) {
    this.#scheme = lowerCase(oneLine('URI: scheme', value));
  }

  /** The user part as it was written, null where there is none. It is escaped when the URI is printed. */
  get user(): string | null {
    return this.#user;
  }

  set user(value: string | null) {
    this.#user = value === null ? null : oneLine('URI: user', value);
  }

  /** The host, in lower case; an IPv6 address with its brackets. */
  get host(): string {
    return this.#host;
  }

  set host(value: string) {
    this.#host = lowerCase(oneLine('URI: host', value));
  }

  /** The port; null where there is none, and after setting something that is no port. */
  get port(): number | null {
    return this.#port;
  }

  set port(value: number | string | null) {
    const port = value === null || value === '' ? NaN : Number(value);
    this.#port = Number.isInteger(port) && port >= 0 && port <= 65535 ? port : null;
  }

  /** Sets a header to one or several values, in place of older ones of the same name. */
  setHeader(key: string, value: string | readonly string[]): void {
    this.#headers ??= new Map();
    this.#headers.set(headerize(key), typeof value === 'string' ? [value] : value.map(String));
  }

  /** The values of a header; undefined where there is none of this name. */
  getHeader(key: string): string[] | undefined {
    return this.#headers?.get(headerize(key))?.slice();
  }

  /** Whether there is such a header. */
  hasHeader(key: string): boolean {
    return this.#headers?.has(headerize(key)) ?? false;
  }

  /** Takes a header away. Returns its values; undefined where there was none. */
  deleteHeader(key: string): string[] | undefined {
    const values = this.getHeader(key);
    this.#headers?.delete(headerize(key));
    return values;
  }

  /** Takes all headers away. */
  clearHeaders(): void {
    this.#headers = undefined;
  }

  /** Whether there is any header. */
  get hasHeaders(): boolean {
    return (this.#headers?.size ?? 0) > 0;
  }

  /** An equal URI that changes independently. */
  clone(): URI {
    if (this.#opaque !== null) return URI.ofOtherScheme(this.#scheme, this.#opaque);
    const uri = new URI(this.#scheme, this.#user, this.#host, this.#port);
    uri.password = this.password;
    for (const [key, value] of this.params ?? []) uri.setParam(key, value);
    for (const [key, values] of this.#headers ?? []) uri.setHeader(key, values);
    return uri;
  }

  /** The URI with parameters and headers, escaped as RFC 3261 section 25.1 asks. */
  override toString(): string {
    if (this.#opaque !== null) return `${this.#scheme}:${this.#opaque}`;
    let text = this.#address(true);
    // Parameters and headers are kept unescaped, so that a `%` in them is always a `%`.
    for (const [name, value] of this.params ?? []) {
      text += `;${escape(name, PARAM)}${value === null ? '' : `=${escape(value, PARAM)}`}`;
    }
    let separator = '?';
    for (const [name, values] of this.#headers ?? []) {
      for (const value of values) {
        text += `${separator}${escape(name, HEADER)}=${escape(value, HEADER)}`;
        separator = '&';
      }
    }
    return text;
  }

  /** The address of record: scheme, user and host only (RFC 3261 section 10.3). */
  toAor(): string {
    return this.#opaque === null ? this.#address(false) : this.toString();
  }

  #address(full: boolean): string {
    let text = `${this.#scheme}:`;
    if (this.#user !== null && this.#user !== '') {
      text += escapeUser(this.#user);
      if (full && this.password !== null) text += `:${escapeUser(this.password)}`;
      text += '@';
    }
    text += this.#host;
    return full && this.#port !== null ? `${text}:${this.#port}` : text;
  }
}

/**
 * Reads a URI.
 *
 * @param bare The URI stands in a header without angle brackets: what follows `;`, `?` or `,` is then no part
 *   of it (RFC 3261 section 20).
 */
export function scanURI(scanner: Scanner, bare = false): URI | undefined {
  return scanAfterScheme(scanner, scanner.take(SCHEME), bare);
}

/** The same as {@link scanURI}, where the scheme has been read already and the colon has not. */
export function scanAfterScheme(scanner: Scanner, text: string, bare: boolean): URI | undefined {
  if (!isScheme(text) || !scanner.eat(':')) return undefined;
  const scheme = lowerCase(text);
  if (scheme !== 'sip' && scheme !== 'sips') {
    const rest = scanner.take(bare ? BARE_OPAQUE : OPAQUE);
    return rest === '' ? undefined : URI.ofOtherScheme(scheme, rest);
  }
  const userinfo = scanUserinfo(scanner, bare);
  const host = userinfo === undefined ? undefined : scanner.host();
  const port = scanner.port();
  if (userinfo === undefined || host === undefined || port === undefined) return undefined;
  const uri = new URI(scheme, userinfo.user, host, port);
  uri.password = userinfo.password;
  if (!bare && !(scanURIParams(scanner, uri) && scanURIHeaders(scanner, uri))) return undefined;
  return uri;
}

function isScheme(text: string): boolean {
  return consistsOf(text, SCHEME) && /^[A-Za-z]/.test(text);
}

const NO_USER = { user: null, password: null };

/**
 * Reads up to and including the `@`. Whether there is one shows only at the end of the run of characters that
 * may precede it, so these are looked at twice; the run ends with the URI, and the time stays linear.
 */
function scanUserinfo(
  scanner: Scanner,
  bare: boolean,
): { user: string | null; password: string | null } | undefined {
  const { text, position } = scanner;
  let at = position;
  let colon = -1;
  for (; at < text.length; at++) {
    if (!isOf(text.charCodeAt(at), bare ? BARE_USERINFO : USERINFO)) break;
    if (text[at] === ':' && colon < 0) colon = at;
  }
  if (text[at] !== '@') return NO_USER;
  const userEnd = colon < 0 ? at : colon;
  if (userEnd === position) return undefined;
  scanner.position = at + 1;
  return { user: text.slice(position, userEnd), password: colon < 0 ? null : text.slice(colon + 1, at) };
}

function scanURIParams(scanner: Scanner, uri: URI): boolean {
  while (scanner.eat(';')) {
    const name = unescape(scanner.take(PARAM));
    if (name === '') return false;
    const value = scanner.eat('=') ? unescape(scanner.take(PARAM)) : null;
    if (!uri.hasParam(name)) uri.setParam(name, value);
  }
  return true;
}

function scanURIHeaders(scanner: Scanner, uri: URI): boolean {
  if (!scanner.eat('?')) return true;
  const headers = new Map<string, string[]>();
  do {
    const name = headerize(unescape(scanner.take(HEADER)));
    if (name === '' || !scanner.eat('=')) return false;
    addValue(headers, name, unescape(scanner.take(HEADER)));
  } while (scanner.eat('&'));
  for (const [name, values] of headers) uri.setHeader(name, values);
  return true;
}
