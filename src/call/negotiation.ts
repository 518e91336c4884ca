import type { CallMedia } from '../media/call-media.ts';
import { saysRemoteHold, withHold, type HoldState } from '../media/sdp.ts';

/** What the offers and answers of a call tell. */
export interface NegotiationHooks {
  /** Before a description is used or sent; returns it as the application wants it. */
  sdp(originator: 'local' | 'remote', type: 'offer' | 'answer', sdp: string): string;
  /** Whether nobody has answered the call yet. */
  early(): boolean;
  /** Somebody began or ended a hold. */
  hold(originator: 'local' | 'remote', held: boolean): void;
}

/** Whose offer waits for an answer. */
export type OpenOffer = 'none' | 'local' | 'remote';

/** Offers and answers of one call (RFC 3264, RFC 6337), and who holds whom by them. */
export class Negotiation {
  readonly #media: CallMedia;
  readonly #hooks: NegotiationHooks;
  #open: OpenOffer = 'none';
  /** What the two sides agreed. */
  #hold: HoldState = { local: false, remote: false };
  /** What our open offer or answer would make of it. */
  #wanted: HoldState = this.#hold;
  #ownOffer = '';
  /** The answer that our newest offer already has: as it came, and as the application wanted it. */
  #answer: { text: string; sdp: string } | undefined;

  constructor(media: CallMedia, hooks: NegotiationHooks) {
    this.#media = media;
    this.#hooks = hooks;
  }

  /** Whose offer waits for an answer. */
  get open(): OpenOffer {
    return this.#open;
  }

  /** Who holds whom. */
  get hold(): Readonly<HoldState> {
    return this.#hold;
  }

  /** Makes an offer; `hold` is whether we want to hold the far end by it. */
  async createOffer(options: RTCOfferOptions | undefined, hold = this.#hold.local): Promise<string> {
    this.#open = 'local';
    this.#answer = undefined;
    this.#wanted = { ...this.#hold, local: hold };
    const sdp = withHold(await this.#media.createOffer(options), this.#wanted);
    return (this.#ownOffer = this.#hooks.sdp('local', 'offer', sdp));
  }

  /** Takes the answer to our offer. Rejects where it cannot be used: the offer is then still open. */
  async acceptAnswer(text: string): Promise<void> {
    // A 200 repeats the answer that a 183 brought (RFC 3261 section 13.2.1).
    const { sdp } = text === this.#answer?.text ? this.#answer : await this.#takeAnswer(text);
    this.#open = 'none';
    // Early media often flow one way only: that is no hold. The 200 will tell.
    if (this.#hooks.early()) return;
    this.#settle({ ...this.#wanted, remote: saysRemoteHold(sdp, this.#ownOffer) ?? this.#hold.remote });
  }

  async #takeAnswer(text: string): Promise<{ text: string; sdp: string }> {
    const sdp = this.#hooks.sdp('remote', 'answer', text);
    if (this.#media.connection.signalingState === 'stable') {
      // A 183 brought another answer before: the same offer is made again, and answered anew.
      await this.#media.createOffer();
    }
    await this.#media.setRemote('answer', sdp);
    return (this.#answer = { text, sdp });
  }

  /** Takes an offer of the far end. Rejects where it cannot be used. */
  async acceptOffer(text: string): Promise<void> {
    this.#open = 'remote';
    const sdp = this.#hooks.sdp('remote', 'offer', text);
    await this.#media.setRemote('offer', sdp);
    this.#wanted = { ...this.#hold, remote: saysRemoteHold(sdp) ?? this.#hold.remote };
  }

  /** Answers the offer of the far end. */
  async createAnswer(options: RTCAnswerOptions | undefined): Promise<string> {
    const sdp = withHold(await this.#media.createAnswer(options), this.#wanted);
    const answer = this.#hooks.sdp('local', 'answer', sdp);
    this.#settle(this.#wanted);
    return answer;
  }

  /** An offer was refused, or its answer cannot be used: back to what was agreed (RFC 3261 section 14.1). */
  async rollback(): Promise<void> {
    this.#open = 'none';
    this.#wanted = this.#hold;
    await this.#media.rollback();
  }

  #settle(hold: HoldState): void {
    const before = this.#hold;
    this.#open = 'none';
    this.#hold = this.#wanted = hold;
    this.#media.silence(hold.local || hold.remote);
    if (hold.local !== before.local) this.#hooks.hold('local', hold.local);
    if (hold.remote !== before.remote) this.#hooks.hold('remote', hold.remote);
  }
}
