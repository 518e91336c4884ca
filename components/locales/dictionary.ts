import type { ErrorCode } from '../../src/errors.ts';
import type { QualityGrade } from '../../src/media/mos.ts';
import type { SoundTrouble } from '../store/call-quality.ts';
import type { State } from '../store/states.ts';

/** Every text that the elements show or say, in one language. The text of a peer is handed in, never built in. */
export interface Dictionary {
  /** BCP 47. */
  readonly lang: string;
  /** What is shown for each state. */
  readonly states: Readonly<Record<State, string>>;
  /** What a screen reader is told when a state begins; `name` is the other party. Empty: nothing. */
  readonly spoken: Readonly<Record<State, (name: string) => string>>;
  /** One sentence for each error, for the visitor: what to do. */
  readonly errors: Readonly<Record<ErrorCode, string>>;
  /** The names of buttons and fields. */
  readonly labels: Readonly<Record<Label, string>>;
  /** Nobody takes calls now; `when` is a day of the week and a time. */
  readonly opensAgain: (when: string) => string;
  /** A call comes in: seen and heard. */
  readonly incoming: (name: string) => string;
  /** A call comes in that is answered by itself: seen and heard, before the user is. */
  readonly automatic: (name: string) => string;
  /** The microphone was switched off or on. */
  readonly muted: string;
  readonly unmuted: string;
  /** The place in a queue, 1 is next, in digits of the language: seen and heard. */
  readonly queuePosition: (place: string) => string;
  /** The server told when it takes calls again; `time` is a time of day. */
  readonly worksAgain: (time: string) => string;
  /** What a visitor is asked before a call and after it. */
  readonly visitor: Readonly<Record<VisitorText, string>>;
  /** What is wrong with the microphone of a call: seen and heard. */
  readonly microphone: Readonly<Record<'silenced' | 'lost', string>>;
  /** Which picture is sent now. */
  readonly pictures: Readonly<Record<'camera' | 'screen' | 'none', string>>;
  /** How a call sounds. */
  readonly quality: Readonly<Record<QualityGrade, string>>;
  /** It sounds poor, and good again: heard. */
  readonly soundPoor: string;
  readonly soundGood: string;
  /** Why one side hears nothing: seen and heard. */
  readonly noSound: Readonly<Record<SoundTrouble, string>>;
  /** The other party has put the call on hold. */
  readonly heldByOther: string;
  /** The parties do not hear each other any more, and the line is being made again: seen and heard. */
  readonly soundLost: string;
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
  | 'standby'
  | 'timer'
  | 'quality'
  | 'microphoneLevel'
  | 'speakerLevel'
  | 'microphone'
  | 'speaker'
  | 'ringer'
  | 'camera'
  | 'screen'
  | 'systemDefault'
  | 'settings'
  | 'volume'
  | 'echoCancellation'
  | 'noiseSuppression'
  | 'autoGainControl'
  | 'otherVideo'
  | 'ownVideo'
  | 'playSound';

/** A text of what is asked before a call and after it. */
export type VisitorText =
  | 'consent'
  | 'agree'
  | 'decline'
  | 'precall'
  | 'name'
  | 'reason'
  | 'cancel'
  | 'rate'
  | 'send'
  | 'audioTest'
  | 'speak'
  | 'listen'
  | 'stop';

type ButtonState = 'loading' | 'closed';
type ButtonError = 'code-missing' | 'webrtc-unsupported' | 'page-insecure';
type ButtonLabel = 'call';

/** What a call button can show before its phone is there: small, for every page that has one loads it. */
export interface ButtonWords {
  readonly lang: string;
  readonly states: Pick<Dictionary['states'], ButtonState>;
  readonly errors: Pick<Dictionary['errors'], ButtonError>;
  readonly labels: Pick<Dictionary['labels'], ButtonLabel>;
  readonly opensAgain: Dictionary['opensAgain'];
}

/** All other words: they come with the code of a phone. */
export interface PhoneWords extends Omit<Dictionary, keyof ButtonWords> {
  readonly states: Omit<Dictionary['states'], ButtonState>;
  readonly errors: Omit<Dictionary['errors'], ButtonError>;
  readonly labels: Omit<Dictionary['labels'], ButtonLabel>;
}

/** What a call button knows to say: at first only its own words, later the whole dictionary. */
export type KnownWords = {
  readonly [Group in 'states' | 'errors' | 'labels']: Partial<Dictionary[Group]>;
} & Pick<ButtonWords, 'lang' | 'opensAgain'>;

/** The whole dictionary of a language. */
export function complete(button: ButtonWords, phone: PhoneWords): Dictionary {
  return {
    ...phone,
    ...button,
    states: { ...button.states, ...phone.states },
    errors: { ...button.errors, ...phone.errors },
    labels: { ...button.labels, ...phone.labels },
  };
}
