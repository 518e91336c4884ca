import type { ErrorCode } from '../../src/errors.ts';
import type { Device, DeviceKind, DeviceWish } from '../../src/media/choose-device.ts';
import type { SoundProcessing } from '../../src/media/devices.ts';
import type { CallMediaState } from './call-media.ts';
import type { Sickness } from '../../src/call/recovery-table.ts';
import type { CallQuality } from './call-quality.ts';
import type { Phase, State } from './states.ts';

/** What went wrong, as far as a user must know: a code of the register of errors and a detail for the developer. */
export interface Problem {
  readonly code: ErrorCode;
  /** English, for the console: the attribute, the cause, the answer of the server. */
  readonly detail: string;
  /** From when on it may work, in milliseconds since the epoch, where the server told. */
  readonly retryAt?: number;
}

/**
 * The connection to the server: `none` before anybody wanted one, `connecting` at the first try, `disconnected`
 * from its loss or failure until it is back, however often it is tried meanwhile.
 */
export type Connection = 'none' | 'connecting' | 'connected' | 'disconnected';

/** One call at one moment. Immutable. */
export interface CallSnapshot {
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly phase: Phase;
  /** What a user is told of it. */
  readonly state: State;
  /** The other party's name or number: text of the peer, never markup. */
  readonly name: string;
  /** The place in the queue, 1 is next; null where nobody told one. */
  readonly queuePosition: number | null;
  /** Whether the microphone's track is off; true only once it is. */
  readonly muted: boolean;
  /** What it sends and receives beside that. */
  readonly media: CallMediaState;
  /** Who put the call on hold. */
  readonly hold: { readonly local: boolean; readonly remote: boolean };
  /** What is lost at present and being made again: the server, the sound, or both. The call goes on. */
  readonly lost: Sickness;
  /** How it sounds. */
  readonly quality: CallQuality;
  /** When it was answered, in milliseconds since the epoch; null before. */
  readonly startedAt: number | null;
  /** When it ended, in milliseconds since the epoch; null before. */
  readonly endedAt: number | null;
  /** Why it failed, or what of it does not work while it lives; null where nothing is wrong. */
  readonly problem: Problem | null;
  /** The element shows nothing of it: `sip-call-incoming` was canceled. */
  readonly hidden: boolean;
  /** It is answered without the user, in a moment (`auto-answer`), or was. */
  readonly automatic: boolean;
}

/** The devices for one use. */
export interface DeviceChoice {
  /** Empty before the user has allowed any. */
  readonly list: readonly Device[];
  /** What the user asked for; null follows the system. */
  readonly wish: DeviceWish | null;
  /** What that comes to at present. */
  readonly chosen: Device | null;
}

/** The phone at one moment. Immutable: a change makes a new one, so that two can be compared. */
export interface PhoneSnapshot {
  /** What a user is told; of the active call while there is one. */
  readonly state: State;
  /** Live calls, in the order in which the user turned to them or they came, and those that have just ended. */
  readonly calls: readonly CallSnapshot[];
  /** The call that the controls mean: the live one that was made or answered last, else one just ended. */
  readonly active: CallSnapshot | null;
  /** The oldest incoming call that waits for an answer. */
  readonly incoming: CallSnapshot | null;
  readonly connection: Connection;
  readonly registered: boolean;
  /** Another tab registers the account and rings: calls can be made here. */
  readonly standby: boolean;
  /** What is wrong at present; null when nothing is. */
  readonly problem: Problem | null;
  /** The call that can be rated: the last that was answered and has ended, until it is rated or another begins. */
  readonly toRate: string | null;
  /** The browser plays no sound until the page is touched. */
  readonly soundBlocked: boolean;
  /** The user wants the ringing to be quiet. */
  readonly silenced: boolean;
  /** How loud the other party and the tones are, 0 (silent) to 1. */
  readonly volume: number;
  readonly devices: Readonly<Record<DeviceKind, DeviceChoice>>;
  /** What the browser does to the microphone's sound. */
  readonly processing: Readonly<SoundProcessing>;
}

const NO_DEVICE: DeviceChoice = { list: [], wish: null, chosen: null };

/** A phone to which nothing has happened yet. */
export const IDLE: PhoneSnapshot = {
  state: 'idle',
  calls: [],
  active: null,
  incoming: null,
  connection: 'none',
  registered: false,
  standby: false,
  problem: null,
  toRate: null,
  soundBlocked: false,
  silenced: false,
  volume: 1,
  devices: { microphone: NO_DEVICE, camera: NO_DEVICE, speaker: NO_DEVICE, ringer: NO_DEVICE },
  processing: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
};
