import { createLog } from '../log.ts';
import { sendInDialog } from '../dialog/send-in-dialog.ts';
import { Dialog } from '../dialog/dialog.ts';
import { Emitter } from '../emitter.ts';
import { InvalidStateError } from '../errors.ts';
import { NameAddrHeader } from '../grammar/name-addr.ts';
import type { URI } from '../grammar/uri.ts';
import { assertNoLineBreak, checkedHeaders } from '../message/checked.ts';
import type { IncomingRequest, IncomingResponse } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import { platform, type Timer } from '../platform.ts';
import type { RequestUser } from '../transaction/request-sender.ts';
import { TRANSACTION_TIMEOUT } from '../transaction/timers.ts';
import type { AgentCore } from './core.ts';
import { refreshAfter } from './registration.ts';
import {
  SUBSCRIBER_STATE,
  subscriberTable,
  type SubscriberEvent,
  type SubscriberState,
} from './subscription-state.ts';

const debug = createLog('sip-elements:ua:subscriber');

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
  readonly #headers: string[];
  readonly #contentType: string | undefined;
  /** The first SUBSCRIBE, as it was sent last; its tag and Call-ID name the subscription before there is a dialog. */
  #request: OutgoingRequest;
  #state: SubscriberState = 'INIT';
  #expires: number;
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
    if (!eventName) throw new TypeError('eventName: there is none');
    for (const [option, value] of Object.entries({
      eventName,
      accept,
      contentType: options.contentType ?? '',
      allowEvents: options.allowEvents ?? '',
    })) {
      assertNoLineBreak(option, value);
    }
    checkedHeaders('extraHeaders', options.extraHeaders);
    this.#core = core;
    this.#eventName = eventName;
    this.#contentType = options.contentType;
    this.#expires = options.expires ?? Subscriber.C.DEFAULT_EXPIRES_SEC;
    if (!Number.isInteger(this.#expires) || this.#expires < 0) {
      throw new TypeError(`expires: ${JSON.stringify(options.expires)} is not a number of seconds`);
    }
    this.#headers = [
      `Event: ${eventName}`,
      `Accept: ${accept}`,
      ...(options.allowEvents ? [`Allow-Events: ${options.allowEvents}`] : []),
      ...(options.extraHeaders ?? []),
    ];
    this.#request = core.createRequest('SUBSCRIBE', uri, this.#addresses(uri, options.params ?? {}));
  }

  /** One of `Subscriber.C.STATE_*`. */
  get state(): number {
    return SUBSCRIBER_STATE[this.#state];
  }

  /** Names the subscription: Call-ID, tags, and event, once there is a dialog; empty before. */
  get id(): string {
    if (!this.#dialog) return '';
    const { callId, localTag, remoteTag } = this.#dialog.id;
    return `${callId}${localTag}${remoteTag}`;
  }

  /** Subscribes; once subscribed, refreshes, and tells the server `body`. */
  subscribe(body?: string | null): void {
    if (this.#state === 'TERMINATED') throw new InvalidStateError(this.state);
    if (this.#dialog) return this.#send(this.#expires, body);
    if (this.#state !== 'INIT') return;
    this.#step('subscribe');
    const { call_id } = this.#request;
    this.#core.expected.set(`${call_id} ${this.#localTag}`, (request) => this.#receiveFirst(request));
    this.#waitForNotify(Subscriber.C.SUBSCRIBE_RESPONSE_TIMEOUT);
    this.#fill(this.#request, this.#expires, body);
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

  #content(
    expires: number,
    body: string | null | undefined,
  ): { extraHeaders: string[]; body: string | null } {
    return {
      extraHeaders: [
        ...this.#headers,
        `Expires: ${expires}`,
        `Contact: ${this.#core.contact.toString({ outbound: true })}`,
        ...(body && this.#contentType ? [`Content-Type: ${this.#contentType}`] : []),
      ],
      body: body ?? null,
    };
  }

  #fill(request: OutgoingRequest, expires: number, body: string | null | undefined): void {
    const content = this.#content(expires, body);
    request.addHeaders(content.extraHeaders);
    request.body = content.body;
  }

  #send(expires: number, body?: string | null): void {
    if (!this.#dialog) return;
    const content = this.#content(expires, body);
    sendInDialog(this.#dialog, 'SUBSCRIBE', content, this.#user(expires), this.#core.signalling);
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
      timeout: () => this.#over(C.SUBSCRIBE_RESPONSE_TIMEOUT),
      transportError: () => this.#over(C.SUBSCRIBE_TRANSPORT_ERROR),
    };
  }

  #receive(response: IncomingResponse, asked: number): void {
    const { status_code: status } = response;
    if (status < 200 || this.#state === 'TERMINATED') return;
    if (status === 401 || status === 407) return this.#over(Subscriber.C.SUBSCRIBE_AUTHENTICATION_FAILED);
    const least = response.parseHeader('Min-Expires') ?? 0;
    if (status === 423 && least > this.#expires && asked > 0) return this.#askForMore(least);
    if (status >= 300) return this.#over(Subscriber.C.SUBSCRIBE_NON_OK_RESPONSE);
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

  /** The server takes longer subscriptions only (RFC 6665 section 4.2.1.1). */
  #askForMore(least: number): void {
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
    platform.clearTimeout(this.#refreshTimer);
    this.#refreshTimer = platform.setTimeout(() => this.#send(this.#expires), refreshAfter(expires) * 1000);
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
    if (this.#dialog) this.#core.signalling.removeDialog(this.#dialog);
    this.emit('terminated', code, reason, retryAfter);
  }
}
