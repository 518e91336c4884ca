import { assertStatusCode } from '../message/checked.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import type { Call } from './call.ts';
import type { RejectOptions, ReofferEvent } from './events.ts';

/**
 * Tells the application of a re-INVITE or UPDATE before it is answered.
 * @param refused Runs where the application refuses it.
 * @returns the event: a `callback` that was set in it runs once the request was answered
 */
export type AnnounceOffer = (request: IncomingRequest, refused: () => void) => ReofferEvent;

/** Installs the events `reinvite` and `update` on a call: the application may refuse what the far end offers. */
export function installOfferEvents(call: Call): void {
  call.announceOffer = (request, refused) => {
    let undecided = true;
    const event: ReofferEvent = {
      request,
      callback: undefined,
      reject: ({ status_code = 403, reason_phrase, extraHeaders }: RejectOptions = {}) => {
        assertStatusCode(status_code, 300);
        // What is being answered cannot be refused any more.
        if (!undecided) return;
        undecided = false;
        request.reply(status_code, reason_phrase, extraHeaders);
        refused();
      },
    };
    call.emit(request.method === 'INVITE' ? 'reinvite' : 'update', event);
    undecided = false;
    return event;
  };
}
