import { createLog } from '../log.ts';
import * as causes from '../causes.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import { randomFraction } from '../random.ts';
import { sdpOf } from './body.ts';
import type { Call } from './call.ts';
import type { ReofferEvent } from './events.ts';
import { RepeatedResponse } from './repeated-response.ts';

const debug = createLog('sip-elements:call:remote-offers');

/**
 * New offers of the far end in a call, by re-INVITE (RFC 3261 section 14.2) or UPDATE (RFC 3311). Servers refresh
 * sessions by them, so that every call takes them.
 */
export class RemoteOffers {
  /** For the offer that a re-INVITE without one asks us for. */
  offerOptions: RTCOfferOptions | undefined;
  readonly #call: Call;
  /** Requests of theirs that have no final response yet. */
  readonly #unanswered = new Set<IncomingRequest>();
  /** A re-INVITE of theirs waits for its ACK: that one, and our 200. */
  #reinvite: IncomingRequest | undefined;
  #accepted: RepeatedResponse | undefined;

  constructor(call: Call) {
    this.#call = call;
    const stop = () => {
      this.#accepted?.stop();
      // RFC 3261 section 15.1.2: what is pending when the call ends.
      for (const request of this.#unanswered) request.reply(487);
      this.#unanswered.clear();
    };
    call.life.signal.addEventListener('abort', stop, { once: true });
  }

  /** Whether a re-INVITE of theirs waits for its ACK. */
  get waitsForAck(): boolean {
    return this.#accepted !== undefined;
  }

  /** A re-INVITE or UPDATE has come. */
  receive(request: IncomingRequest): void {
    const { negotiation } = this.#call;
    const offers = sdpOf(request) !== null || request.method === 'INVITE';
    if (this.#call.timers?.refuses(request)) return;
    // RFC 3261 section 14.2, RFC 3311 section 5.2: one offer at a time; while we ring, that of the INVITE.
    if (offers && (!negotiation || this.#accepted || negotiation.open === 'remote'))
      return this.#later(request);
    if (offers && negotiation?.open === 'local') return request.reply(491);
    this.#unanswered.add(request);
    const event = this.#call.announceOffer?.(request, () => this.#unanswered.delete(request));
    // A listener may have refused it or ended the call.
    if (!this.#unanswered.has(request)) return;
    this.#call.life.run(
      () => this.#answer(request, event),
      (error) => {
        debug('the offer cannot be used: %O', error);
        this.#unanswered.delete(request);
        request.reply(488);
        void negotiation?.rollback();
      },
    );
  }

  /** The ACK of our 200 to a re-INVITE came. */
  acknowledged(ack: IncomingRequest): void {
    const reinvite = this.#reinvite;
    // The ACK of one before may come again, with its CSeq.
    if (ack.cseq !== reinvite?.cseq) return;
    this.#accepted?.stop();
    this.#accepted = this.#reinvite = undefined;
    // Our 200 offered, so the ACK answers.
    if (sdpOf(reinvite) === null) this.#takeLateAnswer(ack);
  }

  async #answer(request: IncomingRequest, event: ReofferEvent | undefined): Promise<void> {
    const { life, negotiation } = this.#call;
    const offer = sdpOf(request);
    const extraHeaders = this.#call.offerHeaders();
    let body: string | undefined;
    if (offer !== null) {
      await life.during(negotiation?.acceptOffer(offer));
      body = await life.during(negotiation?.createAnswer(undefined));
    } else if (request.method === 'INVITE') {
      // Without an offer in it, the 200 offers and the ACK answers (RFC 3261 section 14.2).
      this.#call.hold?.asked();
      body = await life.during(negotiation?.createOffer(this.offerOptions));
    }
    // Only what is accepted refreshes the session (RFC 4028 section 9).
    extraHeaders.push(...(this.#call.timers?.responseHeaders(request) ?? []));
    this.#unanswered.delete(request);
    if (request.method === 'INVITE') {
      this.#reinvite = request;
      this.#accepted = RepeatedResponse.accept(request, extraHeaders, body, () => this.#noAck());
    } else {
      request.reply(200, undefined, extraHeaders, body);
    }
    if (event?.callback) queueMicrotask(event.callback);
  }

  #takeLateAnswer(ack: IncomingRequest): void {
    const { life, negotiation } = this.#call;
    const answer = sdpOf(ack) ?? '';
    life.run(
      () => life.during(negotiation?.acceptAnswer(answer)),
      () => {
        void negotiation?.rollback();
        this.#call.emit('negotiationfailed', {
          originator: 'remote',
          method: 'INVITE',
          cause: causes.BAD_MEDIA_DESCRIPTION,
        });
      },
    );
  }

  #noAck(): void {
    this.#accepted = undefined;
    this.#call.giveUp(causes.NO_ACK);
  }

  #later(request: IncomingRequest): void {
    request.reply(500, undefined, [`Retry-After: ${Math.floor(randomFraction() * 11)}`]);
  }
}
