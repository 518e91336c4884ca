import { createLog } from '../log.ts';
import type { Call } from '../call/call.ts';
import { CallSession } from '../call/session.ts';
import type { CallOptions, Target, TerminateOptions } from '../call/events.ts';
import { anonymousHost, type CallHost } from '../call/host.ts';
import { NOBODY } from '../dialog/send-in-dialog.ts';
import { Emitter, runSafely } from '../emitter.ts';
import { NotSupportedError } from '../errors.ts';
import { unescape } from '../grammar/escapes.ts';
import type { URI } from '../grammar/uri.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import { assertNoLineBreak, checkedHeaders } from '../message/checked.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
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
import { describe } from './capabilities.ts';
import { Contact } from './contact.ts';
import type { RequestContent } from './core.ts';
import type { UAEvents } from './events.ts';
import { receiveOutsideDialog } from './incoming-requests.ts';
import { OutOfDialogRequests } from './out-of-dialog.ts';
import { Registration } from './registration.ts';
import { Signalling } from './signalling.ts';

export { installSHA256 } from '../auth/hash.ts';

const debug = createLog('sip-elements:ua:agent');

/** `stop()` waits no longer for answers than this. */
const STOP_WITHIN_MS = 3_000;

/** The states of a UA (`UA.C`). */
const STATUS_INIT = 0;
const STATUS_READY = 1;
const STATUS_USER_CLOSED = 2;
const STATUS_NOT_READY = 3;

/**
 * One SIP account, small: connection, registration and calls (manual: class UA, which is this with every other
 * feature installed).
 */
export class Agent<Session extends CallSession = CallSession> extends Emitter<UAEvents<Session>> {
  /** `STATUS_INIT` 0, `STATUS_READY` 1, `STATUS_USER_CLOSED` 2, `STATUS_NOT_READY` 3: the numbers of {@link status}. */
  static readonly C = { STATUS_INIT, STATUS_READY, STATUS_USER_CLOSED, STATUS_NOT_READY } as const;

  /** Where this UA can be reached. */
  readonly contact: Contact;
  readonly #configuration: Configuration;
  readonly #signalling: Signalling;
  readonly #requests: OutOfDialogRequests;
  readonly #registration: Registration;
  #callHost: CallHost | undefined;
  readonly #sessions = new Map<string, Session>();
  #status: number = STATUS_INIT;
  /** Whether to register when there is a connection. */
  #wantsRegistration: boolean;
  #stopTimer: Timer;

  /** @throws ConfigurationError where a mandatory parameter is missing or any value is malformed. */
  constructor(configuration: UAConfiguration) {
    super();
    this.#configuration = readConfiguration(configuration);
    this.#wantsRegistration = this.#configuration.register;
    this.#signalling = this.#createSignalling();
    this.contact = new Contact(this.#configuration.contact_uri, this.#signalling.viaHost);
    this.#requests = new OutOfDialogRequests(this.#configuration, this, this.contact, this.transport);
    this.#registration = this.createRegistration(this, this.#configuration, this.#signalling, this.#requests);
  }

  /** One of `UA.C.STATUS_*`. */
  get status(): number {
    return this.#status;
  }

  /** The methods that we take: the value of Allow. */
  get allow(): string {
    return 'INVITE, ACK, CANCEL, BYE, UPDATE, NOTIFY, OPTIONS';
  }

  /** The extensions that we know (RFC 5626, RFC 5627, RFC 3327): the value of Supported. */
  get supported(): string {
    return 'outbound, gruu, path';
  }

  /** What keeps the account registered. */
  get registrator(): Registration {
    return this.#registration;
  }

  /** The connection. */
  get transport(): Transport {
    return this.#signalling.transport;
  }

  /** The calls that live. */
  get sessions(): Session[] {
    return [...this.#sessions.values()];
  }

  /** Changes one of the parameters that may change while running. Returns whether it did. */
  set(name: string, value: unknown): boolean {
    return changeConfiguration(this.#configuration, name, value);
  }

  /** Connects, and goes back to the state before {@link stop}; registers where the configuration says so. */
  start(): void {
    if (this.#status !== STATUS_USER_CLOSED && this.#status !== STATUS_INIT) return;
    platform.clearTimeout(this.#stopTimer);
    this.#stopTimer = undefined;
    this.#status = STATUS_NOT_READY;
    if (this.transport.isConnected()) this.#connected();
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
    const { host, port } = this.#configuration.uri;
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

  /**
   * Starts a call.
   * @param target A user name, a SIP URI, or a URI.
   * @throws TypeError for a target or option that cannot be; NotSupportedError without WebRTC.
   */
  call(target: Target, options?: CallOptions | null): Session {
    return this.placeCall(target, options ?? {});
  }

  /** Ends all calls; options as for `RTCSession.terminate()`. */
  terminateSessions(options?: TerminateOptions | null): void {
    for (const session of this.sessions) if (!session.isEnded()) session.terminate(options);
  }

  /**
   * The configuration itself, for features.
   * @internal
   */
  protected get settings(): Configuration {
    return this.#configuration;
  }

  /**
   * Connection, transactions and dialogs, for features.
   * @internal
   */
  protected get signalling(): Signalling {
    return this.#signalling;
  }

  /**
   * Makes a request outside a dialog (RFC 3261 section 8.1.1); for features.
   * @internal
   */
  protected createRequest(method: string, target: URI, content?: RequestContent): OutgoingRequest {
    return this.#requests.create(method, target, content);
  }

  /**
   * Takes a request of a dialog that nobody knows yet; for features. Returns whether it did: else it is answered 481.
   * @internal
   */
  protected takeInDialog(_request: IncomingRequest): boolean {
    return false;
  }

  /**
   * Takes a request outside a dialog whose method is none of a call's; for features. Returns whether it did: else
   * it is answered 405.
   * @internal
   */
  protected takeRequest(request: IncomingRequest): boolean {
    if (request.method !== 'OPTIONS') return false;
    request.reply(200, undefined, describe(this));
    return true;
  }

  /**
   * Installs features on a new call.
   * @internal
   */
  protected installOn(_call: Call): void {}

  /**
   * Takes an INVITE that is not for a new call of its own; for features. Returns whether it did.
   * @internal
   */
  protected takeInvite(_request: IncomingRequest): boolean {
    return false;
  }

  /**
   * An INVITE that {@link takeInvite} took was cancelled; for features.
   * @internal
   */
  protected inviteCancelled(_invite: IncomingRequest): void {}

  /**
   * A call is over; for features.
   * @internal
   */
  protected sessionEnded(_session: CallSession): void {}

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
   * Makes the object of a call; for features.
   * @internal
   */
  protected createSession(...made: ConstructorParameters<typeof CallSession>): Session {
    // Whoever extends the agent with another kind of session makes it.
    return new CallSession(...made) as Session;
  }

  /**
   * Makes what keeps the account registered; for features.
   * @internal
   */
  protected createRegistration(...made: ConstructorParameters<typeof Registration>): Registration {
    return new Registration(...made);
  }

  /**
   * Starts a call; for features. `handler` is told of it instead of the application.
   * @internal
   */
  protected placeCall(target: Target, options: CallOptions, handler?: (session: Session) => void): Session {
    const uri = this.requireTarget(target);
    checkedHeaders('extraHeaders', options.extraHeaders);
    assertNoLineBreak('fromUserName', options.fromUserName ?? '');
    assertNoLineBreak('fromDisplayName', options.fromDisplayName ?? '');
    if (!platform.RTCPeerConnection) throw new NotSupportedError('WebRTC not supported');
    const request = this.#requests.createInvite(uri, options);
    const host = options.anonymous ? anonymousHost(this.#host) : this.#host;
    const session = this.createSession(host, request, 'outgoing');
    session.start(request, options, () => this.#announce('local', session, request, handler));
    return session;
  }

  /**
   * Takes an INVITE as a new call; for features. `handler` is told of it instead of the application.
   * @internal
   */
  protected receiveCall(request: IncomingRequest, handler?: (session: Session) => void): Session {
    const session = this.createSession(this.#host, request, 'incoming');
    session.receive(request, () => this.#announce('remote', session, request, handler));
    return session;
  }

  #announce(
    originator: 'local' | 'remote',
    session: Session,
    request: IncomingRequest | OutgoingRequest,
    handler?: (session: Session) => void,
  ): void {
    this.#sessions.set(session.id, session);
    if (handler) runSafely(() => handler(session));
    else this.emit('newRTCSession', { originator, session, request });
  }

  #createSignalling(): Signalling {
    return new Signalling(this.#configuration, {
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
      request: (request, transaction) => this.#receive(request, transaction),
      settled: () => this.#disconnectWhenIdle(),
      probe: () => this.#probe(),
      inCall: () => this.#sessions.size > 0,
    });
  }

  /** Made with the first call: most accounts of a server that watches many have none. */
  get #host(): CallHost {
    return (this.#callHost ??= this.#createHost());
  }

  #createHost(): CallHost {
    return {
      configuration: this.#configuration,
      signalling: this.#signalling,
      allow: () => this.allow,
      supported: () => this.supported,
      contactHeader: (options) => `Contact: ${this.contact.toString({ ...options, outbound: true })}`,
      hasLastingContact: () => this.contact.pub_gruu !== null,
      install: (call) => this.installOn(call),
      forget: (session) => {
        this.#sessions.delete(session.id);
        this.sessionEnded(session);
      },
    };
  }

  #connected(): void {
    if (this.#status === STATUS_USER_CLOSED) return;
    this.#status = STATUS_READY;
    if (this.#wantsRegistration) this.#registration.reconnected();
    this.connectionChanged(true);
  }

  #disconnectWhenIdle(): void {
    if (this.stopping && this.#signalling.idle) this.#disconnect();
  }

  #disconnect(): void {
    platform.clearTimeout(this.#stopTimer);
    this.#stopTimer = undefined;
    this.#registration.close();
    this.#signalling.stop();
    debug('stopped');
    this.stopped();
  }

  /** Whatever the registrar answers to an OPTIONS shows that it lives. */
  #probe(): void {
    this.#signalling.send(this.createRequest('OPTIONS', this.#configuration.registrar_server), NOBODY);
  }

  #receive(request: IncomingRequest, transaction: ServerTransaction | undefined): void {
    const { contact } = this;
    // RFC 3261 section 19.1.4: users are equal where they are once unescaped.
    const users = [this.#configuration.uri.user, contact.uri.user].map((user) => unescape(user ?? ''));
    receiveOutsideDialog(request, transaction, {
      transactions: this.#signalling.transactions,
      capabilities: this,
      takeInDialog: (taken) => this.takeInDialog(taken),
      takeRequest: (taken) => this.takeRequest(taken),
      isOurs: ({ ruri }) =>
        users.includes(unescape(ruri.user ?? '')) ||
        [contact.pub_gruu, contact.temp_gruu].includes(ruri.toString()),
      takesCalls: () => this.listenerCount('newRTCSession') > 0 && this.#status !== STATUS_USER_CLOSED,
      takeInvite: (invite) => this.takeInvite(invite),
      invite: (invite) => void this.receiveCall(invite),
      cancel: (invite, cancel) => {
        const session = this.#sessions.get(sessionId(invite));
        if (session) session.receiveCancel(cancel);
        else this.inviteCancelled(invite);
      },
      notify: (notify, event) => this.emit('sipEvent', { event, request: notify }),
    });
  }
}

/** The id of the call that an INVITE made. */
const sessionId = (invite: IncomingRequest) => `${invite.call_id}${invite.from_tag ?? ''}`;
