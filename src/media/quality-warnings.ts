/** When a call is so bad that somebody should know: `(history, sample) → history`. Pure. */
import { gradeOf, type QualityGrade } from './mos.ts';
import type { QualitySample } from './quality-sample.ts';

/** What can be wrong with a call. */
export type QualityWarningName =
  | 'mos'
  | 'loss'
  | 'sent-loss'
  | 'jitter'
  | 'round-trip'
  | 'concealment'
  | 'remote-silent'
  | 'microphone-silent'
  | 'no-media';

/** A warning that begins or ends. */
export interface QualityWarning {
  /**
   * `mos`: the score is low. `loss`, `sent-loss`: packets to us, or ours, are lost (0 to 1). `jitter` and
   * `round-trip`: too long (milliseconds). `concealment`: too much of what is heard is made up (0 to 1).
   * `remote-silent`, `microphone-silent`: nothing but silence, for ten seconds (dBFS). `no-media`: no packet comes
   * (how many came in the second).
   */
  name: QualityWarningName;
  /** True when it begins, false when it ends. */
  active: boolean;
  /** What was measured last; null where it can no longer be, because the call is held. */
  value: number | null;
  /** What it had to reach to begin, and has to leave behind to end. */
  limit: number;
}

/** When one warning begins and ends. */
interface Rule {
  measure: Exclude<keyof QualitySample, 'at' | 'codec'>;
  /** Whether more is worse, or less. */
  worse: 'above' | 'below';
  /** Beyond this a sample is bad. */
  limit: number;
  /** At this, or better, it is well again: between the two nothing changes. */
  clear: number;
  /** So many bad samples among the last so many begin it. */
  bad: number;
  among: number;
  /** So many good samples in a row end it. */
  good: number;
}

const OFTEN = { bad: 3, among: 5, good: 3 };

/**
 * The limits: ITU-T G.114 for the round trip (200 ms each way), G.109 for the score ("many users dissatisfied" ends
 * at 3.6). People pause, so silence takes longer to begin; sound and media that are back are soon believed.
 */
const RULES: Record<QualityWarningName, Rule> = {
  mos: { measure: 'mos', worse: 'below', limit: 3.6, clear: 3.8, ...OFTEN },
  loss: { measure: 'loss', worse: 'above', limit: 0.03, clear: 0.01, ...OFTEN },
  'sent-loss': { measure: 'sentLoss', worse: 'above', limit: 0.03, clear: 0.01, ...OFTEN },
  jitter: { measure: 'jitter', worse: 'above', limit: 30, clear: 20, ...OFTEN },
  'round-trip': { measure: 'roundTrip', worse: 'above', limit: 400, clear: 300, ...OFTEN },
  concealment: { measure: 'concealed', worse: 'above', limit: 0.05, clear: 0.02, ...OFTEN },
  'remote-silent': silence('remoteLevel'),
  'microphone-silent': silence('localLevel'),
  'no-media': { measure: 'packets', worse: 'below', limit: 1, clear: 1, ...OFTEN, good: 2 },
};

function silence(measure: Rule['measure']): Rule {
  // The noise of a quiet room is above it; a microphone that is switched off gives −120.
  return { measure, worse: 'below', limit: -85, clear: -80, bad: 10, among: 10, good: 1 };
}

const NAMES = Object.keys(RULES) as QualityWarningName[];

/** The samples that a rule looks back at. */
const MEMORY = Math.max(...NAMES.map((name) => RULES[name].among));

/** Over how many samples the score of the moment is taken: a single bad second is no bad call. */
const MOMENT = 5;

/** What is remembered of a call. */
export interface QualityHistory {
  /** The newest samples, oldest first. */
  readonly samples: readonly QualitySample[];
  /** The warnings that have begun and not ended. */
  readonly warnings: readonly QualityWarningName[];
  /** What the last sample changed. */
  readonly changes: readonly QualityWarning[];
}

/** Nothing was measured yet. */
export const NO_HISTORY: QualityHistory = { samples: [], warnings: [], changes: [] };

/** What is known after one more second. */
export function remember(history: QualityHistory, sample: QualitySample): QualityHistory {
  const samples = [...history.samples, sample].slice(-MEMORY);
  const changes = NAMES.flatMap((name) => {
    const was = history.warnings.includes(name);
    const active = was ? !isOver(RULES[name], samples) : hasBegun(RULES[name], samples);
    return active === was
      ? []
      : [{ name, active, value: sample[RULES[name].measure], limit: RULES[name].limit }];
  });
  const changed = (name: QualityWarningName) => changes.find((change) => change.name === name)?.active;
  const warnings = NAMES.filter((name) => changed(name) ?? history.warnings.includes(name));
  return { samples, warnings, changes };
}

/** How the call has sounded in the last seconds; null where that is not known. */
export function gradeOfMoment({ samples }: QualityHistory): QualityGrade | null {
  const scores = samples.slice(-MOMENT).flatMap(({ mos }) => mos ?? []);
  return scores.length > 0 ? gradeOf(scores.reduce((sum, mos) => sum + mos, 0) / scores.length) : null;
}

function hasBegun({ measure, worse, limit, bad, among }: Rule, samples: readonly QualitySample[]): boolean {
  const beyond = (value: number | null) =>
    value !== null && (worse === 'above' ? value > limit : value < limit);
  const beyondLimit = samples.slice(-among).map((sample) => beyond(sample[measure]));
  // What was bad only before is not news.
  return beyondLimit.at(-1) === true && beyondLimit.filter(Boolean).length >= bad;
}

function isOver({ measure, worse, clear, good }: Rule, samples: readonly QualitySample[]): boolean {
  // What cannot be measured, as in a call on hold, is not bad.
  const well = (value: number | null) =>
    value === null || (worse === 'above' ? value <= clear : value >= clear);
  return samples.slice(-good).every((sample) => well(sample[measure]));
}
