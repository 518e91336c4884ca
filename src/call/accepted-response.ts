import type { IncomingRequest } from '../message/incoming.ts';
import { platform, type Timer } from '../platform.ts';
import { T1, T2, TRANSACTION_TIMEOUT } from '../transaction/timers.ts';

/**
 * The 2xx to an INVITE. It is sent again, even over a reliable transport, until its ACK comes (RFC 3261 section
 * 13.3.1.4): the path behind the first hop may not be reliable.
 */
export class AcceptedResponse {
  readonly #noAck: () => void;
  #again: Timer;
  #giveUp: Timer;

  /**
   * Sends it.
   * @param content What goes into the 200.
   * @param noAck No ACK came within 64*T1.
   */
  constructor(
    request: IncomingRequest,
    content: { extraHeaders: string[]; body: string | null },
    noAck: () => void,
  ) {
    this.#noAck = noAck;
    const send = () => request.reply(200, undefined, content.extraHeaders, content.body ?? undefined);
    const repeat = (interval: number) => {
      this.#again = platform.setTimeout(() => {
        send();
        repeat(Math.min(2 * interval, T2));
      }, interval);
    };
    this.#giveUp = platform.setTimeout(() => {
      this.stop();
      this.#noAck();
    }, TRANSACTION_TIMEOUT);
    repeat(T1);
    send();
  }

  /** The ACK came, or nobody cares any more. */
  stop(): void {
    platform.clearTimeout(this.#again);
    platform.clearTimeout(this.#giveUp);
  }
}
