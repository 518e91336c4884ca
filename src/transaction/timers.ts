/** RFC 3261 section 17.1.1.1: an estimate of the round trip, in ms. */
export const T1 = 500;
/** RFC 3261 section 17.1.2.2: the longest interval between two transmissions, in ms. */
export const T2 = 4_000;
/** Timers B, F, H, L and M: how long a transaction waits, in ms. */
export const TRANSACTION_TIMEOUT = 64 * T1;
