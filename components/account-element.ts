import { ReactiveElement, type PropertyDeclaration, type PropertyDeclarations } from '@lit/reactive-element';
import type { CreateUA } from './store/core.ts';
import type { CredentialsSource } from './store/credentials.ts';
import type { State } from './store/states.ts';

/** The attributes that are text. */
const TEXTS =
  'server uri target dtmf display-name authorization-user auth-url ice-servers ice-transport-policy no-answer-timeout codecs auto-answer consent';

/** The boolean ones. */
const FLAGS =
  'insecure register no-register video anonymous persist-devices session-timers precall rating no-keypad';

/** On when present, but for the literal "false", which some frameworks write. */
const flag = {
  fromAttribute: (value: string | null) => value !== null && value !== 'false',
  toAttribute: (value: unknown) => (value ? '' : null),
};

/** A property for each attribute, `autoDo` for `auto-do`. One that the page sets is written back: attributes are read. */
function properties(attributes: string, declaration: PropertyDeclaration): PropertyDeclarations {
  const entries = attributes.split(' ').map((attribute) => {
    const name = attribute.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    return [name, { ...declaration, attribute, reflect: true }];
  });
  return Object.fromEntries(entries) as PropertyDeclarations;
}

/**
 * The attributes of an account: `<sip-phone>` and a lone `<sip-call-button>` have the same. They are read when they
 * are needed (settings.ts); the properties here only write them. `header-*` may be added: `header-x-order="4711"`
 * becomes `X-Order: 4711` on the INVITE.
 *
 * @attr password - For trying things out: read once, and taken out of the page.
 * @attr state - What the element is doing: one of the custom states. Written by the element, to be read.
 * @attr no-ringback - The caller does not hear that it rings.
 * @attr tones - The country whose tones are played (`gb`, ISO 3166), instead of that of the page's language.
 */
export abstract class AccountElement extends ReactiveElement {
  /** The attributes that a file of `config-url` may set, too: nothing that runs, and no password. */
  static readonly shared = `${TEXTS} ${FLAGS}`;

  // No decorators, here and in the parts: what they compile to would be loaded with every call button.
  static override properties: PropertyDeclarations = {
    ...properties(`${TEXTS} config-url`, {}),
    ...properties(FLAGS, { converter: flag }),
    ...{
      credentials: { attribute: false },
      mediaStream: { attribute: false },
      createUA: { attribute: false },
      volume: { type: Number },
    },
  };

  /**
   * One or more WebSocket URLs, by space, most wanted first. `ws:` only for localhost, or with `insecure`.
   * @attr server
   */
  declare server?: string | null;
  /**
   * The account, `sip:user@domain`. Without it, and none from `auth-url`, the caller is a guest.
   * @attr uri
   */
  declare uri?: string | null;
  /**
   * The name that the other party sees.
   * @attr display-name
   */
  declare displayName?: string | null;
  /**
   * The user name of the digest, where it is not the user part of `uri`.
   * @attr authorization-user
   */
  declare authorizationUser?: string | null;
  /**
   * Allows `ws:` beyond localhost.
   * @attr insecure
   */
  declare insecure?: boolean;
  /**
   * Where short-lived credentials come from: POST of JSON `{target, page}`.
   * @attr auth-url
   */
  declare authUrl?: string | null;
  /**
   * A JSON file with any of these attributes; those that stand on the tag win.
   * @attr config-url
   */
  declare configUrl?: string | null;
  /**
   * Whom to call: a number, a user name, a SIP or tel URI.
   * @attr target
   */
  declare target?: string | null;
  /**
   * Registers the account; a phone does unless told not to, a call button does not.
   * @attr register
   */
  declare register?: boolean;
  /**
   * Does not register.
   * @attr no-register
   */
  declare noRegister?: boolean;
  /**
   * STUN and TURN servers: URLs by space, or a JSON list of RTCIceServer.
   * @attr ice-servers
   */
  declare iceServers?: string | null;
  /**
   * `all` (default) or `relay`.
   * @attr ice-transport-policy
   */
  declare iceTransportPolicy?: string | null;
  /**
   * How tones are sent: `auto` (default: as RTP events where negotiated, else as INFO), `rtp` or `info`.
   * @attr dtmf
   */
  declare dtmf?: string | null;
  /**
   * Calls with the camera, and answers with it who calls so; where there is none, with sound alone.
   * @attr video
   */
  declare video?: boolean;
  /**
   * Remembers on this machine which devices were chosen, for all pages of the site.
   * @attr persist-devices
   */
  declare persistDevices?: boolean;
  /**
   * Calls without telling who calls (RFC 3323).
   * @attr anonymous
   */
  declare anonymous?: boolean;
  /**
   * After how many seconds an incoming call that nobody answers is ended.
   * @attr no-answer-timeout
   */
  declare noAnswerTimeout?: string | null;
  /**
   * Asks every 45 seconds whether the other party is still there (RFC 4028), for servers that want that.
   * @attr session-timers
   */
  declare sessionTimers?: boolean;
  /**
   * The codecs that calls prefer, by space, most wanted first: `opus`, `G722`, `PCMU`, `PCMA`, `VP8`, `VP9`, `AV1`,
   * `H264`, `H265`. What the browser has besides comes after them.
   * @attr codecs
   */
  declare codecs?: string | null;
  /**
   * Whose calls are answered by themselves, with sound alone: user names of the account's domain, numbers and SIP URIs,
   * by space; never everybody's. Who calls is what the server asserts (P-Asserted-Identity), else the From that it let
   * through. It is announced and heard a second before; the call rings as any other while another call goes on, where
   * the microphone would have to be asked for, and where the browser holds sound back.
   * @attr auto-answer
   */
  declare autoAnswer?: string | null;
  /**
   * Asks the user to agree before the microphone is opened, and before anything is connected; once a session of the
   * browser. Its text is the question; the slot `consent` may hold it, too. It may
   * stand in the file of `config-url`: nothing is opened or connected before that has been read.
   * @attr consent
   */
  declare consent?: string | null;
  /**
   * Asks name and reason before a call, or what the slot `precall` holds; see `<sip-precall-form>`.
   * @attr precall
   */
  declare precall?: boolean;
  /**
   * Asks how the call was, once it has ended; see `<sip-rating>`.
   * @attr rating
   */
  declare rating?: boolean;
  /**
   * Shows no keypad.
   * @attr no-keypad
   */
  declare noKeypad?: boolean;
  /** Credentials of the page's own, or a function that gets them; they win over `auth-url`. */
  declare credentials?: CredentialsSource | null;
  /**
   * Makes the core's agent in the place of the element, for all of the manual's API:
   * `phone.createUA = (configuration) => new UA(configuration)`.
   */
  declare createUA?: CreateUA | null;
  /** Sent in every call instead of the microphone's sound; its tracks stay the page's. */
  declare mediaStream?: MediaStream | null;
  /**
   * How loud the other party and the tones are, 0 (silent) to 1 (default).
   * @attr volume
   */
  declare volume?: number;
  /** What a user is told: the attribute of the same name. */
  abstract readonly state: State;
  #password: string | null = null;

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'password', 'state'];
  }

  /** For trying things out. It may be set, or written once as the attribute `password`, and never read. */
  set password(password: string | null) {
    this.#password = password;
    this.requestUpdate('password');
  }

  /** For those who make the account of the element's attributes. */
  protected get secret(): string | null {
    return this.#password;
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    // Whoever makes the page like another document (morphing) knows of no state: it is written again.
    if (name === 'state' && value !== this.state) this.requestUpdate();
    if (name !== 'password') return super.attributeChangedCallback(name, before, value);
    if (value === null) return;
    this.password = value;
    // Out of the page at once: extensions, analytics and serialised copies of the document read attributes.
    this.removeAttribute('password');
  }
}
