import type { RTCSession } from '../call/rtc-session.ts';
import type { CallSession } from '../call/session.ts';
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
  /** The application has not said yet whether it takes them. */
  readonly #undecided = new Set<IncomingRequest>();

  /** @param receiveCall Takes an INVITE as a new call. */
  constructor(
    receiveCall: (request: IncomingRequest, handler?: (session: RTCSession) => void) => RTCSession,
  ) {
    this.#receiveCall = receiveCall;
  }

  /** A call is over. */
  ended({ dialogId }: CallSession): void {
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

  /** An INVITE was cancelled (RFC 3261 section 9.2). */
  cancelled(request: IncomingRequest): void {
    this.#refuse(request, 487);
  }

  #offer(request: IncomingRequest, session: RTCSession): void {
    this.#undecided.add(request);
    const heard = session.emit('replaces', {
      request,
      accept: (handler) => {
        if (!this.#undecided.delete(request)) return;
        const successor = this.#receiveCall(request, handler);
        successor.on('confirmed', () => !session.isEnded() && session.terminate());
      },
      reject: () => this.#refuse(request, 486),
    });
    if (!heard) this.#refuse(request, 486);
  }

  #refuse(request: IncomingRequest, status: number): void {
    if (this.#undecided.delete(request)) request.reply(status);
  }

  #forgetOld(): void {
    // They stand in the order of their ends: the first young one is followed by younger ones.
    for (const [key, at] of this.#ended) {
      if (platform.now() - at < REMEMBERED_MS) return;
      this.#ended.delete(key);
    }
  }
}

/** The dialog that is meant: its local tag is what the header calls to-tag (RFC 3891 section 3). */
function keyOf({ call_id: callId, to_tag: localTag, from_tag: remoteTag }: Replaces): string {
  return dialogKey({ callId, localTag, remoteTag });
}
