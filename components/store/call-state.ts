/**
 * The table that leads from one phase of a call to the next. Pure: what happened
 * on the wire comes in as a fact, and nothing here knows SIP, a session or an element.
 */
import type { CallSnapshot } from './snapshot.ts';
import type { Phase, State } from './states.ts';

/**
 * What can happen to a call. `asking`, `granted` and `refused` are the browser's question for the microphone,
 * `answering` is the user's click, the rest is what the core's session tells.
 */
export type Happening =
  | 'asking'
  | 'granted'
  | 'refused'
  | 'answering'
  | 'sending'
  | 'ringing'
  | 'early-media'
  | 'queued'
  | 'accepted'
  | 'ended'
  | 'failed';

type Row = Partial<Record<Happening, Phase>>;

const END: Row = { ended: 'ended', failed: 'failed' };
const PROGRESS: Row = { ringing: 'ringing', 'early-media': 'early-media', queued: 'queued' };
const ANSWERED: Row = { accepted: 'connected' };

/** From phase to phase. What is not in a row changes nothing: a 180 after a 183 with sound takes no sound away. */
const TABLE: Record<Phase, Row> = {
  loading: { asking: 'permission', sending: 'dialing', refused: 'ringing', ...ANSWERED, ...END },
  permission: { granted: 'loading', sending: 'dialing', refused: 'ringing', ...ANSWERED, ...END },
  dialing: { ...PROGRESS, ...ANSWERED, ...END },
  ringing: { 'early-media': 'early-media', queued: 'queued', answering: 'loading', ...ANSWERED, ...END },
  'early-media': { queued: 'queued', ...ANSWERED, ...END },
  queued: { ...PROGRESS, ...ANSWERED, ...END },
  connected: END,
  ended: {},
  failed: {},
};

/** The phase after something happened; the same one where it means nothing in this phase. */
export function nextPhase(phase: Phase, happening: Happening): Phase {
  return TABLE[phase][happening] ?? phase;
}

/** What the user sees of a call: its phase, but for a connected one that is on hold or has lost server or sound. */
export function callState({ phase, hold, lost }: Pick<CallSnapshot, 'phase' | 'hold' | 'lost'>): State {
  if (phase !== 'connected') return phase;
  if (lost.signalling || lost.media) return 'reconnecting';
  return hold.local || hold.remote ? 'held' : 'connected';
}
