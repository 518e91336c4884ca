/** The events that a call button has before anything else is loaded. All others are in events.ts. */
import type { ErrorCode } from '../src/errors.ts';
import type { PhoneCallOptions } from './store/phone-events.ts';
import type { State } from './store/states.ts';

/** All events of the elements bubble and leave shadow trees. */
export class SipEvent extends Event {
  constructor(type: string, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
  }
}

/** A call is asked for, and nothing has happened yet. Canceling it keeps anything from happening. */
export class SipCallRequestEvent extends SipEvent {
  /** Whom to call; may be changed. Not `target`: that is the element, as in every event (DOM, `Event.target`). */
  callTarget: string;
  /** How; may be changed. */
  options: PhoneCallOptions;

  constructor(target: string, options: PhoneCallOptions) {
    super('sip-call-request', true);
    this.callTarget = target;
    this.options = options;
  }
}

/** The attribute `state` changed. */
export class SipStateChangeEvent extends SipEvent {
  readonly state: State;

  constructor(state: State) {
    super('sip-state-change');
    this.state = state;
  }
}

/** Something went wrong. */
export class SipErrorEvent extends SipEvent {
  /** Of the register of errors. */
  readonly code: ErrorCode;
  /** What to do, in the user's language. */
  readonly message: string;
  /** Whether nothing more can work until it is mended. */
  readonly fatal: boolean;
  /** What the site's owner can do, in English. */
  readonly fix: string;

  constructor(error: { code: ErrorCode; message: string; fatal: boolean; fix: string }) {
    super('sip-error');
    this.code = error.code;
    this.message = error.message;
    this.fatal = error.fatal;
    this.fix = error.fix;
  }
}
