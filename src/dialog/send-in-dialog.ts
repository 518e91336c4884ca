import { platform } from '../platform.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import type { RequestUser, SentRequest } from '../transaction/request-sender.ts';
import { TRANSACTION_TIMEOUT } from '../transaction/timers.ts';
import type { Dialog } from './dialog.ts';

/** What is needed to send inside a dialog. */
export interface DialogSender {
  /** Sends a request, and answers challenges. */
  send(request: OutgoingRequest, user: RequestUser): SentRequest;
  /** Resolves with true as soon as there is a connection; with false where none came within `ms`. */
  connected(ms: number): Promise<boolean>;
}

/**
 * Sends a request inside a dialog. Where the connection is gone, or goes before the final response, the request
 * is made anew on the next one, if that comes in time: a BYE that is lost leaves the far end in a dead call.
 * @param life When this aborts, the request is not sent any more, and an INVITE without an answer is cancelled.
 */
export function sendInDialog(
  dialog: Dialog,
  method: string,
  content: { extraHeaders?: string[]; body?: string | null },
  user: RequestUser,
  sender: DialogSender,
  life?: AbortSignal,
): void {
  const deadline = platform.now() + TRANSACTION_TIMEOUT;
  let sent: SentRequest | undefined;
  const attempt = () => {
    const request = dialog.createRequest(method, content);
    sent = sender.send(request, {
      ...user,
      transportError: () => void retry(),
      sending: (current) => {
        // With credentials it is another request, and others may have left since the first.
        if (current !== request) current.cseq = dialog.nextSeq();
        user.sending?.(current);
      },
    });
  };
  const retry = async () => {
    const connected = await sender.connected(deadline - platform.now());
    if (life?.aborted) return;
    if (connected) attempt();
    else user.transportError();
  };
  life?.addEventListener('abort', () => sent?.cancel(), { once: true });
  attempt();
}
