import { TOKEN, WORD, lowerCase } from '../characters.ts';
import { type Params, scanParams, scanPlainParams } from '../parameters.ts';
import type { Scanner } from '../scanner.ts';

/** Content-Type (RFC 3261 section 20.15). */
export interface MediaType {
  /** `application/sdp`, in lower case. */
  type: string;
  params: Params;
}

/** Content-Disposition (RFC 3261 section 20.11). */
export interface Disposition {
  /** `session`, `render` …, in lower case. */
  type: string;
  params: Params;
}

/** Retry-After (RFC 3261 section 20.33). */
export interface RetryAfter {
  seconds: number;
  params: Params;
}

/** RAck (RFC 3262 section 7.2). */
export interface RAck {
  /** The RSeq of the response. */
  rseq: number;
  /** The number in the CSeq of the response. */
  cseq: number;
  method: string;
}

/** RFC 3261 section 25.1: seconds have up to ten digits, and 2^32 − 1 is the most that must be understood. */
const MAX_32_BITS = 2 ** 32 - 1;

/** Reads a number: Expires, Min-Expires, Content-Length, RSeq. */
export function scanNumber(scanner: Scanner): number | undefined {
  return scanner.number(MAX_32_BITS);
}

/** Reads Max-Forwards: 0–255 (RFC 3261 section 20.22). */
export function scanMaxForwards(scanner: Scanner): number | undefined {
  return scanner.number(255);
}

/** Reads a number of seconds with parameters behind it: Min-SE (RFC 4028 section 5). */
export function scanSeconds(scanner: Scanner): number | undefined {
  const value = scanner.number(MAX_32_BITS);
  return scanParams(scanner) ? value : undefined;
}

/** Reads Retry-After. The comment, which is for people, is read over. */
export function scanRetryAfter(scanner: Scanner): RetryAfter | undefined {
  const seconds = scanner.number(MAX_32_BITS);
  scanner.skipSpace();
  if (seconds === undefined || !skipComment(scanner)) return undefined;
  const params = scanPlainParams(scanner);
  return params && { seconds, params };
}

/** Reads Call-ID (RFC 3261 section 20.8). */
export function scanCallId(scanner: Scanner): string | undefined {
  return scanner.take(WORD) || undefined;
}

/** Reads Content-Type. */
export function scanMediaType(scanner: Scanner): MediaType | undefined {
  const type = scanner.take(TOKEN);
  if (!scanner.separator('/')) return undefined;
  const subtype = scanner.take(TOKEN);
  const params = scanPlainParams(scanner);
  if (type === '' || subtype === '' || !params) return undefined;
  return { type: lowerCase(`${type}/${subtype}`), params };
}

/** Reads Content-Disposition. */
export function scanDisposition(scanner: Scanner): Disposition | undefined {
  const type = lowerCase(scanner.take(TOKEN));
  const params = scanPlainParams(scanner);
  return type === '' || !params ? undefined : { type, params };
}

/** Reads RAck. */
export function scanRAck(scanner: Scanner): RAck | undefined {
  const rseq = scanner.number(MAX_32_BITS);
  scanner.skipSpace();
  const cseq = scanner.number(MAX_32_BITS);
  scanner.skipSpace();
  const method = scanner.take(TOKEN);
  return rseq === undefined || cseq === undefined || method === '' ? undefined : { rseq, cseq, method };
}

/** Reads a list of tokens: Supported, Require, Allow …; an empty one is a list of none. */
export function scanTokens(scanner: Scanner): string[] | undefined {
  return scanTokenList(scanner, ',');
}

/** Reads Privacy, whose values are divided by semicolons (RFC 3323 section 4.2). In lower case. */
export function scanPrivacy(scanner: Scanner): string[] | undefined {
  return scanTokenList(scanner, ';')?.map(lowerCase);
}

function scanTokenList(scanner: Scanner, separator: string): string[] {
  const tokens: string[] = [];
  do {
    const token = scanner.take(TOKEN);
    if (token !== '') tokens.push(token);
  } while (scanner.separator(separator));
  return tokens;
}

/** Comments may be nested (RFC 3261 section 25.1). */
function skipComment(scanner: Scanner): boolean {
  if (scanner.peek() !== '(') return true;
  let depth = 0;
  while (!scanner.done) {
    const character = scanner.peek();
    scanner.position += character === '\\' ? 2 : 1;
    if (character === '(') depth++;
    if (character === ')' && --depth === 0) return true;
  }
  return false;
}
