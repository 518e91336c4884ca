import type { ErrorCode } from '../../src/errors.ts';
import type { State } from '../store/states.ts';

/** Every text that the elements show or say, in one language. The text of a peer is handed in, never built in. */
export interface Dictionary {
  /** BCP 47. */
  readonly lang: string;
  /** What is shown for each state. */
  readonly states: Record<State, string>;
  /** What a screen reader is told when a state begins; `name` is the other party. Empty: nothing. */
  readonly spoken: Record<State, (name: string) => string>;
  /** One sentence for each error, for the visitor: what to do. */
  readonly errors: Record<ErrorCode, string>;
  /** The names of buttons and fields. */
  readonly labels: Record<Label, string>;
  /** A call comes in: seen and heard. */
  readonly incoming: (name: string) => string;
  /** The microphone was switched off or on. */
  readonly muted: string;
  readonly unmuted: string;
  /** The other party has put the call on hold. */
  readonly heldByOther: string;
}

/** The name of a button, a field or a region. */
export type Label =
  | 'call'
  | 'phone'
  | 'currentCall'
  | 'incomingCall'
  | 'hangup'
  | 'answer'
  | 'reject'
  | 'silence'
  | 'mute'
  | 'hold'
  | 'keypad'
  | 'close'
  | 'number'
  | 'registered'
  | 'notRegistered'
  | 'timer'
  | 'microphoneLevel'
  | 'speakerLevel'
  | 'playSound';
