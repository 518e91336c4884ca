import * as causes from '../causes.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Call } from './call.ts';

/** A request inside the dialog of a call has come. An ACK has no transaction. */
export function receiveInDialog(
  call: Call,
  request: IncomingRequest,
  transaction: ServerTransaction | undefined,
): void {
  if (request.method === 'ACK') {
    if (!call.inviter.acknowledged?.(request)) call.remoteOffers.acknowledged(request);
    return;
  }
  if (!transaction) return;
  if (call.ended) return request.reply(481);
  // RFC 3261 section 12.2.2.
  const dialog =
    call.findDialog(request.call_id, request.to_tag ?? '', request.from_tag ?? '') ?? call.dialog;
  if (!dialog?.accept(request)) return request.reply(500);
  switch (request.method) {
    case 'BYE':
      return receiveBye(call, request);
    case 'INVITE':
      // It may overtake the ACK (RFC 5407 section 3.1.4).
      return call.state === 'CONFIRMED' || call.state === 'WAITING_FOR_ACK'
        ? call.remoteOffers.receive(request)
        : request.reply(403);
    case 'UPDATE':
      // Also in an early dialog (RFC 3311 section 5.2).
      return call.remoteOffers.receive(request);
    case 'OPTIONS':
      // Servers ask whether the call still lives; it has no effect on it (RFC 3261 section 11.2).
      return request.reply(200, undefined, call.offerHeaders());
    default: {
      const take = call.methods.get(request.method);
      return take ? take(request) : request.reply(501);
    }
  }
}

function receiveBye(call: Call, request: IncomingRequest): void {
  request.reply(200);
  call.step('BYE received', {
    originator: 'remote',
    cause: causes.BYE,
    message: request,
    // In an early dialog the INVITE wants its final response too (RFC 3261 section 15.1.2).
    options: { status_code: 487 },
  });
}
