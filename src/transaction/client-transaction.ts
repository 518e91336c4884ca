import { createLog } from '../log.ts';
import { credentialHeaders } from '../auth/authenticator.ts';
import type { IncomingResponse } from '../message/incoming.ts';
import { OutgoingRequest } from '../message/outgoing.ts';
import { platform, type Timer } from '../platform.ts';
import {
  inviteClient,
  nonInviteClient,
  type InviteClientEffect,
  type InviteClientEvent,
  type NonInviteClientEffect,
  type NonInviteClientEvent,
  type Table,
} from './tables.ts';
import { TRANSACTION_TIMEOUT } from './timers.ts';

const debug = createLog('sip-elements:transaction:client-transaction');

type State = 'calling' | 'trying' | 'proceeding' | 'accepted' | 'terminated';
type Event = InviteClientEvent | NonInviteClientEvent;
type Effect = InviteClientEffect | NonInviteClientEffect;

/** What the user of a client transaction is told. */
export interface ClientTransactionUser {
  /** A response: provisional ones, final ones, and every 2xx to an INVITE. */
  response(response: IncomingResponse): void;
  /** No final response came in time (408 without a message). */
  timeout(): void;
  /** The request could not be sent, or the connection was lost before a final response. */
  transportError(): void;
}

/** What a client transaction needs of the layer. */
export interface ClientTransactionHooks {
  /** Sends a message; false where there is no connection. */
  send(text: string): boolean;
  /** Puts in what every request of the account carries: into those that the transaction makes itself. */
  complete(request: OutgoingRequest): void;
  /** The transaction is over: forget it. */
  terminated(transaction: ClientTransaction): void;
  /** Starts a transaction beside this one: the CANCEL. */
  start(request: OutgoingRequest, user: ClientTransactionUser): void;
}

/** One client transaction (RFC 3261 section 17.1), INVITE or not. */
export class ClientTransaction {
  /** The request that it carries. */
  readonly request: OutgoingRequest;
  readonly #user: ClientTransactionUser;
  readonly #hooks: ClientTransactionHooks;
  readonly #table: Table<State, Event, Effect>;
  #state: State;
  #timer: Timer;
  #cancel: { headers: string[]; sent: boolean } | undefined;

  constructor(request: OutgoingRequest, user: ClientTransactionUser, hooks: ClientTransactionHooks) {
    const invite = request.method === 'INVITE';
    this.request = request;
    this.#user = user;
    this.#hooks = hooks;
    this.#table = (invite ? inviteClient : nonInviteClient) as Table<State, Event, Effect>;
    this.#state = invite ? 'calling' : 'trying';
  }

  /** The state of RFC 3261's figure. */
  get state(): State {
    return this.#state;
  }

  /** Sends the request. */
  start(): void {
    this.#step('start');
  }

  /** A response of this transaction has come. */
  receive(response: IncomingResponse): void {
    const kind = response.status_code < 200 ? '1xx' : response.status_code < 300 ? '2xx' : '3xx-6xx';
    this.#step(kind, response);
    if (kind === '1xx') this.#sendCancel();
  }

  /** The connection was lost. */
  connectionLost(): void {
    this.#step('transport error');
  }

  /**
   * Cancels an INVITE (RFC 3261 section 9.1): at once where a provisional response has come, else when one comes.
   * @param headers Header lines for the CANCEL, such as a Reason.
   */
  cancel(headers: string[] = []): void {
    if (this.#cancel || this.request.method !== 'INVITE') return;
    this.#cancel = { headers, sent: false };
    if (this.#state === 'proceeding') this.#sendCancel();
  }

  #sendCancel(): void {
    const { request } = this;
    if (!this.#cancel || this.#cancel.sent || this.#state !== 'proceeding') return;
    this.#cancel.sent = true;
    const cancel = new OutgoingRequest('CANCEL', request.ruri, {
      callId: request.call_id,
      cseq: request.cseq,
      from: request.from,
      to: request.to,
      route: request.getHeaders('Route'),
      extraHeaders: this.#cancel.headers,
    });
    // RFC 3261 section 9.1: the same top Via, by which the server finds the INVITE.
    cancel.setVia(request.via);
    this.#hooks.complete(cancel);
    const quiet = { response() {}, timeout() {}, transportError() {} };
    this.#hooks.start(cancel, quiet);
    this.#setTimer('timerB');
  }

  #step(event: Event, response?: IncomingResponse): void {
    const before = this.#state;
    const [state, ...effects] = this.#table[before]?.[event] ?? [before];
    this.#state = state;
    if (state !== before) {
      debug('%s %s → %s', this.request.method, before, state);
      if (state === 'terminated') this.#hooks.terminated(this);
    }
    for (const effect of effects) this.#run(effect, response);
  }

  #run(effect: Effect, response: IncomingResponse | undefined): void {
    switch (effect) {
      case 'send':
        if (!this.#hooks.send(this.request.toString())) this.#step('transport error');
        break;
      case 'ACK':
        if (response) this.#sendAck(response);
        break;
      case 'response':
        if (response) this.#user.response(response);
        break;
      case 'timeout':
        this.#user.timeout();
        break;
      case 'transport error':
        this.#user.transportError();
        break;
      case 'start B':
        this.#setTimer('timerB');
        break;
      case 'start F':
        this.#setTimer('timerF');
        break;
      case 'start M':
        this.#setTimer('timerM');
        break;
      case 'stop B':
      case 'stop F':
        platform.clearTimeout(this.#timer);
        this.#timer = undefined;
    }
  }

  /** The ACK of a non-2xx final response belongs to the transaction (RFC 3261 section 17.1.1.3). */
  #sendAck(response: IncomingResponse): void {
    const { request } = this;
    const ack = new OutgoingRequest('ACK', request.ruri, {
      callId: request.call_id,
      cseq: request.cseq,
      from: request.from,
      to: response.to,
      route: request.getHeaders('Route'),
      extraHeaders: credentialHeaders(request),
    });
    ack.setVia(request.via);
    this.#hooks.complete(ack);
    this.#hooks.send(ack.toString());
  }

  #setTimer(event: 'timerB' | 'timerF' | 'timerM'): void {
    platform.clearTimeout(this.#timer);
    this.#timer = platform.setTimeout(() => {
      this.#timer = undefined;
      this.#step(event);
    }, TRANSACTION_TIMEOUT);
  }
}
