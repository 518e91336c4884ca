/** What a telephone makes its user hear: which tone when, and what a tone is. Pure. */
import { isLive } from '../store/states.ts';
import type { CallSnapshot, PhoneSnapshot } from '../store/snapshot.ts';

/**
 * Which tone: for a call that comes in, for one that comes in during another, for one that is answered by itself, for
 * one that rings elsewhere, for a line that is busy, and for a call that did not come about for another reason.
 */
export type Tone = 'ring' | 'waiting' | 'automatic' | 'ringback' | 'busy' | 'congestion';

/** One beep: from, for how long (both in seconds), its frequencies (Hz). */
export type Beep = readonly [start: number, length: number, ...frequencies: number[]];

/** One round of a tone. */
export interface Cadence {
  /** How long a round takes, in seconds. */
  readonly round: number;
  readonly beeps: readonly Beep[];
}

/** The tone that a phone in this state makes; null for silence. */
export function toneFor({ active, incoming, silenced }: PhoneSnapshot): Tone | null {
  const live = active !== null && isLive(active.phase);
  if (incoming && !silenced) return live ? 'waiting' : incoming.automatic ? 'automatic' : 'ring';
  return active?.direction === 'outgoing' ? toneOfCall(active) : null;
}

function toneOfCall({ phase, problem }: CallSnapshot): Tone | null {
  if (phase === 'ringing') return 'ringback';
  if (phase !== 'failed' || !problem) return null;
  if (problem.code === 'call-busy' || problem.code === 'call-rejected') return 'busy';
  // What went wrong before the network was asked is told by a sentence alone.
  return problem.code.startsWith('call-') && problem.code !== 'call-canceled' ? 'congestion' : null;
}
