import { createLog } from '../log.ts';
import { causes, sipErrorCause } from '../causes.ts';
import { assertStatusCode } from '../message/checked.ts';
import type { IncomingRequest, IncomingResponse } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import { randomFraction } from '../random.ts';
import { bodyOfType } from './body.ts';
import type { Call } from './call.ts';
import type { RejectOptions, RenegotiateOptions, ReofferEvent } from './events.ts';
import { RepeatedResponse } from './repeated-response.ts';

const debug = createLog('sip-elements:call:reoffer');

/** What a new offer of ours is for. */
export interface ReofferPlan extends RenegotiateOptions {
  /** Whether we want to hold the far end; as it is where this is absent. */
  hold?: boolean;
  /** Runs after success only. */
  done?: (() => void) | undefined;
}

type Outcome = { response: IncomingResponse } | { cause: string };

/** New offers in an established call, by re-INVITE (RFC 3261 chapter 14) or UPDATE (RFC 3311), of either side. */
export class Reoffer {
  readonly #call: Call;
  /** An offer of ours is under way, from the wish to its end. */
  #busy = false;
  /** Requests of theirs that have no final response yet. */
  readonly #unanswered = new Set<IncomingRequest>();
  /** A re-INVITE of theirs waits for its ACK, and this is our 200. */
  #accepted: RepeatedResponse | undefined;
  /** What the ACK brings: the answer to the offer in our 200. */
  #onAck: ((ack: IncomingRequest) => void) | undefined;
  #offerOptions: RTCOfferOptions | undefined;
  #whenAgreed: (() => void)[] = [];

  constructor(call: Call) {
    this.#call = call;
    call.reinvite = () => void this.start({});
    const stop = () => {
      this.#accepted?.stop();
      // RFC 3261 section 15.1.2: what is pending when the call ends.
      for (const request of this.#unanswered) request.reply(487);
      this.#unanswered.clear();
    };
    call.life.signal.addEventListener('abort', stop, { once: true });
  }

  /** For a later re-INVITE without an offer. */
  set offerOptions(options: RTCOfferOptions | undefined) {
    this.#offerOptions = options;
  }

  /** Whether an offer of ours may start now. */
  get ready(): boolean {
    const { state, negotiation } = this.#call;
    return state === 'CONFIRMED' && !this.#busy && !this.#accepted && negotiation?.open === 'none';
  }

  /** Runs `callback` when the offer of ours that is under way is agreed on. */
  whenAgreed(callback: () => void): void {
    this.#whenAgreed.push(callback);
  }

  /** Makes a new offer. Returns false where that cannot be now. */
  start(plan: ReofferPlan): boolean {
    if (!this.ready) return false;
    this.#busy = true;
    const method = plan.useUpdate ? 'UPDATE' : 'INVITE';
    this.#call.life.run(
      async () => {
        const agreed = await this.#offer(method, plan);
        this.#busy = false;
        // In a task of its own: what it throws is the application's error, not one of the negotiation.
        if (agreed && plan.done) queueMicrotask(plan.done);
        const waiting = this.#whenAgreed.splice(0);
        if (agreed) for (const resolve of waiting) resolve();
      },
      (error) => {
        debug('%s failed: %O', method, error);
        void this.#call.negotiation?.rollback();
        this.#busy = false;
        this.#call.emit('negotiationfailed', { originator: 'local', method, cause: causes.WEBRTC_ERROR });
      },
    );
    return true;
  }

  /** A re-INVITE or UPDATE has come. */
  receive(request: IncomingRequest): void {
    const { negotiation } = this.#call;
    const offers = bodyOfType(request, 'application/sdp') !== null || request.method === 'INVITE';
    if (this.#call.timers?.refuses(request)) return;
    // RFC 3311 section 5.2: the offer of the INVITE waits for its answer.
    if (!negotiation) return offers ? this.#later(request) : request.reply(403);
    // RFC 3261 section 14.2, RFC 3311 section 5.2: one offer at a time.
    if (offers && (this.#accepted || negotiation.open === 'remote')) return this.#later(request);
    if (offers && negotiation.open === 'local') return request.reply(491);
    this.#unanswered.add(request);
    const event: ReofferEvent = {
      request,
      callback: undefined,
      reject: ({ status_code = 403, reason_phrase, extraHeaders }: RejectOptions = {}) => {
        assertStatusCode(status_code, 300);
        request.reply(status_code, reason_phrase, extraHeaders);
        this.#unanswered.delete(request);
      },
    };
    this.#call.emit(request.method === 'INVITE' ? 'reinvite' : 'update', event);
    // A listener may have refused it or ended the call.
    if (!this.#unanswered.has(request)) return;
    this.#call.life.run(
      () => this.#answer(request, event),
      (error) => {
        debug('the offer cannot be used: %O', error);
        this.#unanswered.delete(request);
        request.reply(488);
        void negotiation.rollback();
      },
    );
  }

  /** The ACK of our 200 to a re-INVITE came. */
  acknowledged(ack: IncomingRequest): void {
    this.#accepted?.stop();
    this.#accepted = undefined;
    this.#onAck?.(ack);
    this.#onAck = undefined;
  }

  /** Resolves with whether the two sides agreed. */
  async #offer(method: 'INVITE' | 'UPDATE', plan: ReofferPlan): Promise<boolean> {
    const { life, negotiation } = this.#call;
    if (!negotiation) return false;
    const offer = await life.during(negotiation.createOffer(plan.rtcOfferConstraints, plan.hold));
    const outcome = await life.during(this.#request(method, offer, plan.extraHeaders ?? []));
    if ('cause' in outcome) return this.#refused(method, outcome.cause);
    const { response } = outcome;
    if (response.status_code === 491) {
      // RFC 3261 section 14.1: both asked at once; we ask again after a random time, and let theirs through.
      await life.during(negotiation.rollback());
      do await life.during(this.#glarePause());
      while (this.#accepted || negotiation.open !== 'none');
      return this.#offer(method, plan);
    }
    if (response.status_code === 422 && this.#call.timers?.tooSmall(response)) {
      await life.during(negotiation.rollback());
      return this.#offer(method, plan);
    }
    if (response.status_code >= 300) {
      return this.#refused(method, sipErrorCause(response.status_code), response);
    }
    const answer = bodyOfType(response, 'application/sdp');
    try {
      if (answer === null) throw new Error('no answer in the 200');
      await life.during(negotiation.acceptAnswer(answer));
      return true;
    } catch {
      return this.#refused(method, causes.BAD_MEDIA_DESCRIPTION, response);
    }
  }

  /** Back to what was agreed before: the call stays as it was. */
  async #refused(method: string, cause: string, response?: IncomingResponse): Promise<false> {
    const { life, negotiation } = this.#call;
    await life.during(negotiation?.rollback());
    this.#busy = false;
    this.#call.emit('negotiationfailed', {
      originator: response ? 'remote' : 'system',
      method,
      cause,
      ...(response && { response }),
    });
    // RFC 3261 section 12.2.1.2: the far end knows nothing of this dialog any more.
    if (response?.status_code === 481) {
      this.#call.step('fail', { originator: 'remote', cause: causes.DIALOG_ERROR, message: response });
    }
    return false;
  }

  #request(method: string, body: string, extraHeaders: string[]): Promise<Outcome> {
    const { dialog, host } = this.#call;
    if (!dialog) return Promise.resolve({ cause: causes.DIALOG_ERROR });
    return new Promise((resolve) => {
      let sent: OutgoingRequest;
      const headers = [
        ...this.#call.offerHeaders(),
        'Content-Type: application/sdp',
        ...(this.#call.timers?.requestHeaders() ?? []),
        ...extraHeaders,
      ];
      this.#call.send(
        dialog,
        method,
        { extraHeaders: headers, body },
        {
          sending: (request) => (sent = request),
          response: (response) => {
            if (response.status_code < 200) return;
            if (response.status_code < 300) {
              dialog.refreshTarget(response);
              this.#call.timers?.agreed(response);
              if (method === 'INVITE') host.signalling.sendAck(dialog.createAck(sent));
            }
            resolve({ response });
          },
          timeout: () => resolve({ cause: causes.REQUEST_TIMEOUT }),
          transportError: () => resolve({ cause: causes.CONNECTION_ERROR }),
        },
      );
    });
  }

  async #answer(request: IncomingRequest, event: ReofferEvent): Promise<void> {
    const { life, negotiation } = this.#call;
    if (!negotiation) return;
    const offer = bodyOfType(request, 'application/sdp');
    const extraHeaders = this.#call.offerHeaders();
    let body: string | null = null;
    if (offer !== null) {
      await life.during(negotiation.acceptOffer(offer));
      body = await life.during(negotiation.createAnswer(undefined));
    } else if (request.method === 'INVITE') {
      // Without an offer in it, the 200 offers and the ACK answers (RFC 3261 section 14.2).
      body = await life.during(negotiation.createOffer(this.#offerOptions));
      this.#onAck = (ack) => this.#takeLateAnswer(ack);
    }
    // Only what is accepted refreshes the session (RFC 4028 section 9).
    extraHeaders.push(...(this.#call.timers?.responseHeaders(request) ?? []));
    this.#unanswered.delete(request);
    if (request.method === 'INVITE') {
      this.#accepted = RepeatedResponse.accept(request, extraHeaders, body, () => this.#noAck());
    } else {
      request.reply(200, undefined, extraHeaders, body);
    }
    if (event.callback) queueMicrotask(event.callback);
  }

  #takeLateAnswer(ack: IncomingRequest): void {
    const { life, negotiation } = this.#call;
    const answer = bodyOfType(ack, 'application/sdp') ?? '';
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
    this.#call.noAck();
  }

  #later(request: IncomingRequest): void {
    request.reply(500, undefined, [`Retry-After: ${Math.floor(randomFraction() * 11)}`]);
  }

  #glarePause(): Promise<void> {
    const fraction = randomFraction();
    // RFC 3261 section 14.1: who made the Call-ID waits longer, so that the two do not meet again.
    const ms = this.#call.session.direction === 'outgoing' ? 2_100 + fraction * 1_900 : fraction * 2_000;
    return new Promise((resolve) => this.#call.setTimeout(resolve, ms));
  }
}
