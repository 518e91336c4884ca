import { createLog } from '../log.ts';
import type { IncomingRequest, IncomingResponse } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import { randomToken } from '../random.ts';
import { ClientTransaction, type ClientTransactionUser } from './client-transaction.ts';
import { ServerTransaction } from './server-transaction.ts';

const debug = createLog('sip-elements:transaction:transactions');

/** RFC 3261 section 8.1.1.7: what marks a branch that is unique. */
const MAGIC_COOKIE = 'z9hG4bK';

/** What the transactions need of the connection and of the floor above. */
export interface TransactionHooks {
  /** Sends a message; false where there is no connection. */
  send(text: string): boolean;
  /** The transport of the Via header. */
  viaTransport(): string;
  /** The sent-by of the Via header: a name that nobody else has (RFC 7118 section 5.3: `….invalid`). */
  readonly viaHost: string;
  /** Puts in what every request of the account carries: into those that a transaction makes itself. */
  complete(request: OutgoingRequest): void;
  /** A request: new ones with their transaction, and the ACK of a 2xx without one. */
  request(request: IncomingRequest, transaction: ServerTransaction | undefined): void;
}

/** Who wants to know of each transaction. */
export interface TransactionWatcher {
  created(transaction: ClientTransaction | ServerTransaction): void;
  destroyed(transaction: ClientTransaction | ServerTransaction): void;
}

/** All transactions of one UA: finds the one that a message belongs to (RFC 3261 sections 17.1.3 and 17.2.3). */
export class Transactions {
  /** Is told when a transaction begins and when it ends. */
  watcher: TransactionWatcher | undefined;
  readonly #hooks: TransactionHooks;
  readonly #clients = new Map<string, ClientTransaction>();
  readonly #servers = new Map<string, ServerTransaction>();

  constructor(hooks: TransactionHooks) {
    this.#hooks = hooks;
  }

  /** How many transactions live. */
  get size(): number {
    return this.#clients.size + this.#servers.size;
  }

  /** Sends a request by a transaction of its own. */
  send(request: OutgoingRequest, user: ClientTransactionUser): ClientTransaction {
    request.setVia(this.#via());
    return this.#start(request, user);
  }

  /** Sends the ACK of a 2xx, which is a transaction of nobody (RFC 3261 section 13.2.2.4). */
  sendAck(ack: OutgoingRequest): boolean {
    ack.setVia(this.#via());
    return this.#hooks.send(ack.toString());
  }

  /** A response has come. One that answers nothing of ours is dropped. */
  receiveResponse(response: IncomingResponse): void {
    const key = `${response.via_branch} ${response.method}`;
    const transaction = this.#clients.get(key);
    // RFC 3261 section 18.1.2: a response that was sent to somebody else.
    if (!transaction || response.via.host !== this.#hooks.viaHost) {
      debug('a response to no transaction: %s', key);
      return;
    }
    transaction.receive(response);
  }

  /** A request has come. `receiver` gets it instead of the floor above, where it is a new one. */
  receiveRequest(
    request: IncomingRequest,
    receiver: TransactionHooks['request'] = this.#hooks.request,
  ): void {
    const key = serverKey(request);
    const transaction = this.#servers.get(key);
    if (transaction) {
      if (request.method !== 'ACK') return transaction.receive('request');
      // The ACK of a non-2xx is the transaction's; that of a 2xx has a branch of its own, or should have.
      if (transaction.state !== 'accepted') return transaction.receive('ACK');
    }
    if (request.method === 'ACK') return receiver(request, undefined);
    const fresh = new ServerTransaction(request, this.#hooksFor(this.#servers, key));
    this.#servers.set(key, fresh);
    request.transaction = fresh;
    this.watcher?.created(fresh);
    receiver(request, fresh);
  }

  /** The INVITE transaction that a CANCEL means (RFC 3261 section 9.2). */
  cancelled(cancel: IncomingRequest): ServerTransaction | undefined {
    return this.#servers.get(serverKey(cancel, 'INVITE'));
  }

  /** Whether the same request came on another path before (RFC 3261 section 8.2.2.2). */
  isMerged(request: IncomingRequest): boolean {
    return (
      !request.to_tag &&
      [...this.#servers.values()].some(
        ({ request: other }) => other !== request && isSame(request, other, other.from_tag),
      )
    );
  }

  /** Whether a request is one of our own that came back. */
  isOwn(request: IncomingRequest): boolean {
    return [...this.#clients.values()].some(({ request: own }) =>
      isSame(request, own, own.from.getParam('tag')),
    );
  }

  /** The connection was lost: requests that wait for a final response will not get one. */
  connectionLost(): void {
    for (const transaction of [...this.#clients.values()]) transaction.connectionLost();
  }

  #start(request: OutgoingRequest, user: ClientTransactionUser): ClientTransaction {
    const key = `${request.branch} ${request.method}`;
    const transaction = new ClientTransaction(request, user, {
      ...this.#hooksFor(this.#clients, key),
      start: (beside, besideUser) => void this.#start(beside, besideUser),
    });
    this.#clients.set(key, transaction);
    this.watcher?.created(transaction);
    transaction.start();
    return transaction;
  }

  /** What a transaction needs that is kept in `living` until it is over. */
  #hooksFor<T extends ClientTransaction | ServerTransaction>(living: Map<string, T>, key: string) {
    return {
      ...this.#hooks,
      terminated: (ended: T) => {
        living.delete(key);
        this.watcher?.destroyed(ended);
      },
    };
  }

  #via(): string {
    return `SIP/2.0/${this.#hooks.viaTransport()} ${this.#hooks.viaHost};branch=${MAGIC_COOKIE}${randomToken(12)}`;
  }
}

/** Whether a request is another one that came, or went, on another path. */
function isSame(
  request: IncomingRequest,
  other: IncomingRequest | OutgoingRequest,
  otherTag: string | null | undefined,
): boolean {
  return (
    other.call_id === request.call_id &&
    other.cseq === request.cseq &&
    other.method === request.method &&
    otherTag === request.from_tag
  );
}

/** RFC 3261 section 17.2.3: branch, sent-by and method, ACK counting as INVITE. */
function serverKey(request: IncomingRequest, method = request.method): string {
  const { host, port } = request.via;
  const kind = method === 'ACK' ? 'INVITE' : method;
  // RFC 2543 knew no unique branch: the rest of the message has to tell its requests apart.
  const branch = request.via_branch?.startsWith(MAGIC_COOKIE)
    ? request.via_branch
    : `${request.call_id} ${request.from_tag} ${request.cseq}`;
  return `${branch} ${host}:${port ?? ''} ${kind}`;
}
