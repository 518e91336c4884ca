/** A gap of this length, in ms, is longer than any that a live call has: voice comes in packets of 20 to 60 ms. */
const SILENT_AFTER_MS = 600;

/**
 * Notices within a second that no packets of the far end come any more: ICE takes six to say so. That alone is no
 * fault, for the far end may say nothing. It makes the rest suspect.
 */
export class PacketWatch {
  #newest = 0;
  #heardAt: number | undefined;
  #silent = false;

  /** Whether packets came before, and do not now. */
  get silent(): boolean {
    return this.#silent;
  }

  /**
   * Looks at what has come.
   * @param newest {@link newestPacket}.
   * @param now The time, in ms.
   * @param expected Whether packets should come: nobody sends any while somebody holds.
   * @returns What is new.
   */
  look(newest: number, now: number, expected: boolean): 'silence' | 'sound' | undefined {
    const heard = newest > this.#newest;
    this.#newest = Math.max(newest, this.#newest);
    if (heard || !expected) {
      // Silence is news only after sound.
      this.#heardAt = heard ? now : undefined;
      if (!this.#silent) return undefined;
      this.#silent = false;
      return 'sound';
    }
    if (this.#silent || this.#heardAt === undefined || now - this.#heardAt < SILENT_AFTER_MS)
      return undefined;
    this.#silent = true;
    return 'silence';
  }
}

/** When the newest packet was taken for playing, on a clock of the browser's; 0 where none was in the last seconds. */
export function newestPacket(connection: RTCPeerConnection): number {
  // Synchronous, and cheap: getStats() would gather everything, several times a second.
  const sources = connection
    .getReceivers()
    .flatMap((receiver) => receiver.getSynchronizationSources?.() ?? []);
  return Math.max(0, ...sources.map(({ timestamp }) => timestamp));
}
