import { randomFraction } from '../random.ts';

/** Bounds of the back-off, in seconds (configuration: `connection_recovery_min_interval`, `…_max_interval`). */
export interface RecoveryBounds {
  min: number;
  max: number;
}

/** While somebody waits for the line to come back, no pause is longer than this, */
const IMPATIENT_PAUSE_MS = 2_000;
/** and this is how long we think that somebody does. */
const IMPATIENT_FOR_MS = 30_000;

/**
 * How long to wait before the next attempt to connect, in ms.
 *
 * The first attempt follows at once. After that the pause doubles from the lower bound to the upper one; it is
 * drawn from the upper half of each step, so that the clients of a restarted server do not come back in one wave (RFC 5626 section 4.5).
 * @param attempt 1 for the first attempt after the loss.
 * @param lostForMs Time since the connection was lost.
 * @param impatient Whether a call lives or the page is visible.
 */
export function reconnectionDelay(
  attempt: number,
  lostForMs: number,
  impatient: boolean,
  bounds: RecoveryBounds,
): number {
  if (attempt <= 1) return 0;
  const upper = Math.min(bounds.max, bounds.min * 2 ** (attempt - 1)) * 1000;
  const lower = Math.min(upper, Math.max(bounds.min * 1000, upper / 2));
  const delay = lower + (upper - lower) * randomFraction();
  return impatient && lostForMs < IMPATIENT_FOR_MS
    ? Math.min(delay, IMPATIENT_PAUSE_MS * (0.5 + 0.5 * randomFraction()))
    : delay;
}
