import * as causes from '../causes.ts';
import type { IncomingResponse } from '../message/incoming.ts';
import type { Call } from './call.ts';

/** Ends the call where the far end knows nothing of our dialog any more: 481 (RFC 3261 section 12.2.1.2). */
export function endWhereGone(call: Call, response: IncomingResponse): void {
  if (response.status_code === 481)
    call.step('fail', { originator: 'remote', cause: causes.DIALOG_ERROR, message: response });
}
