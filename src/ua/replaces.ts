import type { RTCSession } from '../call/session.ts';
import { dialogKey } from '../dialog/dialog.ts';
import type { Replaces } from '../grammar/headers/events.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import { platform } from '../platform.ts';

/** For so long after its end a call is still known: an INVITE that wants to replace it gets a 603 (RFC 3891 section 3). */
const REMEMBERED_MS = 32_000;

/** INVITEs that want to take over one of our calls (RFC 3891): attended transfer, pickup. */
export class ReplacesFeature {
  readonly #receiveCall: (request: IncomingRequest, handler?: (session: RTCSession) => void) => RTCSession;
  readonly #ended = new Map<string, number>();

  /** @param receiveCall Takes an INVITE as a new call. */
  constructor(
    receiveCall: (request: IncomingRequest, handler?: (session: RTCSession) => void) => RTCSession,
  ) {
    this.#receiveCall = receiveCall;
  }

  /** A call is over. */
  ended({ dialogId }: RTCSession): void {
    this.#forgetOld();
    if (dialogId) this.#ended.set(dialogKey(dialogId), platform.now());
  }

  /** Answers an INVITE with Replaces. */
  receive(request: IncomingRequest, sessions: readonly RTCSession[]): void {
    const replaces = request.countHeader('Replaces') === 1 ? request.parseHeader('Replaces') : undefined;
    if (!replaces) return request.reply(400, 'Bad Replaces');
    const key = keyOf(replaces);
    const session = sessions.find(({ dialogId }) => dialogId && dialogKey(dialogId) === key);
    if (!session) {
      this.#forgetOld();
      return request.reply(this.#ended.has(key) ? 603 : 481);
    }
    // RFC 3891 section 3: an early dialog is taken over only where we began it.
    if (!session.isEstablished() && session.direction === 'incoming') return request.reply(481);
    if (session.isEstablished() && replaces.early_only) return request.reply(486);
    this.#offer(request, session);
  }

  #offer(request: IncomingRequest, session: RTCSession): void {
    let decided = false;
    const heard = session.emit('replaces', {
      request,
      accept: (handler) => {
        if (decided) return;
        decided = true;
        const successor = this.#receiveCall(request, handler);
        successor.on('confirmed', () => !session.isEnded() && session.terminate());
      },
      reject: () => {
        if (decided) return;
        decided = true;
        request.reply(486);
      },
    });
    if (!heard) request.reply(486);
  }

  #forgetOld(): void {
    for (const [key, at] of this.#ended) {
      if (platform.now() - at >= REMEMBERED_MS) this.#ended.delete(key);
    }
  }
}

/** The dialog that is meant: its local tag is what the header calls to-tag (RFC 3891 section 3). */
function keyOf({ call_id: callId, to_tag: localTag, from_tag: remoteTag }: Replaces): string {
  return dialogKey({ callId, localTag, remoteTag });
}
