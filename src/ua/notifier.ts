import { Dialog } from '../dialog/dialog.ts';
import { sendInDialog } from '../dialog/send-in-dialog.ts';
import { Emitter } from '../emitter.ts';
import { InvalidStateError } from '../errors.ts';
import { assertNoLineBreak } from '../message/checked.ts';
import type { IncomingRequest, IncomingResponse } from '../message/incoming.ts';
import { platform, type Timer } from '../platform.ts';
import type { AgentCore } from './core.ts';
import { eventContent, subscriptionId, type EventContent } from './event-content.ts';

/** Options of `ua.notify()`. */
export interface NotifyOptions {
  extraHeaders?: string[];
  /** The value of Allow-Events. */
  allowEvents?: string;
  /** The subscription waits for somebody's consent: `setActiveState()` gives it. */
  pending?: boolean;
}

/** The events of a {@link Notifier}. */
export type NotifierEvents = {
  /** The subscriber asked: at first, again, or (`isUnsubscribe`) no more. */
  subscribe: [
    isUnsubscribe: boolean,
    request: IncomingRequest,
    body: string | undefined,
    contentType: string | undefined,
  ];
  /** It was not refreshed in time. */
  expired: [];
  /** It is over: one of `Notifier.C`. */
  terminated: [code: number];
};

type State = 'pending' | 'active' | 'terminated';

const STATE_NUMBER = { pending: 0, active: 1, terminated: 2 } as const;

/** Somebody's subscription to us (RFC 6665 section 4.2). */
export class Notifier extends Emitter<NotifierEvents> {
  /** Why a subscription ended, and the numbers of its states. */
  static readonly C = {
    NOTIFY_RESPONSE_TIMEOUT: 0,
    NOTIFY_TRANSPORT_ERROR: 1,
    NOTIFY_NON_OK_RESPONSE: 2,
    NOTIFY_AUTHENTICATION_FAILED: 3,
    FINAL_NOTIFY_SENT: 4,
    UNSUBSCRIBE_RECEIVED: 5,
    SUBSCRIPTION_EXPIRED: 6,
    STATE_PENDING: STATE_NUMBER.pending,
    STATE_ACTIVE: STATE_NUMBER.active,
    STATE_TERMINATED: STATE_NUMBER.terminated,
    DEFAULT_EXPIRES_SEC: 900,
  } as const;

  /** The application's own. */
  data: unknown = {};

  readonly #core: AgentCore;
  readonly #request: IncomingRequest;
  readonly #content: EventContent;
  readonly #dialog: Dialog;
  #state: State;
  #started = false;
  #expiresAt = 0;
  #notified = false;
  #timer: Timer;

  /** @throws TypeError for a type or header that cannot be, or a SUBSCRIBE without a usable Contact. */
  constructor(core: AgentCore, subscribe: IncomingRequest, contentType: string, options: NotifyOptions) {
    super();
    const dialog = Dialog.fromRequest(subscribe, subscribe.ensureLocalTag());
    if (!dialog) throw new TypeError('subscribeRequest: it has no Contact');
    this.#core = core;
    this.#request = subscribe;
    this.#dialog = dialog;
    this.#state = options.pending ? 'pending' : 'active';
    this.#content = eventContent(subscribe.getHeader('Event') ?? '', { ...options, contentType });
  }

  /** One of `Notifier.C.STATE_*`. */
  get state(): number {
    return STATE_NUMBER[this.#state];
  }

  /** Names the subscription. */
  get id(): string {
    return subscriptionId(this.#dialog);
  }

  /** Takes the subscription: answers it, and sends the first NOTIFY at once (RFC 6665 section 4.2.1.2). */
  start(): void {
    if (this.#started) throw new InvalidStateError(this.state);
    this.#started = true;
    this.#core.signalling.addDialog(this.#dialog, {
      receiveRequest: (request, transaction) => transaction && this.#receiveRequest(request),
    });
    this.#dialog.confirm();
    this.#subscribed(this.#request);
  }

  /** The consent is there: notifications say `active` from now on. */
  setActiveState(): void {
    if (this.#state !== 'pending') return;
    this.#state = 'active';
    if (this.#started) this.notify();
  }

  /** Tells the subscriber the present state. */
  notify(body?: string | null): void {
    if (this.#state === 'terminated') throw new InvalidStateError(this.state);
    this.#notified = true;
    const left = Math.max(0, Math.round((this.#expiresAt - platform.now()) / 1000));
    this.#send(`${this.#state};expires=${left}`, body);
  }

  /**
   * Ends the subscription with a last NOTIFY.
   * @param reason As RFC 6665 section 4.1.3 names them: `deactivated`, `probation`, `rejected`, `timeout`,
   * `giveup`, `noresource`, `invariant`.
   * @param retryAfter Seconds.
   * @throws InvalidStateError where it is over; TypeError for a reason or a time that cannot be.
   */
  terminate(body?: string | null, reason?: string | null, retryAfter?: number | null): void {
    if (this.#state === 'terminated') throw new InvalidStateError(this.state);
    assertNoLineBreak('reason', reason ?? '');
    if (retryAfter && !Number.isInteger(retryAfter))
      throw new TypeError('retryAfter: not a number of seconds');
    this.#finish(Notifier.C.FINAL_NOTIFY_SENT, body, reason, retryAfter);
  }

  get #contactHeader(): string {
    return `Contact: ${this.#core.contact.toString({ outbound: true })}`;
  }

  #receiveRequest(request: IncomingRequest): void {
    if (request.method !== 'SUBSCRIBE') return request.reply(405, undefined, ['Allow: SUBSCRIBE']);
    if (!this.#dialog.accept(request)) return request.reply(500);
    this.#subscribed(request);
  }

  #subscribed(request: IncomingRequest): void {
    const { C } = Notifier;
    const expires = Math.min(request.parseHeader('Expires') ?? C.DEFAULT_EXPIRES_SEC, C.DEFAULT_EXPIRES_SEC);
    const isUnsubscribe = expires === 0;
    request.reply(200, undefined, [`Expires: ${expires}`, this.#contactHeader]);
    this.#setExpiry(expires);
    this.#notified = false;
    const contentType = request.getHeader('Content-Type') ?? undefined;
    this.emit('subscribe', isUnsubscribe, request, request.body ?? undefined, contentType);
    // A listener may have told the state, or ended it, itself.
    if (this.#state === 'terminated') return;
    if (isUnsubscribe) this.#finish(C.UNSUBSCRIBE_RECEIVED, null, 'timeout');
    else if (!this.#notified) this.notify();
  }

  #setExpiry(expires: number): void {
    platform.clearTimeout(this.#timer);
    this.#expiresAt = platform.now() + expires * 1000;
    if (expires > 0) this.#timer = platform.setTimeout(() => this.#expired(), expires * 1000);
  }

  #expired(): void {
    this.emit('expired');
    if (this.#state !== 'terminated') this.#finish(Notifier.C.SUBSCRIPTION_EXPIRED, null, 'timeout');
  }

  #finish(code: number, body?: string | null, reason?: string | null, retryAfter?: number | null): void {
    const parameters = `${reason ? `;reason=${reason}` : ''}${retryAfter ? `;retry-after=${retryAfter}` : ''}`;
    this.#send(`terminated${parameters}`, body);
    this.#over(code);
  }

  #send(state: string, body: string | null | undefined): void {
    const { C } = Notifier;
    const content = this.#content([`Subscription-State: ${state}`, this.#contactHeader], body);
    const user = {
      response: (response: IncomingResponse) => this.#receive(response),
      timeout: () => this.#over(C.NOTIFY_RESPONSE_TIMEOUT),
      transportError: () => this.#over(C.NOTIFY_TRANSPORT_ERROR),
    };
    sendInDialog(this.#dialog, 'NOTIFY', content, user, this.#core.signalling);
  }

  #receive({ status_code: status }: IncomingResponse): void {
    if (status < 300) return;
    const challenged = status === 401 || status === 407;
    this.#over(challenged ? Notifier.C.NOTIFY_AUTHENTICATION_FAILED : Notifier.C.NOTIFY_NON_OK_RESPONSE);
  }

  #over(code: number): void {
    if (this.#state === 'terminated') return;
    this.#state = 'terminated';
    platform.clearTimeout(this.#timer);
    this.#core.signalling.removeDialog(this.#dialog);
    this.emit('terminated', code);
  }
}
