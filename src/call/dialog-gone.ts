import * as causes from '../causes.ts';
import { NOBODY } from '../dialog/send-in-dialog.ts';
import type { IncomingResponse } from '../message/incoming.ts';
import type { RequestUser } from '../transaction/request-sender.ts';
import type { Call } from './call.ts';

/** The far end knows nothing of our dialog any more: that ends the call (RFC 3261 section 12.2.1.2). */
export function dialogIsGone(call: Call, response: IncomingResponse): void {
  call.step('fail', { originator: 'remote', cause: causes.DIALOG_ERROR, message: response });
}

/** For an INFO: its answer matters only where it says that the dialog is gone. */
export const unlessGone = (call: Call): RequestUser => ({
  ...NOBODY,
  response: (response) => {
    if (response.status_code === 481) dialogIsGone(call, response);
  },
});
