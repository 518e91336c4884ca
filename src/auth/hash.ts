import { hex } from '../hex.ts';

/** Hashes octets. */
export type OctetHash = (octets: Uint8Array) => Uint8Array;

/** Hashes the UTF-8 octets of a text and gives lower-case hexadecimal digits. */
export type Hash = (text: string) => string;

/**
 * The hash algorithms of Digest that are installed, weakest first (RFC 7616 section 3.3, RFC 8760 section 2), each
 * loaded when a challenge asks for it. WebCrypto has no MD5 and needs a secure context, so all of them come from
 * one library (docs/architecture.md).
 */
const loaders = new Map<string, () => Promise<OctetHash>>([
  ['MD5', async () => (await import('./md5.ts')).md5],
]);

/** Installs an algorithm that is stronger than those that are there. */
export function addHash(name: string, load: () => Promise<OctetHash>): void {
  loaders.set(name, load);
}

/**
 * Lets every agent answer challenges of SHA-256 too (RFC 8760), better than MD5 where a server offers both. The small
 * agent has MD5 alone; the full `UA` and the elements call this themselves.
 */
export function installSHA256(): void {
  addHash('SHA-256', async () => (await import('./sha256.ts')).sha256);
}

/** How strong an algorithm is among those that are installed; -1 where it is not. */
export function hashStrength(name: string): number {
  return [...loaders.keys()].indexOf(name);
}

/**
 * Loads a hash.
 * @throws TypeError (as a rejection) where it is not installed.
 */
export async function loadHash(name: string): Promise<Hash> {
  const load = loaders.get(name);
  if (!load) throw new TypeError(`algorithm: ${name} is not installed`);
  const digest = await load();
  return (text) => hex(digest(new TextEncoder().encode(text)));
}
