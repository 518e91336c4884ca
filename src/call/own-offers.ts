import { createLog } from '../log.ts';
import * as causes from '../causes.ts';
import { sipErrorCause } from '../cause-of.ts';
import { asRestart } from '../media/restart-offer.ts';
import type { IncomingResponse } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import { randomFraction } from '../random.ts';
import { sdpOf } from './body.ts';
import type { Call } from './call.ts';
import { endWhereGone } from './dialog-gone.ts';
import type { RenegotiateOptions } from './events.ts';

const debug = createLog('sip-elements:call:own-offers');

/** So often is an offer made that meets one of the far end: a server that says 491 to all must not keep us busy for ever. */
const MOST_ATTEMPTS = 5;

/** What a new offer of ours is for. */
export interface ReofferPlan extends RenegotiateOptions {
  /** Whether we want to hold the far end; as it is where this is absent. */
  hold?: boolean;
  /** Runs after success only. */
  done?: (() => void) | null | undefined;
  /**
   * Makes it one attempt, which ends when this aborts: neither glare nor the loss of the connection makes it anew, and
   * no event tells of it. Who asked for it decides what follows.
   */
  signal?: AbortSignal;
  /** Runs when the two sides have agreed, or have not. */
  settled?: (agreed: boolean) => void;
}

type Outcome = { response: IncomingResponse } | { cause: string };

/** New offers of ours in an established call, by re-INVITE (RFC 3261 chapter 14) or UPDATE (RFC 3311). */
export class OwnOffers {
  readonly #call: Call;
  /** An offer of ours is under way, from the wish to its end. */
  #busy = false;
  #whenSettled: ((agreed: boolean) => void)[] = [];

  constructor(call: Call) {
    this.#call = call;
  }

  /** Whether an offer of ours may start now. */
  get ready(): boolean {
    const { state, negotiation, remoteOffers } = this.#call;
    return state === 'CONFIRMED' && !this.#busy && !remoteOffers.waitsForAck && negotiation?.open === 'none';
  }

  /** Runs `callback` when the two sides have agreed on the offer of ours that is under way, or have not. */
  whenSettled(callback: (agreed: boolean) => void): void {
    this.#whenSettled.push(callback);
  }

  /** Makes a new offer. Returns false where that cannot be now. */
  start(plan: ReofferPlan): boolean {
    if (!this.ready) return false;
    this.#busy = true;
    const method = plan.useUpdate ? 'UPDATE' : 'INVITE';
    this.#call.life.run(
      async () => {
        const agreed = await this.#offer(method, plan);
        this.#settle(plan, agreed);
        // In a task of its own: what it throws is the application's error, not one of the negotiation.
        if (agreed && plan.done) queueMicrotask(plan.done);
      },
      (error) => {
        debug('%s failed: %O', method, error);
        void this.#call.negotiation?.rollback();
        this.#busy = false;
        this.#call.emit('negotiationfailed', { originator: 'local', method, cause: causes.WEBRTC_ERROR });
        this.#settle(plan, false);
      },
    );
    return true;
  }

  #settle(plan: ReofferPlan, agreed: boolean): void {
    this.#busy = false;
    plan.settled?.(agreed);
    for (const settled of this.#whenSettled.splice(0)) settled(agreed);
  }

  /** Resolves with whether the two sides agreed. */
  async #offer(method: 'INVITE' | 'UPDATE', plan: ReofferPlan, attempt = 1): Promise<boolean> {
    const { life, media, negotiation, remoteOffers } = this.#call;
    if (!media || !negotiation) return false;
    const created = await life.during(negotiation.createOffer(plan.rtcOfferConstraints, plan.hold));
    const offer = asRestart(created, media.connection);
    const outcome = await life.during(this.#request(method, offer, plan));
    if ('cause' in outcome) return this.#refused(plan, method, outcome.cause);
    const { response } = outcome;
    if (response.status_code === 491 && !plan.signal && attempt < MOST_ATTEMPTS) {
      // RFC 3261 section 14.1: both asked at once; we ask again after a random time, and let theirs through.
      await life.during(negotiation.rollback());
      const pause = () =>
        new Promise<void>((resolve) => this.#call.setTimeout(resolve, glarePause(this.#call)));
      do await life.during(pause());
      while (remoteOffers.waitsForAck || negotiation.open !== 'none');
      return this.#offer(method, plan, attempt + 1);
    }
    if (response.status_code === 422 && this.#call.timers?.tooSmall(response)) {
      await life.during(negotiation.rollback());
      return this.#offer(method, plan);
    }
    if (response.status_code >= 300) {
      return this.#refused(plan, method, sipErrorCause(response.status_code), response);
    }
    const answer = sdpOf(response);
    try {
      if (answer === null) throw new Error('no answer in the 200');
      await life.during(negotiation.acceptAnswer(answer));
      return true;
    } catch {
      return this.#refused(plan, method, causes.BAD_MEDIA_DESCRIPTION, response);
    }
  }

  /** Back to what was agreed before: the call stays as it was. */
  async #refused(
    plan: ReofferPlan,
    method: string,
    cause: string,
    response?: IncomingResponse,
  ): Promise<false> {
    const { life, negotiation } = this.#call;
    await life.during(negotiation?.rollback());
    this.#busy = false;
    const originator = response ? 'remote' : 'system';
    const event = { originator, method, cause, ...(response && { response }) } as const;
    if (!plan.signal) this.#call.emit('negotiationfailed', event);
    if (response) endWhereGone(this.#call, response);
    return false;
  }

  #request(method: string, body: string, { extraHeaders = [], signal }: ReofferPlan): Promise<Outcome> {
    const { dialog, host } = this.#call;
    if (!dialog || signal?.aborted) return Promise.resolve({ cause: causes.DIALOG_ERROR });
    return new Promise((resolve) => {
      let sent: OutgoingRequest;
      // A 2xx that comes later is acknowledged all the same; the offer after this one puts things right.
      signal?.addEventListener('abort', () => resolve({ cause: causes.REQUEST_TIMEOUT }), { once: true });
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
        signal,
      );
    });
  }
}

/** How long to wait after glare, in ms: who made the Call-ID longer, so that the two do not meet again (RFC 3261 section 14.1). */
export function glarePause({ session }: Call): number {
  const fraction = randomFraction();
  return session.direction === 'outgoing' ? 2_100 + fraction * 1_900 : fraction * 2_000;
}
