import type { Call } from '../call/call.ts';
import { installRefer } from '../call/refer.ts';
import { installRedirects } from '../call/redirects.ts';
import { ReliableResponses } from '../call/reliable-provisional.ts';
import { refuseShortInterval, SessionTimers } from '../call/session-timers.ts';
import { RTCSession } from '../call/rtc-session.ts';
import type { CallSession } from '../call/session.ts';
import { SipError } from '../errors.ts';
import type { NameAddrHeader } from '../grammar/name-addr.ts';
import type { URI } from '../grammar/uri.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import { when } from '../when.ts';
import { describe } from './capabilities.ts';
import type { Configuration, UAConfiguration } from './configuration.ts';
import { Message, Options, type ExchangeOptions } from './exchange.ts';
import type { AgentCore } from './core.ts';
import type { UAEvents } from './events.ts';
import { installLibraries } from './libraries.ts';
import { PhoneAgent } from './phone-agent.ts';
import { withSockets } from './outbound-proxy-set.ts';
import { Notifier, type NotifyOptions } from './notifier.ts';
import { Publisher, type PublishOptions } from './publisher.ts';
import { Registrator } from './registrator.ts';
import { ReplacesFeature } from './replaces.ts';
import { Subscriber, type SubscribeOptions } from './subscriber.ts';

/** One SIP account with every feature (manual: class UA): the {@link PhoneAgent}, and what is installed on it here. */
export class UA extends PhoneAgent<RTCSession> {
  #callableRegistrator: ((() => Registrator) & Registrator) | undefined;
  #replacesFeature: ReplacesFeature | undefined;
  readonly #expected: AgentCore['expected'] = new Map();
  readonly #subscribers: AgentCore['subscribers'] = new Set();
  #whenStopped: (() => void)[] = [];

  /** @throws ConfigurationError where a mandatory parameter is missing or any value is malformed. */
  constructor(given: UAConfiguration) {
    super(withSockets(given));
    installLibraries();
    this.signalling.transactions.watcher = {
      created: (transaction) => this.emit('newTransaction', { transaction }),
      destroyed: (transaction) => this.emit('transactionDestroyed', { transaction }),
    };
  }

  /**
   * The `Registrator`, as a property and as a function: the manual uses both forms, `ua.registrator()` and
   * `ua.registrator.setExtraHeaders()`.
   */
  override get registrator(): (() => Registrator) & Registrator {
    return (this.#callableRegistrator ??= callable(super.registrator as Registrator));
  }

  /** The configuration in force, without `password` and `ha1`. */
  get configuration(): Readonly<Omit<Configuration, 'password' | 'ha1'>> {
    const shown: Partial<Configuration> = { ...this.settings };
    delete shown.password;
    delete shown.ha1;
    return Object.freeze(shown as Configuration);
  }

  /** Reads one parameter of the configuration; never `password` or `ha1`. */
  get(name: string): unknown {
    return (this.configuration as Record<string, unknown>)[name];
  }

  override get allow(): string {
    return `${super.allow}, PRACK, REFER, MESSAGE, SUBSCRIBE`;
  }

  override get supported(): string {
    const timer = this.settings.session_timers ? ', timer' : '';
    return `${super.supported}, 100rel, replaces, norefersub${timer}`;
  }

  /** Resolves as soon as the account is registered; rejects with a SipError where the server refuses, or after {@link stop}. */
  whenRegistered(): Promise<void> {
    if (this.isRegistered()) return Promise.resolve();
    const over = new AbortController();
    this.#whenStopped.push(() => over.abort());
    const verdicts = {
      registered: () => ({ done: undefined }),
      registrationFailed: ({ cause, response }: UAEvents['registrationFailed'][0]) => ({
        error: new SipError('registration-failed', String(response?.status_code ?? cause)),
      }),
    };
    return when<UAEvents, void>(this, verdicts, undefined, over.signal);
  }

  /** Resolves when {@link stop} has done all it does. */
  whenStopped(): Promise<void> {
    const { STATUS_INIT, STATUS_USER_CLOSED } = UA.C;
    const stopped = this.status === STATUS_INIT || (this.status === STATUS_USER_CLOSED && !this.stopping);
    return stopped ? Promise.resolve() : new Promise((resolve) => this.#whenStopped.push(resolve));
  }

  /**
   * Sends an instant message (RFC 3428).
   * @param target A user name, a SIP URI, or a URI.
   * @throws TypeError for a target or option that cannot be.
   */
  sendMessage(target: string | URI, body: string, options?: ExchangeOptions | null): Message {
    const message = this.#newMessage();
    message.send(target, body, options);
    return message;
  }

  /**
   * Asks the far end what it can do (RFC 3261 chapter 11).
   * @throws TypeError for a target or option that cannot be.
   */
  sendOptions(target: string | URI, body?: string | null, options?: ExchangeOptions | null): Options {
    const question = this.#newOptions();
    question.send(target, body, options);
    return question;
  }

  /**
   * Prepares a subscription (RFC 6665); `subscribe()` of it sends the SUBSCRIBE.
   * @param accept The types of body that we can read.
   * @throws TypeError for a target or option that cannot be.
   */
  subscribe(
    target: string | URI,
    eventName: string,
    accept: string,
    options?: SubscribeOptions | null,
  ): Subscriber {
    return new Subscriber(this.#core, target, eventName, accept, options ?? {});
  }

  /**
   * Takes a SUBSCRIBE of the event `newSubscribe`; `start()` of the result answers it and sends the first NOTIFY.
   * @param contentType Of the bodies that we send.
   * @throws TypeError for an option that cannot be.
   */
  notify(subscribeRequest: IncomingRequest, contentType: string, options?: NotifyOptions | null): Notifier {
    return new Notifier(this.#core, subscribeRequest, contentType, options ?? {});
  }

  /**
   * Publishes a state of ours (RFC 3903), at once.
   * @throws TypeError for a target or option that cannot be.
   */
  publish(target: string | URI, eventName: string, body: string, options?: PublishOptions | null): Publisher {
    const publisher = new Publisher(this.#core, target, eventName, body, options ?? {});
    publisher.publish(body);
    return publisher;
  }

  protected override createRegistration(...made: ConstructorParameters<typeof Registrator>): Registrator {
    return new Registrator(...made);
  }

  protected override createSession(...made: ConstructorParameters<typeof CallSession>): RTCSession {
    return new RTCSession(...made);
  }

  protected override installOn(call: Call): void {
    super.installOn(call);
    installRefer(call, {
      ...this.#core,
      placeCall: (target, options, handler) => this.placeCall(target, options, handler),
    });
    call.timers = new SessionTimers(call, this.settings);
    call.reliable = new ReliableResponses(call);
    installRedirects(call);
  }

  protected override takeInDialog(request: IncomingRequest): boolean {
    const expected = this.#expected.get(`${request.call_id} ${request.to_tag}`);
    expected?.(request);
    return expected !== undefined;
  }

  protected override takeRequest(request: IncomingRequest): boolean {
    switch (request.method) {
      case 'MESSAGE':
        if (this.listenerCount('newMessage') === 0) return false;
        this.#newMessage().receive(request);
        return true;
      case 'SUBSCRIBE':
        return this.#receiveSubscribe(request);
      case 'OPTIONS':
        this.#newOptions().receive(request, describe(this));
        return true;
      default:
        return false;
    }
  }

  protected override takeInvite(request: IncomingRequest): boolean {
    if (this.settings.session_timers && refuseShortInterval(request)) return true;
    if (!request.hasHeader('Replaces')) return false;
    this.#replaces.receive(request, this.sessions);
    return true;
  }

  protected override inviteCancelled(invite: IncomingRequest): void {
    this.#replaces.cancelled(invite);
  }

  protected override sessionEnded(session: CallSession): void {
    super.sessionEnded(session);
    this.#replaces.ended(session);
  }

  protected override connectionChanged(connected: boolean): void {
    super.connectionChanged(connected);
    // A public GRUU leads to us whichever connection is in use (RFC 5627).
    if (!connected || this.contact.pub_gruu !== null) return;
    for (const subscriber of this.#subscribers) subscriber.reconnected();
  }

  protected override stopped(): void {
    for (const resolve of this.#whenStopped.splice(0)) resolve();
  }

  /** What features build on. */
  get #core(): AgentCore {
    return {
      ...this.exchangeCore,
      configuration: this.settings,
      contact: this.contact,
      expected: this.#expected,
      subscribers: this.#subscribers,
      normalizeTarget: (target) => this.normalizeTarget(target),
    };
  }

  get #replaces(): ReplacesFeature {
    const receive = (request: IncomingRequest, handler?: (session: RTCSession) => void) =>
      this.receiveCall(request, handler);
    return (this.#replacesFeature ??= new ReplacesFeature(receive));
  }

  #receiveSubscribe(request: IncomingRequest): boolean {
    const event = request.parseHeader('Event');
    // RFC 6665 section 8.3.2.
    if (!event) request.reply(489);
    // It makes a dialog (RFC 6665 section 4.1.2.1).
    else if (!isAddress(request.parseHeader('Contact'))) request.reply(400, 'Bad Contact');
    else return this.emit('newSubscribe', { event, request });
    return true;
  }

  #newMessage(): Message {
    return new Message(this.#core, (event) => this.emit('newMessage', event));
  }

  #newOptions(): Options {
    return new Options(this.#core, (event) => this.emit('newOptions', event));
  }
}

const isAddress = (contact: NameAddrHeader | '*' | undefined) => contact !== undefined && contact !== '*';

/** An object that is also a function which returns it. */
function callable(registrator: Registrator): (() => Registrator) & Registrator {
  const target = () => registrator;
  return new Proxy(target, {
    get: (_, property) => {
      const value: unknown = Reflect.get(registrator, property, registrator);
      return typeof value === 'function' ? value.bind(registrator) : value;
    },
    getPrototypeOf: () => Registrator.prototype,
  }) as unknown as (() => Registrator) & Registrator;
}
