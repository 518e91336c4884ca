import type { IncomingResponse } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import type { CallOptions } from './events.ts';
import type { OutgoingCall } from './outgoing-call.ts';

/** Sends a refused INVITE once more where that may help. Returns whether it did. */
export type Retry = (refusal: IncomingResponse, invite: OutgoingCall, options: CallOptions) => boolean;

/** The INVITE once more, with the next CSeq (RFC 3261 section 8.1.3.4). */
export function inviteAgain(invite: OutgoingCall, change: (request: OutgoingRequest) => void): void {
  const again = invite.request.clone();
  for (const name of ['Authorization', 'Proxy-Authorization']) again.deleteHeader(name);
  change(again);
  invite.send(again);
}
