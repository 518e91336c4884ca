import { createLog } from '../log.ts';
import type { Authenticator, ChallengeChain } from '../auth/authenticator.ts';
import type { IncomingResponse } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import type { ClientTransaction } from './client-transaction.ts';
import type { Transactions } from './transactions.ts';

const debug = createLog('sip-elements:transaction:request-sender');

/** What the sender of a request is told. */
export interface RequestUser {
  /** A response that is no challenge which we could answer. */
  response(response: IncomingResponse): void;
  /** No final response came in time. */
  timeout(): void;
  /** There is no connection, or it was lost before the final response. */
  transportError(): void;
  /** The request leaves: at first, and again with credentials, then with a CSeq of its own. */
  sending?(request: OutgoingRequest): void;
}

/** A request on its way. */
export interface SentRequest {
  /** As it was sent last: with credentials once it was challenged. */
  readonly request: OutgoingRequest;
  /** Cancels an INVITE (RFC 3261 section 9.1); `headers` go into the CANCEL. */
  cancel(headers?: string[]): void;
}

/** A server that calls every answer stale must not keep us busy for ever. */
const MOST_ATTEMPTS = 5;

/** Sends a request, and again with credentials where it is challenged (RFC 3261 section 22.2). */
export function sendRequest(
  request: OutgoingRequest,
  user: RequestUser,
  transactions: Transactions,
  authenticator: Authenticator,
): SentRequest {
  const chain: ChallengeChain = new Map();
  let current = request;
  let transaction: ClientTransaction | undefined;
  let cancelled = false;
  let attempts = 0;

  const transmit = () => {
    attempts += 1;
    user.sending?.(current);
    transaction = transactions.send(current, { ...user, response: receive });
  };
  const receive = (response: IncomingResponse) => {
    const challenged = response.status_code === 401 || response.status_code === 407;
    if (!challenged || cancelled || attempts >= MOST_ATTEMPTS) return user.response(response);
    void answer(response);
  };
  const answer = async (response: IncomingResponse) => {
    const headers = await authenticator.answer(response, current, chain).catch((error: unknown) => {
      debug('the code for an answer did not load: %O', error);
      return undefined;
    });
    if (!headers || cancelled) return user.response(response);
    // Section 22.2: the same Call-ID, From and To, the next CSeq.
    current = current.clone();
    for (const [name, values] of headers) current.setHeader(name, values);
    transmit();
  };

  authenticator.addToken(request);
  transmit();
  return {
    get request() {
      return current;
    },
    cancel(headers) {
      cancelled = true;
      transaction?.cancel(headers);
    },
  };
}
