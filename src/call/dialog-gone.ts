import * as causes from '../causes.ts';
import type { IncomingResponse } from '../message/incoming.ts';
import type { Call } from './call.ts';

/** The far end knows nothing of our dialog any more: that ends the call (RFC 3261 section 12.2.1.2). */
export function dialogIsGone(call: Call, response: IncomingResponse): void {
  call.step('fail', { originator: 'remote', cause: causes.DIALOG_ERROR, message: response });
}
