import { sdpOf } from '../call/body.ts';
import type { Event } from '../grammar/headers/events.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import { platform } from '../platform.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Transactions } from '../transaction/transactions.ts';
import { supports, type Capabilities } from './capabilities.ts';

/** What the requests outside a dialog need of the agent. */
export interface IncomingRequestsHost {
  readonly transactions: Transactions;
  readonly capabilities: Capabilities;
  /** Whether a Request-URI means us: the account or the Contact. */
  isOurs(request: IncomingRequest): boolean;
  /** Takes a request of a dialog that nobody knows yet. Returns whether it did. */
  takeInDialog(request: IncomingRequest): boolean;
  /** Takes a request whose method is none of a call's. Returns whether it did. */
  takeRequest(request: IncomingRequest): boolean;
  /** Takes an INVITE that is not for a new call of its own. Returns whether it did. */
  takeInvite(request: IncomingRequest): boolean;
  /** Whether anybody wants to hear of calls. */
  takesCalls(): boolean;
  invite(request: IncomingRequest, transaction: ServerTransaction): void;
  /** The call whose INVITE this is. */
  cancel(invite: IncomingRequest, cancel: IncomingRequest): void;
  notify(request: IncomingRequest, event: Event): void;
}

/** Answers a request outside every known dialog (RFC 3261 section 8.2; behaviour: "outside a dialog"). */
export function receiveOutsideDialog(
  request: IncomingRequest,
  transaction: ServerTransaction | undefined,
  host: IncomingRequestsHost,
): void {
  // An ACK is never answered (section 17.1.1.3).
  if (!transaction) return;
  if (request.method === 'CANCEL') return receiveCancel(request, host);
  if (request.to_tag !== undefined) {
    if (!host.takeInDialog(request)) request.reply(481);
    return;
  }
  if (host.transactions.isOwn(request) || host.transactions.isMerged(request)) return request.reply(482);
  if (request.ruri.scheme !== 'sip') return request.reply(416);
  if (!host.isOurs(request)) return request.reply(404);
  const unsupported = request
    .parseHeaders('Require')
    .flat()
    .filter((tag) => !supports(host.capabilities, tag));
  if (unsupported.length > 0) {
    return request.reply(420, undefined, [`Unsupported: ${unsupported.join(', ')}`]);
  }
  dispatch(request, transaction, host);
}

function dispatch(
  request: IncomingRequest,
  transaction: ServerTransaction,
  host: IncomingRequestsHost,
): void {
  switch (request.method) {
    case 'INVITE':
      return receiveInvite(request, transaction, host);
    case 'BYE':
      return request.reply(481);
    case 'NOTIFY': {
      const event = request.parseHeader('Event');
      if (event === undefined) return request.reply(489);
      request.reply(200);
      return host.notify(request, event);
    }
    default:
      if (!host.takeRequest(request)) request.reply(405, undefined, [`Allow: ${host.capabilities.allow}`]);
  }
}

function receiveInvite(
  request: IncomingRequest,
  transaction: ServerTransaction,
  host: IncomingRequestsHost,
): void {
  if (request.body && sdpOf(request) === null) {
    return request.reply(415, undefined, ['Accept: application/sdp']);
  }
  if (!platform.RTCPeerConnection) return request.reply(488);
  if (host.takeInvite(request)) return;
  if (!host.takesCalls()) return request.reply(405, undefined, [`Allow: ${host.capabilities.allow}`]);
  host.invite(request, transaction);
}

/** Section 9.2. */
function receiveCancel(cancel: IncomingRequest, host: IncomingRequestsHost): void {
  const invite = host.transactions.cancelled(cancel);
  if (!invite) return cancel.reply(481);
  cancel.localTag = invite.request.localTag;
  cancel.reply(200);
  host.cancel(invite.request, cancel);
}
