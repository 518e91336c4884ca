import { createLog } from '../log.ts';
import { sendInDialog } from '../dialog/send-in-dialog.ts';
import { Dialog } from '../dialog/dialog.ts';
import { Emitter } from '../emitter.ts';
import { InvalidStateError } from '../errors.ts';
import { NameAddrHeader } from '../grammar/name-addr.ts';
import type { URI } from '../grammar/uri.ts';
import type { IncomingRequest, IncomingResponse } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import { platform, type Timer } from '../platform.ts';
import type { RequestUser } from '../transaction/request-sender.ts';
import { TRANSACTION_TIMEOUT } from '../transaction/timers.ts';
import type { AgentCore } from './core.ts';
import { checkedExpires, eventContent, subscriptionId, type EventContent } from './event-content.ts';
import { refreshAfter } from './registration.ts';
import {
  SUBSCRIBER_STATE,
  subscriberTable,
  type SubscriberEvent,
  type SubscriberState,
} from './subscription-state.ts';

const debug = createLog('sip-elements:ua:subscriber');

/** With these a refused refresh ends the subscription (RFC 6665 section 4.1.2.2). */
const ENDS_SUBSCRIPTION = new Set([404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604]);
/** A refresh that failed is not tried again sooner. */
const LEAST_PAUSE_MS = 5_000;

/** Options of `ua.subscribe()`. */
export interface SubscribeOptions {
  /** Seconds; 900 by default. 0 asks once. */
  expires?: number;
  /** Of the bodies given to `subscribe()` and `terminate()`. */
  contentType?: string;
  /** The value of Allow-Events. */
  allowEvents?: string;
  /** From and To, where they are not the account's and the target's. */
  params?: {
    from_uri?: string | URI;
    from_display_name?: string;
    to_uri?: string | URI;
    to_display_name?: string;
  };
  extraHeaders?: string[];
}

/** The events of a {@link Subscriber}. */
export type SubscriberEvents = {
  /** The server took the subscription. */
  accepted: [];
  /** The one subscribed to has not agreed yet. */
  pending: [];
  /** Notifications come from now on. */
  active: [];
  /** `isFinal`: no other follows. */
  notify: [
    isFinal: boolean,
    request: IncomingRequest,
    body: string | undefined,
    contentType: string | undefined,
  ];
  /** It is over: one of `Subscriber.C`, the server's reason, and after how many seconds to try again. */
  terminated: [code: number, reason: string | undefined, retryAfter: number | undefined];
};

/** A subscription of ours (RFC 6665 section 4.1). It is refreshed by itself until it is terminated. */
export class Subscriber extends Emitter<SubscriberEvents> {
  /** Why a subscription ended, and the numbers of its states. */
  static readonly C = {
    SUBSCRIBE_RESPONSE_TIMEOUT: 0,
    SUBSCRIBE_TRANSPORT_ERROR: 1,
    SUBSCRIBE_NON_OK_RESPONSE: 2,
    SUBSCRIBE_WRONG_OK_RESPONSE: 3,
    SUBSCRIBE_AUTHENTICATION_FAILED: 4,
    UNSUBSCRIBE_TIMEOUT: 5,
    FINAL_NOTIFY_RECEIVED: 6,
    WRONG_NOTIFY_RECEIVED: 7,
    STATE_PENDING: SUBSCRIBER_STATE.PENDING,
    STATE_ACTIVE: SUBSCRIBER_STATE.ACTIVE,
    STATE_TERMINATED: SUBSCRIBER_STATE.TERMINATED,
    STATE_INIT: SUBSCRIBER_STATE.INIT,
    STATE_WAITING_NOTIFY: SUBSCRIBER_STATE.WAITING_NOTIFY,
    DEFAULT_EXPIRES_SEC: 900,
  } as const;

  /** The application's own. */
  data: unknown = {};

  readonly #core: AgentCore;
  readonly #eventName: string;
  readonly #content: EventContent;
  /** The first SUBSCRIBE, as it was sent last; its tag and Call-ID name the subscription before there is a dialog. */
  #request: OutgoingRequest;
  #state: SubscriberState = 'INIT';
  #expires: number;
  /** A SUBSCRIBE inside the dialog waits for its answer. */
  #underWay = false;
  /** The server has just asked for a longer subscription, and got it: one that never has enough is refused. */
  #raised = false;
  /** Until when the server holds it. */
  #expiresAt = 0;
  #accepted = false;
  #ending = false;
  #dialog: Dialog | undefined;
  #refreshTimer: Timer;
  /** Timer N of RFC 6665 section 4.1.2.4: how long a NOTIFY may take. */
  #notifyTimer: Timer;

  /** @throws TypeError for a target, an event, a type or a header that cannot be. */
  constructor(
    core: AgentCore,
    target: string | URI,
    eventName: string,
    accept: string,
    options: SubscribeOptions,
  ) {
    super();
    const uri = core.requireTarget(target);
    const { expires = Subscriber.C.DEFAULT_EXPIRES_SEC, params = {} } = options;
    this.#core = core;
    this.#eventName = eventName;
    this.#content = eventContent(eventName, { accept, ...options });
    this.#expires = checkedExpires(expires, 0);
    this.#request = core.createRequest('SUBSCRIBE', uri, this.#addresses(uri, params));
  }

  /** One of `Subscriber.C.STATE_*`. */
  get state(): number {
    return SUBSCRIBER_STATE[this.#state];
  }

  /** Names the subscription: Call-ID, tags, and event, once there is a dialog; empty before. */
  get id(): string {
    return this.#dialog ? subscriptionId(this.#dialog) : '';
  }

  /** Subscribes; once subscribed, refreshes, and tells the server `body`. */
  subscribe(body?: string | null): void {
    if (this.#state === 'TERMINATED') throw new InvalidStateError(this.state);
    if (this.#dialog) return this.#send(this.#expires, body);
    if (this.#state !== 'INIT') return;
    this.#step('subscribe');
    const { call_id } = this.#request;
    this.#core.expected.set(`${call_id} ${this.#localTag}`, (request) => this.#receiveFirst(request));
    this.#core.subscribers.add(this);
    this.#waitForNotify(Subscriber.C.SUBSCRIBE_RESPONSE_TIMEOUT);
    const content = this.#contentFor(this.#expires, body);
    this.#request.addHeaders(content.extraHeaders);
    this.#request.body = content.body;
    this.#core.signalling.send(this.#request, this.#user(this.#expires));
  }

  /** Ends the subscription; the last NOTIFY tells that it is over. */
  terminate(body?: string | null): void {
    if (this.#state === 'TERMINATED') throw new InvalidStateError(this.state);
    if (this.#state === 'INIT') return this.#over(Subscriber.C.FINAL_NOTIFY_RECEIVED);
    this.#ending = true;
    platform.clearTimeout(this.#refreshTimer);
    this.#waitForNotify(Subscriber.C.UNSUBSCRIBE_TIMEOUT);
    // Before the server has answered there is nothing yet that could be ended.
    if (this.#accepted) this.#send(0, body);
  }

  /**
   * There is a new connection, and our address with it: the server is told of it. For the UA.
   * @internal
   */
  reconnected(): void {
    // One that is under way goes out anew by itself.
    if (this.#accepted && !this.#ending && !this.#underWay) this.#send(this.#expires);
  }

  get #localTag(): string {
    return this.#request.from.getParam('tag') ?? '';
  }

  #addresses(
    target: URI,
    params: NonNullable<SubscribeOptions['params']>,
  ): { from: NameAddrHeader; to: NameAddrHeader } {
    const { configuration } = this.#core;
    const address = (uri: string | URI | undefined, name: string | null | undefined, otherwise: URI) => {
      const parsed = uri === undefined ? otherwise : this.#core.normalizeTarget(uri);
      if (!parsed) throw new TypeError(`params: ${JSON.stringify(uri)} is no URI`);
      return new NameAddrHeader(parsed.clone(), name ?? null);
    };
    const ownName = params.from_display_name ?? configuration.display_name;
    return {
      from: address(params.from_uri, ownName, configuration.uri),
      to: address(params.to_uri, params.to_display_name, target),
    };
  }

  #contentFor(expires: number, body?: string | null): ReturnType<EventContent> {
    const contact = this.#core.contact.toString({ outbound: true });
    return this.#content([`Expires: ${expires}`, `Contact: ${contact}`], body);
  }

  #send(expires: number, body?: string | null): void {
    if (!this.#dialog) return;
    this.#underWay = true;
    sendInDialog(
      this.#dialog,
      'SUBSCRIBE',
      this.#contentFor(expires, body),
      this.#user(expires),
      this.#core.signalling,
    );
  }

  #user(expires: number): RequestUser {
    const { C } = Subscriber;
    return {
      // Sent again with credentials, it has a CSeq of its own.
      sending: (request) => {
        this.#dialog?.usedSeq(request.cseq);
        if (!this.#dialog) this.#request = request;
      },
      response: (response) => this.#receive(response, expires),
      timeout: () => this.#failed(C.SUBSCRIBE_RESPONSE_TIMEOUT),
      transportError: () => this.#failed(C.SUBSCRIBE_TRANSPORT_ERROR),
    };
  }

  #receive(response: IncomingResponse, asked: number): void {
    const { status_code: status } = response;
    if (status < 200 || this.#state === 'TERMINATED') return;
    this.#underWay = false;
    const least = response.parseHeader('Min-Expires') ?? 0;
    if (status === 423 && !this.#raised && least > this.#expires && asked > 0) return this.#askForMore(least);
    this.#raised = false;
    if (status >= 300) return this.#refused(status);
    const first = !this.#accepted;
    const endedBefore = this.#ending;
    this.#dialog ??= this.#adopt(Dialog.fromResponse(this.#request, response));
    if (!this.#dialog) return this.#over(Subscriber.C.SUBSCRIBE_WRONG_OK_RESPONSE);
    // The NOTIFY of another branch of a fork may have been first: then its dialog is ours.
    this.#dialog.confirm(first && response.to_tag === this.#dialog.id.remoteTag ? response : undefined);
    if (first) {
      this.#accepted = true;
      this.emit('accepted');
      if (endedBefore) return this.#send(0);
    }
    if (this.#ending) return;
    const granted = Math.min(asked, response.parseHeader('Expires') ?? asked);
    if (granted > 0) return this.#scheduleRefresh(granted);
    // It was asked for once, or the server grants nothing: the last NOTIFY follows.
    this.#ending = true;
    this.#waitForNotify(Subscriber.C.UNSUBSCRIBE_TIMEOUT);
  }

  #refused(status: number): void {
    const { C } = Subscriber;
    if (ENDS_SUBSCRIPTION.has(status)) return this.#over(C.SUBSCRIBE_NON_OK_RESPONSE);
    const challenged = status === 401 || status === 407;
    // Refused credentials would be refused again, and accounts are locked for that.
    if (challenged) return this.#failed(C.SUBSCRIBE_AUTHENTICATION_FAILED, false);
    this.#failed(C.SUBSCRIBE_NON_OK_RESPONSE);
  }

  /** After a refresh that failed, the subscription lasts as long as it was granted (RFC 6665 section 4.1.2.2). */
  #failed(code: number, again = true): void {
    this.#underWay = false;
    const left = this.#expiresAt - platform.now();
    if (!this.#accepted || this.#ending || left <= 0) return this.#over(code);
    if (again && left / 2 >= LEAST_PAUSE_MS) this.#refreshIn(left / 2);
    else this.#setTimer(() => this.#over(code), left);
  }

  /** The server takes longer subscriptions only (RFC 6665 section 4.2.1.1). */
  #askForMore(least: number): void {
    this.#raised = true;
    this.#expires = least;
    if (this.#dialog) return this.#send(least);
    this.#request = this.#request.clone();
    this.#request.setHeader('Expires', String(least));
    this.#core.signalling.send(this.#request, this.#user(least));
  }

  /** A NOTIFY may come before the 200 of the SUBSCRIBE, and makes the dialog too (RFC 6665 section 4.4.1). */
  #receiveFirst(request: IncomingRequest): void {
    // Another branch of a fork: one subscription is enough.
    if (this.#dialog || request.method !== 'NOTIFY') return request.reply(481);
    this.#dialog = this.#adopt(Dialog.fromSubscription(this.#request, request));
    if (!this.#dialog) return request.reply(400);
    this.#receiveRequest(request);
  }

  #adopt(dialog: Dialog | undefined): Dialog | undefined {
    if (!dialog) return undefined;
    this.#core.signalling.addDialog(dialog, {
      receiveRequest: (request, transaction) => transaction && this.#receiveRequest(request),
    });
    return dialog;
  }

  #receiveRequest(request: IncomingRequest): void {
    if (request.method !== 'NOTIFY') return request.reply(501);
    if (!this.#dialog?.accept(request)) return request.reply(500);
    const event = request.parseHeader('Event');
    const state = request.parseHeader('Subscription-State');
    if (event?.event !== this.#eventName.split(';')[0]?.toLowerCase()) return request.reply(489);
    if (!state) {
      request.reply(400, 'Bad Subscription-State');
      return this.#over(Subscriber.C.WRONG_NOTIFY_RECEIVED);
    }
    request.reply(200);
    // After our unsubscription, only the last one of all is waited for.
    if (!this.#ending) platform.clearTimeout(this.#notifyTimer);
    const isFinal = state.state === 'terminated';
    if (!isFinal) this.#follow(state.state === 'pending' ? 'pending' : 'active', state.expires);
    const contentType = request.getHeader('Content-Type') ?? undefined;
    this.emit('notify', isFinal, request, request.body ?? undefined, contentType);
    if (isFinal) this.#over(Subscriber.C.FINAL_NOTIFY_RECEIVED, state.reason, state.retry_after);
  }

  #follow(event: 'pending' | 'active', expires: number | undefined): void {
    const before = this.#state;
    this.#step(event);
    if (this.#state !== before) this.emit(event);
    // Section 4.1.2.2: the notifier may shorten the subscription.
    if (expires !== undefined && expires > 0 && !this.#ending) this.#scheduleRefresh(expires);
  }

  #scheduleRefresh(expires: number): void {
    this.#expiresAt = platform.now() + expires * 1000;
    this.#refreshIn(refreshAfter(expires) * 1000);
  }

  #refreshIn(ms: number): void {
    this.#setTimer(() => this.#send(this.#expires), ms);
  }

  #setTimer(callback: () => void, ms: number): void {
    platform.clearTimeout(this.#refreshTimer);
    this.#refreshTimer = platform.setTimeout(callback, ms);
  }

  #waitForNotify(code: number): void {
    platform.clearTimeout(this.#notifyTimer);
    this.#notifyTimer = platform.setTimeout(() => this.#over(code), TRANSACTION_TIMEOUT);
  }

  #step(event: SubscriberEvent): void {
    this.#state = subscriberTable[this.#state][event] ?? this.#state;
  }

  #over(code: number, reason?: string, retryAfter?: number): void {
    if (this.#state === 'TERMINATED') return;
    debug('%s: over, %d %s', this.#eventName, code, reason);
    this.#step('over');
    platform.clearTimeout(this.#refreshTimer);
    platform.clearTimeout(this.#notifyTimer);
    this.#core.expected.delete(`${this.#request.call_id} ${this.#localTag}`);
    this.#core.subscribers.delete(this);
    if (this.#dialog) this.#core.signalling.removeDialog(this.#dialog);
    this.emit('terminated', code, reason, retryAfter);
  }
}
