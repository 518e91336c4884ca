import { credentialHeaders } from '../auth/authenticator.ts';
import type { NameAddrHeader } from '../grammar/name-addr.ts';
import type { IncomingResponse } from '../message/incoming.ts';
import { OutgoingRequest } from '../message/outgoing.ts';
import { responseKind, TableTransaction } from './table-transaction.ts';
import {
  inviteClient,
  nonInviteClient,
  type InviteClientEffect,
  type InviteClientEvent,
  type NonInviteClientEffect,
  type NonInviteClientEvent,
  type Table,
} from './tables.ts';

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

/** For requests whose answer nobody waits for. */
export const NOBODY: ClientTransactionUser = { response() {}, timeout() {}, transportError() {} };

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
export class ClientTransaction extends TableTransaction<State, Event, Effect, IncomingResponse> {
  /** The request that it carries. */
  readonly request: OutgoingRequest;
  readonly #user: ClientTransactionUser;
  readonly #hooks: ClientTransactionHooks;
  #cancel: { headers: string[]; sent: boolean } | undefined;

  constructor(request: OutgoingRequest, user: ClientTransactionUser, hooks: ClientTransactionHooks) {
    const invite = request.method === 'INVITE';
    super(
      (invite ? inviteClient : nonInviteClient) as Table<State, Event, Effect>,
      invite ? 'calling' : 'trying',
    );
    this.request = request;
    this.#user = user;
    this.#hooks = hooks;
  }

  /** Sends the request. */
  start(): void {
    this.step('start');
  }

  /** A response of this transaction has come. */
  receive(response: IncomingResponse): void {
    const kind = responseKind(response.status_code);
    this.step(kind, response);
    if (kind === '1xx') this.#sendCancel();
  }

  /** The connection was lost. */
  connectionLost(): void {
    this.step('transport error');
  }

  /**
   * Cancels an INVITE (RFC 3261 section 9.1): at once where a provisional response has come, else when one comes.
   * @param headers Header lines for the CANCEL, such as a Reason.
   */
  cancel(headers: string[] = []): void {
    if (this.#cancel || this.request.method !== 'INVITE') return;
    this.#cancel = { headers, sent: false };
    if (this.state === 'proceeding') this.#sendCancel();
  }

  protected override run(effect: Effect, response: IncomingResponse | undefined): void {
    switch (effect) {
      case 'send':
        if (!this.#hooks.send(this.request.toString())) this.step('transport error');
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
    }
  }

  protected override terminated(): void {
    this.#hooks.terminated(this);
  }

  #sendCancel(): void {
    if (!this.#cancel || this.#cancel.sent || this.state !== 'proceeding') return;
    this.#cancel.sent = true;
    this.#hooks.start(this.#companion('CANCEL', this.request.to, this.#cancel.headers), NOBODY);
    this.startTimer('timerB');
  }

  /** The ACK of a non-2xx final response belongs to the transaction (RFC 3261 section 17.1.1.3). */
  #sendAck({ to }: IncomingResponse): void {
    this.#hooks.send(this.#companion('ACK', to, credentialHeaders(this.request)).toString());
  }

  /** A request with the top Via of this one, by which the server finds the INVITE (sections 9.1 and 17.1.1.3). */
  #companion(method: 'ACK' | 'CANCEL', to: NameAddrHeader, extraHeaders: string[]): OutgoingRequest {
    const { ruri, call_id: callId, cseq, from, via } = this.request;
    const route = this.request.getHeaders('Route');
    const companion = new OutgoingRequest(method, ruri, { callId, cseq, from, to, route, extraHeaders });
    companion.setVia(via);
    this.#hooks.complete(companion);
    return companion;
  }
}
