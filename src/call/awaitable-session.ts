import { Emitter } from '../emitter.ts';
import { SipError } from '../errors.ts';
import type { HoldState } from '../media/sdp.ts';
import { errorOfCause, when } from '../when.ts';
import type { EndEvent, NegotiationFailedEvent, SessionEvents } from './events.ts';

/** What takes time in a call, as promises beside the events. All of them are named `when…()`. */
export abstract class AwaitableSession extends Emitter<SessionEvents> {
  abstract isEstablished(): boolean;
  abstract isEnded(): boolean;
  abstract isOnHold(): HoldState;
  abstract isReadyToReOffer(): boolean;
  /** How and why the call ended; undefined before. */
  protected abstract get endEvent(): EndEvent | undefined;
  /** Runs `callback` when the offer of ours that is under way is agreed on. */
  protected abstract whenAgreed(callback: () => void): void;

  /** Resolves when the call is answered; rejects with a SipError where it is over before. */
  whenAnswered(): Promise<void> {
    if (this.isEstablished()) return Promise.resolve();
    return this.#whenDone({ accepted: () => ({ done: undefined }) });
  }

  /** Resolves with why, when the call is over; it never rejects. */
  whenEnded(): Promise<EndEvent> {
    if (this.endEvent) return Promise.resolve(this.endEvent);
    return when<SessionEvents, EndEvent>(this, {
      ended: (event) => ({ done: event }),
      failed: (event) => ({ done: event }),
    });
  }

  /** Resolves when the far end is held by us; rejects with a SipError where it refused, or the call is over. */
  whenHeld(): Promise<void> {
    return this.#whenDone({ hold: byUs }, this.isOnHold().local);
  }

  /** Resolves when the far end is held by us no more; rejects with a SipError where it refused, or the call is over. */
  whenUnheld(): Promise<void> {
    return this.#whenDone({ unhold: byUs }, !this.isOnHold().local);
  }

  /** Resolves when the new offer that is under way is agreed on; rejects with a SipError where it is not. */
  whenRenegotiated(): Promise<void> {
    const failed = this.#whenDone({}, this.isReadyToReOffer());
    const agreed = new Promise<void>((resolve) => this.whenAgreed(resolve));
    const outcome = Promise.race([failed, agreed]);
    outcome.catch(() => {});
    return outcome;
  }

  /** Resolves by one of `successes`, or where it is `done`; rejects where the call is or gets over. */
  #whenDone(successes: Parameters<typeof when<SessionEvents, void>>[1], done = false): Promise<void> {
    const over = this.isEnded() ? { error: new SipError('wrong-state') } : undefined;
    const known = over ?? (done ? { done: undefined } : undefined);
    return when<SessionEvents, void>(this, { ...successes, ...this.#failures() }, known);
  }

  /** What ends every hope. */
  #failures() {
    return {
      negotiationfailed: ({ cause }: NegotiationFailedEvent) => ({ error: errorOfCause(cause) }),
      ended: ({ cause }: EndEvent) => ({ error: errorOfCause(cause) }),
      failed: ({ cause }: EndEvent) => ({ error: errorOfCause(cause) }),
    };
  }
}

const byUs = ({ originator }: { originator: string }) =>
  originator === 'local' ? { done: undefined } : undefined;
