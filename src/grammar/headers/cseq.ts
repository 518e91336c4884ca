import { TOKEN } from '../characters.ts';
import type { Scanner } from '../scanner.ts';

/** CSeq (RFC 3261 section 20.16). */
export interface CSeq {
  /** 0 to 2^31 − 1. */
  value: number;
  method: string;
}

/** RFC 3261 section 8.1.1.5: the number must be below 2^31. */
const MAX = 2 ** 31 - 1;

/** Reads the value of CSeq. */
export function scanCSeq(scanner: Scanner): CSeq | undefined {
  const value = scanner.number(MAX);
  const start = scanner.position;
  scanner.skipSpace();
  if (value === undefined || scanner.position === start) return undefined;
  const method = scanner.take(TOKEN);
  return method === '' ? undefined : { value, method };
}
