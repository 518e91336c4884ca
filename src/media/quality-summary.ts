/** The quality of a whole call: `(totals, sample) → totals`, and totals → summary. Pure. */
import type { QualitySample } from './quality-sample.ts';

/** How a call was, from its answer to its end. What was never measured is null. */
export interface QualitySummary {
  /** Seconds that were measured. */
  samples: number;
  /** The mean opinion score, 1 to 4.5: on average and at its worst. */
  mos: { mean: number; worst: number } | null;
  /** Packets lost of those that were sent to us, 0 to 1. */
  loss: { mean: number; worst: number } | null;
  /** Milliseconds. */
  jitter: { mean: number; worst: number } | null;
  /** Milliseconds. */
  roundTrip: { mean: number; worst: number } | null;
}

/** One measure so far. */
interface Total {
  count: number;
  sum: number;
  worst: number;
}

/** What is kept of all samples, however long the call. */
export interface QualityTotals {
  readonly samples: number;
  readonly mos: Total | null;
  readonly loss: Total | null;
  readonly jitter: Total | null;
  readonly roundTrip: Total | null;
}

/** Nothing was measured yet. */
export const NO_TOTALS: QualityTotals = { samples: 0, mos: null, loss: null, jitter: null, roundTrip: null };

/** The totals after one more sample. */
export function addSample(totals: QualityTotals, sample: QualitySample): QualityTotals {
  return {
    samples: totals.samples + 1,
    mos: add(totals.mos, sample.mos, Math.min),
    loss: add(totals.loss, sample.loss, Math.max),
    jitter: add(totals.jitter, sample.jitter, Math.max),
    roundTrip: add(totals.roundTrip, sample.roundTrip, Math.max),
  };
}

function add(
  total: Total | null,
  value: number | null,
  worse: (one: number, other: number) => number,
): Total | null {
  if (value === null) return total;
  if (!total) return { count: 1, sum: value, worst: value };
  return { count: total.count + 1, sum: total.sum + value, worst: worse(total.worst, value) };
}

/** The totals as a summary. */
export function summarize({ samples, mos, loss, jitter, roundTrip }: QualityTotals): QualitySummary {
  const told = (total: Total | null) => total && { mean: total.sum / total.count, worst: total.worst };
  return { samples, mos: told(mos), loss: told(loss), jitter: told(jitter), roundTrip: told(roundTrip) };
}
