import type { CallMedia } from '../media/call-media.ts';

/** What the offers and answers of a call tell. */
export interface NegotiationHooks {
  /**
   * Before a description is used or sent; returns it as the application wants it.
   * @param hold Whether we want to hold the far end by it; as it is where this is absent.
   */
  sdp(originator: 'local' | 'remote', type: 'offer' | 'answer', sdp: string, hold?: boolean): string;
  /** Whether nobody has answered the call yet. */
  early(): boolean;
  /** Both sides agree on the newest offer and answer. */
  agreed(): void;
}

/** Whose offer waits for an answer. */
export type OpenOffer = 'none' | 'local' | 'remote';

/** Offers and answers of one call (RFC 3264, RFC 6337). */
export class Negotiation {
  readonly #media: CallMedia;
  readonly #hooks: NegotiationHooks;
  /** Whose offer waits for an answer. */
  open: OpenOffer = 'none';
  /** The answer that our newest offer already has, as it came. */
  #answer: string | undefined;

  constructor(media: CallMedia, hooks: NegotiationHooks) {
    this.#media = media;
    this.#hooks = hooks;
  }

  /** Makes an offer; `hold` is whether we want to hold the far end by it. */
  async createOffer(options: RTCOfferOptions | undefined, hold?: boolean): Promise<string> {
    this.open = 'local';
    this.#answer = undefined;
    return this.#hooks.sdp('local', 'offer', await this.#media.createOffer(options), hold);
  }

  /** Takes the answer to our offer. Rejects where it cannot be used: the offer is then still open. */
  async acceptAnswer(text: string): Promise<void> {
    // A 200 repeats the answer that a 183 brought (RFC 3261 section 13.2.1).
    if (text !== this.#answer) await this.#takeAnswer(text);
    this.open = 'none';
    // Early media often flow one way only: that is no hold. The 200 will tell.
    if (!this.#hooks.early()) this.#hooks.agreed();
  }

  async #takeAnswer(text: string): Promise<void> {
    const sdp = this.#hooks.sdp('remote', 'answer', text);
    if (this.#media.connection.signalingState === 'stable') {
      // A 183 brought another answer before: the same offer is made again, and answered anew.
      await this.#media.createOffer();
    }
    await this.#media.setRemote('answer', sdp);
    this.#answer = text;
  }

  /** Takes an offer of the far end. Rejects where it cannot be used. */
  async acceptOffer(text: string): Promise<void> {
    this.open = 'remote';
    const sdp = this.#hooks.sdp('remote', 'offer', text);
    await this.#media.setRemote('offer', sdp);
  }

  /** Answers the offer of the far end. */
  async createAnswer(options: RTCAnswerOptions | undefined): Promise<string> {
    const answer = this.#hooks.sdp('local', 'answer', await this.#media.createAnswer(options));
    this.open = 'none';
    this.#hooks.agreed();
    return answer;
  }

  /** An offer was refused, or its answer cannot be used: back to what was agreed (RFC 3261 section 14.1). */
  async rollback(): Promise<void> {
    this.open = 'none';
    await this.#media.rollback();
  }
}
