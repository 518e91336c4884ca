import { hex } from './hex.ts';
import { platform } from './platform.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A token of `length` lower-case letters and digits, from a cryptographic source. */
export function randomToken(length: number): string {
  // 256 is no multiple of 36: the few octets beyond the last whole multiple are drawn again, or some letters
  // would come more often than others.
  const limit = 256 - (256 % ALPHABET.length);
  let token = '';
  while (token.length < length) {
    for (const octet of platform.randomBytes(length)) {
      if (octet < limit && token.length < length) token += ALPHABET[octet % ALPHABET.length];
    }
  }
  return token;
}

/** A random number in [0, 1). */
export function randomFraction(): number {
  const [a = 0, b = 0, c = 0, d = 0] = platform.randomBytes(4);
  return (((a * 256 + b) * 256 + c) * 256 + d) / 2 ** 32;
}

/** A UUID of version 4 (RFC 9562 section 5.4). */
export function randomUUID(): string {
  const octets = platform.randomBytes(16);
  octets[6] = ((octets[6] ?? 0) & 0x0f) | 0x40;
  octets[8] = ((octets[8] ?? 0) & 0x3f) | 0x80;
  return hex(octets).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
