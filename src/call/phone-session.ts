import { InvalidStateError } from '../errors.ts';
import type { HoldState } from '../media/sdp.ts';
import { checkedHeaders } from '../message/checked.ts';
import type { DTMFOptions } from './dtmf.ts';
import type { Call } from './call.ts';
import type { RenegotiateOptions, Target } from './events.ts';
import type { ReofferPlan } from './own-offers.ts';
import type { ReferOptions, ReferSubscriber } from './refer-subscriber.ts';
import type { Sickness } from './recovery-table.ts';
import { CallSession } from './session.ts';

/** One call of a phone: that of the small agent, which can be held, and sends tones. */
export class PhoneSession extends CallSession {
  /** Who holds whom. */
  isOnHold(): HoldState {
    return { ...(this.call.hold?.state ?? { local: false, remote: false }) };
  }

  /** Whether `hold`, `unhold` or `renegotiate` may start now. */
  isReadyToReOffer(): boolean {
    return this.call.ownOffers?.ready ?? false;
  }

  /** Puts the far end on hold. Returns whether it was started; `done` runs after success only. */
  hold(options?: RenegotiateOptions | null, done?: (() => void) | null): boolean {
    return !this.isOnHold().local && this.#renegotiate({ ...options, hold: true, done });
  }

  /** Takes the far end from hold. Returns whether it was started; `done` runs after success only. */
  unhold(options?: RenegotiateOptions | null, done?: (() => void) | null): boolean {
    return this.isOnHold().local && this.#renegotiate({ ...options, hold: false, done });
  }

  /** Forces a new offer. Returns whether it was started; `done` runs after success only. */
  renegotiate(options?: RenegotiateOptions | null, done?: (() => void) | null): boolean {
    return this.#renegotiate({ ...options, done });
  }

  /**
   * Sends tones, one after another (manual: `sendDTMF()`).
   * @throws InvalidStateError outside an established call; TypeError for tones or options that cannot be.
   */
  sendDTMF(tones: string | number, options?: DTMFOptions | null): void {
    if (!this.isEstablished()) throw new InvalidStateError(this.status);
    checkedHeaders('extraHeaders', options?.extraHeaders);
    this.call.dtmf?.send(tones, options ?? {});
  }

  /**
   * Sends the far end to another target (manual: `refer()`; RFC 3515), with `replaces` into another call of ours
   * (RFC 3891). Returns false outside an established call, and where REFER is not
   * installed: the `UA` has it, a phone agent only once `installTransfers()` was called.
   * @throws TypeError for a target or option that cannot be.
   */
  refer(target: Target, options?: ReferOptions | null): ReferSubscriber | false {
    checkedHeaders('extraHeaders', options?.extraHeaders);
    return (this.isEstablished() && this.call.refer?.(target, options ?? {})) || false;
  }

  /** What is out of order at present. */
  get sickness(): Sickness {
    return this.call.recovery?.sickness ?? { signalling: false, media: false };
  }

  /** For whoever measures the media: none have come for seconds, or they come again. */
  mediaHealth(health: 'lost' | 'found'): void {
    this.call.recovery?.mediaHealth(health);
  }

  /**
   * The connection of the account was lost, or there is a new one. For the UA.
   * @internal
   */
  connectionChanged(connected: boolean): void {
    this.call.recovery?.connectionChanged(connected);
  }

  /**
   * Installs a feature on a call that has begun already. For the agent.
   * @internal
   */
  install(feature: (call: Call) => void): void {
    feature(this.call);
  }

  #renegotiate(plan: ReofferPlan): boolean {
    checkedHeaders('extraHeaders', plan.extraHeaders);
    return this.call.ownOffers?.start(plan) ?? false;
  }
}
