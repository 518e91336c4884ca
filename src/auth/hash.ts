/** The hash algorithms of Digest that we know, weakest first (RFC 7616 section 3.3, RFC 8760 section 2). */
export const HASH_ALGORITHMS = ['MD5', 'SHA-256', 'SHA-512-256'] as const;

/** A hash algorithm of Digest, without `-sess`. */
export type HashAlgorithm = (typeof HASH_ALGORITHMS)[number];

/** Hashes the UTF-8 octets of a text and gives lower-case hexadecimal digits. */
export type Hash = (text: string) => string;

/**
 * Loads a hash, when a challenge asks for it. WebCrypto has no MD5 and needs a secure context, so all of them
 * come from one library (docs/architecture.md).
 */
export async function loadHash(algorithm: HashAlgorithm): Promise<Hash> {
  const digest =
    algorithm === 'MD5'
      ? (await import('./md5.ts')).md5
      : (await import('./sha2.ts'))[algorithm === 'SHA-256' ? 'sha256' : 'sha512_256'];
  return (text) => hex(digest(new TextEncoder().encode(text)));
}

/** Lower-case hexadecimal digits. */
export function hex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
}
