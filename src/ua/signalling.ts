import { createLog } from '../log.ts';
import { Authenticator } from '../auth/authenticator.ts';
import type { DialogUser } from '../call/host.ts';
import { dialogKey, type Dialog } from '../dialog/dialog.ts';
import { checkedHeaders } from '../message/checked.ts';
import { IncomingResponse, type IncomingRequest } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import { parseMessage } from '../message/parse.ts';
import { platform } from '../platform.ts';
import { randomToken } from '../random.ts';
import { sendRequest, type RequestUser, type SentRequest } from '../transaction/request-sender.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import { Transactions, type TransactionHooks } from '../transaction/transactions.ts';
import { Transport, type TransportHooks } from '../transport/transport.ts';
import type { Socket } from '../transport/socket.ts';
import type { Configuration } from './configuration.ts';

const debug = createLog('sip-elements:ua:signalling');

/** What the signalling tells the agent: of the connection, of requests, and this. */
export interface SignallingHooks extends Omit<TransportHooks, 'received'>, Pick<TransactionHooks, 'request'> {
  /** A request of ours got its final response, or will get none. */
  settled(): void;
}

/** Connection, transactions, credentials and dialogs of one UA, put together: messages go in and out here. */
export class Signalling {
  readonly transport: Transport;
  readonly transactions: Transactions;
  /** A name that nobody else has and that leads nowhere (RFC 7118 section 5.3). */
  readonly viaHost = `${randomToken(12)}.invalid`;
  readonly #configuration: Configuration;
  readonly #hooks: SignallingHooks;
  readonly #authenticator: Authenticator;
  readonly #dialogs = new Map<string, DialogUser>();
  readonly #underWay = new Set<OutgoingRequest>();
  #waiting: ((connected: boolean) => void)[] = [];

  constructor(configuration: Configuration, hooks: SignallingHooks) {
    this.#configuration = configuration;
    this.#hooks = hooks;
    this.#authenticator = new Authenticator(configuration);
    this.transactions = new Transactions({
      ...hooks,
      send: (text) => this.#send(text),
      viaTransport: () => this.transport.via_transport,
      viaHost: this.viaHost,
      complete: (request) => this.#complete(request),
      request: (request, transaction) => this.#dispatch(request, transaction),
    });
    this.transport = new Transport(
      configuration.sockets,
      {
        min: configuration.connection_recovery_min_interval,
        max: configuration.connection_recovery_max_interval,
      },
      {
        ...hooks,
        connected: (socket) => this.#connected(socket),
        disconnected: (...event) => {
          this.transactions.connectionLost();
          hooks.disconnected(...event);
        },
        received: (data) => this.#receive(data),
      },
    );
  }

  /** Whether no request waits for its final response, challenges included, and no dialog lives. */
  get idle(): boolean {
    return this.#underWay.size === 0 && this.#dialogs.size === 0;
  }

  /** Sends a request, and answers challenges. */
  send(request: OutgoingRequest, user: RequestUser): SentRequest {
    this.#complete(request);
    this.#underWay.add(request);
    const settled = () => this.#underWay.delete(request) && this.#hooks.settled();
    const watched: RequestUser = {
      ...user,
      response: (response) => {
        user.response(response);
        if (response.status_code >= 200) settled();
      },
      timeout: () => {
        user.timeout();
        settled();
      },
      transportError: () => {
        user.transportError();
        settled();
      },
    };
    return sendRequest(request, watched, this.transactions, this.#authenticator);
  }

  /** Sends the ACK of a 2xx. */
  sendAck(ack: OutgoingRequest): void {
    this.#complete(ack);
    this.transactions.sendAck(ack);
  }

  /** Resolves with true as soon as there is a connection; with false where none came within `ms`. */
  connected(ms: number): Promise<boolean> {
    if (this.transport.isConnected()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (connected: boolean) => {
        platform.clearTimeout(timer);
        this.#waiting = this.#waiting.filter((other) => other !== settle);
        resolve(connected);
      };
      const timer = platform.setTimeout(() => settle(false), ms);
      this.#waiting.push(settle);
    });
  }

  addDialog(dialog: Dialog, user: DialogUser): void {
    this.#dialogs.set(dialogKey(dialog.id), user);
  }

  removeDialog(dialog: Dialog): void {
    this.#dialogs.delete(dialogKey(dialog.id));
  }

  /** Nobody waits for a connection any more: there will be none. */
  stop(): void {
    for (const settle of this.#waiting) settle(false);
    this.transport.stop();
  }

  /** User-Agent and the account's own headers go into every request. */
  #complete(request: OutgoingRequest): void {
    const headers = checkedHeaders('extra_headers', this.#configuration.extra_headers);
    // What a request says for itself goes first.
    const missing = headers.filter(([name]) => !request.hasHeader(name));
    request.addHeaders(missing.map(([name, value]) => `${name}: ${value}`));
    if (!request.hasHeader('User-Agent')) request.setHeader('User-Agent', this.#configuration.user_agent);
  }

  #send(text: string): boolean {
    debug('sending:\n%s', text);
    return this.transport.send(text);
  }

  #connected(socket: Socket): void {
    this.#hooks.connected(socket);
    for (const settle of this.#waiting) settle(true);
  }

  #receive(data: string | ArrayBuffer | ArrayBufferView): void {
    const parsed = parseMessage(data);
    if (!parsed) return;
    const { message, defect } = parsed;
    debug('received:\n%s', message.data);
    if (message instanceof IncomingResponse) return this.transactions.receiveResponse(message);
    message.commonHeaders = [
      `User-Agent: ${this.#configuration.user_agent}`,
      ...(this.#configuration.extra_headers ?? []),
    ];
    // One that cannot be processed is answered all the same, by a transaction that takes its ACK.
    const refuse = defect && (() => message.reply(defect.status, defect.reason));
    this.transactions.receiveRequest(message, refuse);
  }

  #dispatch(request: IncomingRequest, transaction: ServerTransaction | undefined): void {
    const { call_id: callId, to_tag: localTag, from_tag: remoteTag = '' } = request;
    const user = localTag && this.#dialogs.get(dialogKey({ callId, localTag, remoteTag }));
    if (user) user.receiveRequest(request, transaction);
    else this.#hooks.request(request, transaction);
  }
}
