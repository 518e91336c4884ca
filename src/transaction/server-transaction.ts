import { createLog } from '../log.ts';
import type { IncomingRequest, Responder } from '../message/incoming.ts';
import { platform, type Timer } from '../platform.ts';
import {
  inviteServer,
  nonInviteServer,
  type InviteServerEffect,
  type InviteServerEvent,
  type NonInviteServerEffect,
  type NonInviteServerEvent,
  type Table,
} from './tables.ts';
import { TRANSACTION_TIMEOUT } from './timers.ts';

const debug = createLog('sip-elements:transaction:server-transaction');

type State = 'trying' | 'proceeding' | 'accepted' | 'completed' | 'terminated';
type Event = InviteServerEvent | NonInviteServerEvent;
type Effect = InviteServerEffect | NonInviteServerEffect;

/** What a server transaction needs of the layer. */
export interface ServerTransactionHooks {
  /** Sends a message; false where there is no connection. */
  send(text: string): boolean;
  /** The transaction is over: forget it. */
  terminated(transaction: ServerTransaction): void;
}

/** One server transaction (RFC 3261 section 17.2), INVITE or not. It carries the responses to its request. */
export class ServerTransaction implements Responder {
  /** The request that it answers. */
  readonly request: IncomingRequest;
  readonly #hooks: ServerTransactionHooks;
  readonly #table: Table<State, Event, Effect>;
  #state: State;
  #last: string | undefined;
  #timer: Timer;

  constructor(request: IncomingRequest, hooks: ServerTransactionHooks) {
    const invite = request.method === 'INVITE';
    this.request = request;
    this.#hooks = hooks;
    this.#table = (invite ? inviteServer : nonInviteServer) as Table<State, Event, Effect>;
    this.#state = invite ? 'proceeding' : 'trying';
  }

  /** The state of RFC 3261's figure. */
  get state(): State {
    return this.#state;
  }

  /** Sends a response. */
  respond(statusCode: number, text: string): void {
    const kind = statusCode < 200 ? '1xx' : statusCode < 300 ? '2xx' : '3xx-6xx';
    this.#step(`respond ${kind}`, text);
  }

  /** The request came again, or its ACK. */
  receive(kind: 'request' | 'ACK'): void {
    this.#step(kind);
  }

  #step(event: Event, text?: string): void {
    const before = this.#state;
    const [state, ...effects] = this.#table[before]?.[event] ?? [before];
    this.#state = state;
    for (const effect of effects) this.#run(effect, text);
    if (state === before) return;
    debug('%s %s → %s', this.request.method, before, state);
    if (state !== 'terminated') return;
    this.#hooks.terminated(this);
  }

  #run(effect: Effect, text: string | undefined): void {
    switch (effect) {
      case 'send':
        this.#last = text;
        if (text !== undefined) this.#hooks.send(text);
        break;
      case 'send last':
        if (this.#last !== undefined) this.#hooks.send(this.#last);
        break;
      case 'start H':
        this.#setTimer('timerH');
        break;
      case 'start L':
        this.#setTimer('timerL');
        break;
      case 'stop H':
        platform.clearTimeout(this.#timer);
        this.#timer = undefined;
    }
  }

  #setTimer(event: 'timerH' | 'timerL'): void {
    this.#timer = platform.setTimeout(() => this.#step(event), TRANSACTION_TIMEOUT);
  }
}
