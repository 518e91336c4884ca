import type { IncomingRequest } from '../message/incoming.ts';
import { platform, type Timer } from '../platform.ts';
import { T1, T2, TRANSACTION_TIMEOUT } from '../transaction/timers.ts';

/**
 * A response that is sent again, even over a reliable transport, until the far end says that it came: the path behind
 * the first hop may not be reliable. For the 2xx to an INVITE (RFC 3261 section 13.3.1.4), and for a reliable
 * provisional one (RFC 3262 section 3).
 */
export class RepeatedResponse {
  #again: Timer;
  readonly #giveUp: Timer;

  /**
   * Sends it.
   * @param longest The longest time between two of them, in ms: it doubles from T1 on.
   * @param lost Nothing came within 64*T1.
   */
  constructor(send: () => void, longest: number, lost: () => void) {
    const repeat = (interval: number) => {
      this.#again = platform.setTimeout(() => {
        send();
        repeat(Math.min(2 * interval, longest));
      }, interval);
    };
    this.#giveUp = platform.setTimeout(() => {
      this.stop();
      lost();
    }, TRANSACTION_TIMEOUT);
    repeat(T1);
    send();
  }

  /** Sends the 2xx to an INVITE, until its ACK comes (RFC 3261 section 13.3.1.4). */
  static accept(
    invite: IncomingRequest,
    extraHeaders: string[],
    body: string | undefined,
    noAck: () => void,
  ): RepeatedResponse {
    return new RepeatedResponse(() => invite.reply(200, undefined, extraHeaders, body), T2, noAck);
  }

  /** It came, or nobody cares any more. */
  stop(): void {
    platform.clearTimeout(this.#again);
    platform.clearTimeout(this.#giveUp);
  }
}
