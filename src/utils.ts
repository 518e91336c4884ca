/**
 * What applications use of the reference's `Utils`.
 */
import { md5 } from '@noble/hashes/legacy.js';
import { hex } from './auth/hash.ts';
import { consistsOf, DIGIT, lowerCase } from './grammar/characters.ts';
import { escapeUser } from './grammar/escapes.ts';
import { URI } from './grammar/uri.ts';
import { randomToken, randomUUID } from './random.ts';

export { escapeUser } from './grammar/escapes.ts';
export { headerize } from './grammar/header-names.ts';
export { sipErrorCause } from './causes.ts';

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

/**
 * The URI that a call to `target` goes to; undefined where that is none.
 *
 * @param target A URI, a full address with or without its scheme, or a user name or telephone number, which then
 *   is one at `domain`. The visual separators of a telephone number (RFC 3966) are taken out.
 * @param domain The host for a target without one.
 */
export function normalizeTarget(target: string | URI, domain?: string): URI | undefined {
  if (target instanceof URI) return target;
  if (typeof target !== 'string' || target === '') return undefined;
  const uri = URI.parse(target);
  if (uri?.user) {
    uri.user = dialled(uri.user);
    return uri;
  }
  const at = target.lastIndexOf('@');
  const host = at < 0 ? domain : target.slice(at + 1);
  const user = userOf(at < 0 ? target : target.slice(0, at));
  return user && host ? URI.parse(`sip:${escapeUser(dialled(user))}@${host}`) : undefined;
}

/** What stands behind the scheme; of a tel: URI without its parameters. */
function userOf(text: string): string {
  const scheme = lowerCase(/^(?:sips?|tel):/i.exec(text)?.[0] ?? '');
  const user = text.slice(scheme.length);
  return scheme === 'tel:' ? (user.split(';', 1)[0] ?? '') : user;
}

/** A telephone number without its visual separators; any other user as it is. */
function dialled(user: string): string {
  const number = user.replace(/[-.() ]/g, '');
  return consistsOf(number.startsWith('+') ? number.slice(1) : number, DIGIT) ? number : user;
}
