/**
 * What applications use of the reference's `Utils`.
 */
import { md5 } from '@noble/hashes/legacy.js';
import { hex } from './hex.ts';
import { randomToken, randomUUID } from './random.ts';

export { escapeUser } from './grammar/escapes.ts';
export { normalizeTarget } from './ua/target.ts';
export { headerize } from './grammar/header-names.ts';
export { sipErrorCause } from './cause-of.ts';

/** A token of `size` lower-case letters and digits, at random. */
export function createRandomToken(size: number): string {
  return randomToken(size);
}

/** A tag for From or To (RFC 3261 section 19.3 asks for 32 bits of randomness; this has more). */
export function newTag(): string {
  return randomToken(10);
}

/** A UUID of version 4. */
export function newUUID(): string {
  return randomUUID();
}

/** MD5 of the UTF-8 octets of `text`, as lower-case hexadecimal digits. */
export function calculateMD5(text: string): string {
  return hex(md5(new TextEncoder().encode(text)));
}

/** Ends every track of a stream; null and undefined are ignored. */
export function closeMediaStream(stream: MediaStream | null | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
