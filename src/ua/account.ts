import { createLog } from '../log.ts';
import type { CallSession } from '../call/session.ts';
import type { Target } from '../call/events.ts';
import { NOBODY } from '../transaction/client-transaction.ts';
import { Emitter } from '../emitter.ts';
import type { URI } from '../grammar/uri.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import { platform, type Timer } from '../platform.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Transport } from '../transport/transport.ts';
import { normalizeTarget } from './target.ts';
import {
  changeConfiguration,
  readConfiguration,
  type Configuration,
  type UAConfiguration,
} from './configuration.ts';
import { Contact } from './contact.ts';
import type { UAEvents } from './events.ts';
import { OutOfDialogRequests } from './out-of-dialog.ts';
import { Registration } from './registration.ts';
import { Signalling } from './signalling.ts';

const debug = createLog('sip-elements:ua:account');

/** `stop()` waits no longer for answers than this. */
const STOP_WITHIN_MS = 3_000;

/** The states of a UA (`UA.C`). */
const STATUS_INIT = 0;
const STATUS_READY = 1;
const STATUS_USER_CLOSED = 2;
const STATUS_NOT_READY = 3;

/** One SIP account, between its start and its stop: connection, registration, and requests outside dialogs. */
export abstract class Account<Session extends CallSession> extends Emitter<UAEvents<Session>> {
  /** `STATUS_INIT` 0, `STATUS_READY` 1, `STATUS_USER_CLOSED` 2, `STATUS_NOT_READY` 3: the numbers of {@link status}. */
  static readonly C = { STATUS_INIT, STATUS_READY, STATUS_USER_CLOSED, STATUS_NOT_READY } as const;

  /** Where this UA can be reached. */
  readonly contact: Contact;
  /**
   * The configuration itself, for features.
   * @internal
   */
  protected readonly settings: Configuration;
  /**
   * Connection, transactions and dialogs, for features.
   * @internal
   */
  protected readonly signalling: Signalling;
  /**
   * Makes requests outside dialogs (RFC 3261 section 8.1.1); for features.
   * @internal
   */
  protected readonly requests: OutOfDialogRequests;
  readonly #registration: Registration;
  #status: number = STATUS_INIT;
  /** Whether to register when there is a connection. */
  #wantsRegistration: boolean;
  #stopTimer: Timer;

  /** @throws ConfigurationError where a mandatory parameter is missing or any value is malformed. */
  constructor(configuration: UAConfiguration) {
    super();
    this.settings = readConfiguration(configuration);
    this.#wantsRegistration = this.settings.register;
    this.signalling = this.#createSignalling();
    this.contact = new Contact(this.settings.contact_uri, this.signalling.viaHost);
    this.requests = new OutOfDialogRequests(this.settings, this, this.contact, this.transport);
    this.#registration = this.createRegistration(this, this.settings, this.signalling, this.requests);
  }

  /** One of `UA.C.STATUS_*`. */
  get status(): number {
    return this.#status;
  }

  /** The methods that we take: the value of Allow. */
  abstract get allow(): string;

  /** The extensions that we know (RFC 5626, RFC 5627, RFC 3327): the value of Supported. */
  abstract get supported(): string;

  /** The calls that live. */
  abstract get sessions(): Session[];

  /** What keeps the account registered. */
  get registrator(): Registration {
    return this.#registration;
  }

  /** The connection. */
  get transport(): Transport {
    return this.signalling.transport;
  }

  /** Changes one of the parameters that may change while running. Returns whether it did. */
  set(name: string, value: unknown): boolean {
    return changeConfiguration(this.settings, name, value);
  }

  /** Connects, and goes back to the state before {@link stop}; registers where the configuration says so. */
  start(): void {
    if (this.#status !== STATUS_USER_CLOSED && this.#status !== STATUS_INIT) return;
    platform.clearTimeout(this.#stopTimer);
    this.#stopTimer = undefined;
    this.#status = STATUS_NOT_READY;
    if (this.isConnected()) this.#connected();
    else this.transport.start();
  }

  /** Remembers the registration, ends all calls, unregisters and disconnects; in order, and in bounded time. */
  stop(): void {
    if (this.#status === STATUS_USER_CLOSED || this.#status === STATUS_INIT) return;
    this.#status = STATUS_USER_CLOSED;
    this.terminateSessions();
    this.#registration.unregister();
    this.#stopTimer = platform.setTimeout(() => this.#disconnect(), STOP_WITHIN_MS);
    this.#disconnectWhenIdle();
  }

  /** Registers the account. */
  register(): void {
    this.#wantsRegistration = true;
    this.#registration.register();
  }

  /** Removes this binding, or with `all` every binding of the account. */
  unregister(options?: { all?: boolean } | null): void {
    this.#wantsRegistration = false;
    this.#registration.unregister(options ?? {});
  }

  isRegistered(): boolean {
    return this.#registration.registered;
  }

  isConnected(): boolean {
    return this.transport.isConnected();
  }

  /** The URI that a call to this target would go to; undefined where there is none. */
  normalizeTarget(target: Target): URI | undefined {
    const { host, port } = this.settings.uri;
    return normalizeTarget(target, port === null ? host : `${host}:${port}`);
  }

  /**
   * {@link normalizeTarget}, for a target that has to be one.
   * @throws TypeError where it is none.
   * @internal
   */
  protected requireTarget(target: Target): URI {
    const uri = this.normalizeTarget(target);
    if (!uri) throw new TypeError(`target: ${JSON.stringify(target)} is no user name and no URI`);
    return uri;
  }

  /** Ends all calls. */
  abstract terminateSessions(): void;

  /**
   * Takes a request that is of no known dialog.
   * @internal
   */
  protected abstract receive(request: IncomingRequest, transaction: ServerTransaction | undefined): void;

  /**
   * The connection was lost, or there is a new one; for features.
   * @internal
   */
  protected connectionChanged(_connected: boolean): void {}

  /**
   * Whether {@link stop} has still something to do; for features.
   * @internal
   */
  protected get stopping(): boolean {
    return this.#stopTimer !== undefined;
  }

  /**
   * {@link stop} has done all it does; for features.
   * @internal
   */
  protected stopped(): void {}

  /**
   * Makes what keeps the account registered; for features.
   * @internal
   */
  protected createRegistration(...made: ConstructorParameters<typeof Registration>): Registration {
    return new Registration(...made);
  }

  #createSignalling(): Signalling {
    return new Signalling(this.settings, {
      connecting: (socket, attempts) => this.emit('connecting', { socket, attempts }),
      connected: (socket) => {
        this.emit('connected', { socket });
        this.#connected();
      },
      disconnected: (socket, error, code, reason) => {
        const lost = this.#status === STATUS_READY;
        if (lost) this.#status = STATUS_NOT_READY;
        this.emit('disconnected', {
          socket,
          error,
          ...(code !== undefined && { code }),
          ...(reason !== undefined && { reason }),
        });
        this.#registration.disconnected();
        if (lost) this.connectionChanged(false);
      },
      request: (request, transaction) => this.receive(request, transaction),
      settled: () => this.#disconnectWhenIdle(),
      // Whatever the registrar answers to an OPTIONS shows that it lives.
      probe: () =>
        this.signalling.send(this.requests.create('OPTIONS', this.settings.registrar_server), NOBODY),
      inCall: () => this.sessions.length > 0,
    });
  }

  #connected(): void {
    // A listener of `connected` may have stopped us, or even started us anew.
    if (this.#status === STATUS_USER_CLOSED || !this.isConnected()) return;
    this.#status = STATUS_READY;
    if (this.#wantsRegistration) this.#registration.reconnected();
    this.connectionChanged(true);
  }

  #disconnectWhenIdle(): void {
    if (this.stopping && this.signalling.idle) this.#disconnect();
  }

  #disconnect(): void {
    platform.clearTimeout(this.#stopTimer);
    this.#stopTimer = undefined;
    // Whoever calls again when a call ends may have done so.
    this.terminateSessions();
    this.#registration.close();
    this.signalling.stop();
    debug('stopped');
    this.stopped();
  }
}
