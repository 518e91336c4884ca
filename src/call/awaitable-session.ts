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
    if (this.isEnded()) return Promise.reject(new SipError('wrong-state'));
    return when<SessionEvents, void>(this, { accepted: () => ({ done: undefined }), ...this.#failures() });
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
    return this.isOnHold().local ? Promise.resolve() : this.#whenNegotiated('hold');
  }

  /** Resolves when the far end is held by us no more; rejects with a SipError where it refused, or the call is over. */
  whenUnheld(): Promise<void> {
    return this.isOnHold().local ? this.#whenNegotiated('unhold') : Promise.resolve();
  }

  /** Resolves when the new offer that is under way is agreed on; rejects with a SipError where it is not. */
  whenRenegotiated(): Promise<void> {
    if (this.isReadyToReOffer()) return Promise.resolve();
    const done = new Promise<void>((resolve) => this.whenAgreed(resolve));
    const failed = when<SessionEvents, never>(this, this.#failures());
    return Promise.race([done, failed]);
  }

  #whenNegotiated(event: 'hold' | 'unhold'): Promise<void> {
    return when<SessionEvents, void>(this, {
      [event]: ({ originator }: { originator: string }) =>
        originator === 'local' ? { done: undefined } : undefined,
      ...this.#failures(),
    });
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
