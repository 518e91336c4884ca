import type { IncomingRequest, Responder } from '../message/incoming.ts';
import { responseKind, TableTransaction } from './table-transaction.ts';
import {
  inviteServer,
  nonInviteServer,
  type InviteServerEffect,
  type InviteServerEvent,
  type NonInviteServerEffect,
  type NonInviteServerEvent,
  type Table,
} from './tables.ts';

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
export class ServerTransaction extends TableTransaction<State, Event, Effect, string> implements Responder {
  /** The request that it answers. */
  readonly request: IncomingRequest;
  readonly #hooks: ServerTransactionHooks;
  #last: string | undefined;

  constructor(request: IncomingRequest, hooks: ServerTransactionHooks) {
    const invite = request.method === 'INVITE';
    super(
      (invite ? inviteServer : nonInviteServer) as Table<State, Event, Effect>,
      invite ? 'proceeding' : 'trying',
    );
    this.request = request;
    this.#hooks = hooks;
  }

  /** Sends a response. */
  respond(statusCode: number, text: string): void {
    this.step(`respond ${responseKind(statusCode)}`, text);
  }

  /** The request came again, or its ACK. */
  receive(kind: 'request' | 'ACK'): void {
    this.step(kind);
  }

  protected override run(effect: Effect, text: string | undefined): void {
    if (effect === 'send') this.#last = text;
    if (this.#last !== undefined) this.#hooks.send(this.#last);
  }

  protected override terminated(): void {
    this.#hooks.terminated(this);
  }
}
