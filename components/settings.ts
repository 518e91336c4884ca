/** The attributes of `<sip-phone>` and of a lone `<sip-call-button>`, read into plain values. Pure. */
import { SipError } from '../src/errors.ts';

/** Where attributes are read from: an element, or an object in a test. */
export interface AttributeSource {
  getAttribute(name: string): string | null;
  getAttributeNames(): string[];
}

/** What the attributes say. */
export interface Settings {
  /** WebSocket URLs, most wanted first. */
  servers: string[];
  /** What is wrong with the attributes without which there is no call, and none as a guest because of a slip. */
  wrong: { server: SipError | null; uri: SipError | null; authUrl: SipError | null };
  /** Whether `ws:` may be used beyond localhost. */
  insecure: boolean;
  /** The account, or null for a guest. */
  uri: string | null;
  displayName: string | null;
  authorizationUser: string | null;
  authUrl: string | null;
  target: string | null;
  /** `X-…` and `User-to-User` headers of the INVITE, as whole lines. */
  headers: string[];
  /** null: the element's own default. */
  register: boolean | null;
  iceServers: RTCIceServer[];
  iceTransportPolicy: RTCIceTransportPolicy;
  dtmf: 'auto' | 'rtp' | 'info';
  anonymous: boolean;
  /** Whether a call shows the camera. */
  video: boolean;
  /** Remembers on this machine which devices were chosen. */
  persistDevices: boolean;
  /** Seconds, or null for the core's default. */
  noAnswerTimeout: number | null;
  /** Session timers (RFC 4028); null: the agent's own default. */
  sessionTimers: boolean | null;
  /** Names of codecs, most wanted first. */
  codecs: string[];
  /** Whose calls are answered by themselves: SIP or tel URIs, user names, numbers. */
  autoAnswer: string[];
  /** The caller does not hear that it rings. */
  noRingback: boolean;
  /** The country or language whose tones are played; null: the page's. */
  tones: string | null;
}

/** Settings, and what is wrong with the attributes; each error names its attribute. */
export interface SettingsResult {
  settings: Settings;
  problems: SipError[];
}

/** Reads the attributes. What is malformed is left out and told of; nothing is thrown. */
export function readSettings(source: AttributeSource): SettingsResult {
  return new Reader(source).read();
}

/** The codecs that browsers have. */
const CODECS = ['opus', 'G722', 'PCMU', 'PCMA', 'VP8', 'VP9', 'AV1', 'H264', 'H265'];
const CODEC = new RegExp(`^(?:${CODECS.join('|')})$`, 'i');

/** A user name, a number, or an address: never everybody. */
const CALLER = /^(?:sips?:|tel:)?[^*@:;]+(?:@[^*@;]+)?$/i;

/** A boolean attribute: on when present, but for the literal "false" (frameworks write that). */
export function isOn(value: string | null): boolean {
  return value !== null && value !== 'false';
}

/** Whether a host is this machine, for which browsers make exceptions from https and wss. */
export function isLocalHost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\./.test(host);
}

/** Whether a WebSocket URL may be connected to: what is said over `ws:` can be read and changed on its way. */
export function isSafeServer(server: string, insecure: boolean): boolean {
  const url = parseUrl(server);
  return url?.protocol === 'wss:' || (url?.protocol === 'ws:' && (insecure || isLocalHost(url.hostname)));
}

/** A URL of https, or of http on this machine; relative to the page. Null for any other. */
export function secureUrl(text: string): URL | null {
  // What has no scheme gets the page's.
  const url = parseUrl(text, globalThis.document?.baseURI ?? 'https://localhost/');
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocalHost(url.hostname)) ? url : null;
}

/** Whether a page may set this header of an INVITE; all others are the core's. */
export function isOwnHeader(name: string): boolean {
  return /^(x-[a-z0-9_.-]+|user-to-user)$/i.test(name);
}

class Reader {
  readonly #problems: SipError[] = [];
  readonly #source: AttributeSource;

  constructor(source: AttributeSource) {
    this.#source = source;
  }

  read(): SettingsResult {
    const settings: Settings = {
      servers: this.#servers(),
      insecure: this.#flag('insecure'),
      uri: this.#uri(),
      authUrl: this.#authUrl(),
      wrong: {
        server: this.#problemOf('server'),
        uri: this.#problemOf('uri'),
        authUrl: this.#problemOf('auth-url'),
      },
      displayName: this.#line('display-name'),
      authorizationUser: this.#line('authorization-user'),
      target: this.#line('target'),
      headers: this.#headers(),
      register: this.#register(),
      iceServers: this.#iceServers(),
      iceTransportPolicy: this.#choice('ice-transport-policy', ['all', 'relay']),
      dtmf: this.#choice('dtmf', ['auto', 'rtp', 'info']),
      anonymous: this.#flag('anonymous'),
      video: this.#flag('video'),
      persistDevices: this.#flag('persist-devices'),
      noAnswerTimeout: this.#seconds('no-answer-timeout'),
      sessionTimers: this.#flagOrNull('session-timers'),
      codecs: this.#words('codecs', CODEC, `is none of ${CODECS.join(', ')}`),
      autoAnswer: this.#words('auto-answer', CALLER, 'is neither user name nor address of a caller'),
      noRingback: this.#flag('no-ringback'),
      tones: this.#place('tones'),
    };
    // Read elsewhere, told of here.
    this.#choice('placement', ['inline', 'bottom-end', 'bottom-start', 'top-end', 'top-start']);
    this.#choice('load', ['intent', 'idle', 'eager']);
    this.#volume();
    return { settings, problems: this.#problems };
  }

  #get(name: string): string | null {
    return this.#source.getAttribute(name)?.trim() || null;
  }

  #list(name: string): string[] {
    return (this.#get(name) ?? '').split(/\s+/).filter(Boolean);
  }

  /** Tells what is wrong with the value of an attribute, and what would be right. */
  #bad(name: string, why: string, value = this.#source.getAttribute(name)): null {
    this.#problems.push(invalid(name, value, why));
    return null;
  }

  /** What was wrong with an attribute that was read already. */
  #problemOf(name: string): SipError | null {
    return this.#problems.find(({ detail }) => detail.startsWith(`${name}:`)) ?? null;
  }

  #flag(name: string): boolean {
    return this.#flagOrNull(name) ?? false;
  }

  /** Text that ends up in a header: CR, LF and other control characters would end it (RFC 3261 section 25.1). */
  #line(name: string): string | null {
    const value = this.#get(name);
    return value !== null && hasControl(value)
      ? this.#bad(name, 'is no line of text without control characters')
      : value;
  }

  #choice<T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    const value = this.#get(name);
    const choice = choices.find((one) => one === value);
    if (value !== null && choice === undefined) this.#bad(name, `is none of ${choices.join(', ')}`);
    return choice ?? choices[0];
  }

  /** A country (ISO 3166) or a language (BCP 47). */
  #place(name: string): string | null {
    const value = this.#get(name);
    if (value === null || /^[a-z]{2,3}(?:-[a-z\d]+)*$/i.test(value)) return value;
    return this.#bad(name, 'is neither a country as gb nor a language as en');
  }

  #seconds(name: string): number | null {
    const value = this.#get(name);
    if (value === null) return null;
    const valid = /^[1-9]\d{0,6}$/.test(value);
    return valid ? Number(value) : this.#bad(name, 'is no whole number of seconds, 1 or more');
  }

  /** A list, by space; each word that cannot be used is told of. */
  #words(name: string, valid: RegExp, why: string): string[] {
    return this.#list(name).filter((word) => valid.test(word) || this.#bad(name, why, word));
  }

  #volume(): void {
    const volume = Number(this.#get('volume') ?? 1);
    if (!(volume >= 0 && volume <= 1)) this.#bad('volume', 'is no number from 0 to 1');
  }

  #register(): boolean | null {
    return this.#flag('no-register') ? false : this.#flagOrNull('register');
  }

  /** A boolean attribute; null where it is not there. */
  #flagOrNull(name: string): boolean | null {
    const value = this.#source.getAttribute(name);
    return value === null ? null : isOn(value);
  }

  #uri(): string | null {
    const value = this.#line('uri');
    if (value === null) return null;
    const uri = /^sips?:/i.test(value) ? value : `sip:${value}`;
    // The core checks the rest.
    return /^sips?:[^@\s]+@[^@\s]+$/i.test(uri) ? uri : this.#bad('uri', 'is no sip:user@domain');
  }

  #servers(): string[] {
    return this.#list('server').filter((server) => this.#isServer(server));
  }

  #isServer(server: string): boolean {
    if (isSafeServer(server, this.#flag('insecure'))) return true;
    if (parseUrl(server)?.protocol === 'ws:')
      this.#problems.push(new SipError('server-insecure', `server: "${shown(server)}"`));
    else this.#bad('server', 'is no wss: URL', server);
    return false;
  }

  #authUrl(): string | null {
    const value = this.#get('auth-url');
    if (value === null) return null;
    return secureUrl(value)?.href ?? this.#bad('auth-url', 'is no https: URL');
  }

  #headers(): string[] {
    return this.#source
      .getAttributeNames()
      .filter((name) => name.startsWith('header-'))
      .flatMap((attribute) => {
        const name = attribute.slice('header-'.length);
        if (!isOwnHeader(name)) {
          this.#bad(attribute, 'cannot be sent: only header-x-… and header-user-to-user can');
          return [];
        }
        const value = this.#line(attribute);
        return value === null ? [] : [`${headerName(name)}: ${value}`];
      });
  }

  #iceServers(): RTCIceServer[] {
    const value = this.#get('ice-servers');
    if (value === null) return [];
    const servers = /^[[{]/.test(value) ? parseJson(value) : value.split(/\s+/).map((urls) => ({ urls }));
    const list = Array.isArray(servers) ? servers : [servers];
    if (list.every(isIceServer)) return list;
    this.#bad(
      'ice-servers',
      'is neither stun: URLs nor JSON of RTCIceServer, with username and credential for turn:',
    );
    return [];
  }
}

/** Attribute names are lower-case in HTML; headers are written the way people read them. */
export function headerName(name: string): string {
  if (name === 'user-to-user') return 'User-to-User';
  return name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** Whether a text has control characters, with which it would be more than one line of a header. */
export function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** That an attribute has a value which cannot be used: which, what it was, and what would be right. */
export function invalid(name: string, value: string | null, why: string): SipError {
  // As JSON: what cannot be seen in it is seen then.
  return new SipError('attribute-invalid', `${name}: ${JSON.stringify(value && shown(value))} ${why}.`);
}

/** Of a value that goes into an error, which the page may report to anybody: what has no place for a secret. */
export function shown(value: string): string {
  return value
    .slice(0, 200)
    .replace(/(\?|\b(?:username|credential|password|bearer)\b|:\/\/(?=.*@)).*/is, '$1…');
}

/** Whether a value is an RTCIceServer as far as it must be: what the browser would throw on. */
export function isIceServer(value: unknown): value is RTCIceServer {
  if (typeof value !== 'object' || value === null) return false;
  const { urls, username, credential } = value as Record<string, unknown>;
  const list: unknown[] = Array.isArray(urls) ? urls : [urls];
  const isUrl = (url: unknown) => typeof url === 'string' && /^(stun|turn)s?:[^\s/]+$/i.test(url);
  const mayRelay = typeof username === 'string' && typeof credential === 'string';
  return (
    list.length > 0 && list.every(isUrl) && (mayRelay || !list.some((url) => /^turn/i.test(String(url))))
  );
}
