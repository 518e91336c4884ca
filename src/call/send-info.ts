import { NOBODY } from '../transaction/client-transaction.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import type { Call } from './call.ts';
import { endWhereGone } from './dialog-gone.ts';

/**
 * Sends an INFO (RFC 6086). Its answer matters only where it says that the dialog is gone.
 * @param tell Is told of the request when it leaves; not again when it leaves with credentials.
 */
export function sendInfo(
  call: Call,
  contentType: string,
  body: string | null,
  extraHeaders: string[] = [],
  tell: (request: OutgoingRequest) => void,
): void {
  if (!call.dialog) return;
  let told = false;
  const headers = [...extraHeaders, `Content-Type: ${contentType}`];
  call.send(
    call.dialog,
    'INFO',
    { extraHeaders: headers, body },
    {
      ...NOBODY,
      sending: (request) => {
        if (!told) tell(request);
        told = true;
      },
      response: (response) => endWhereGone(call, response),
    },
  );
}
