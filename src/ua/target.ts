import { consistsOf, DIGIT, hasLineBreak, lowerCase } from '../grammar/characters.ts';
import { escapeUser } from '../grammar/escapes.ts';
import { URI } from '../grammar/uri.ts';

/**
 * The URI that a call to `target` goes to; undefined where that is none.
 *
 * @param target A URI, a full address with or without its scheme, or a user name or telephone number, which then
 *   is one at `domain`. The visual separators of a telephone number (RFC 3966) are taken out.
 * @param domain The host for a target without one.
 */
export function normalizeTarget(target: string | URI, domain?: string): URI | undefined {
  if (target instanceof URI) return target;
  if (typeof target !== 'string' || target === '' || hasLineBreak(target)) return undefined;
  const uri = /^sips?:/i.test(target) ? URI.parse(target) : undefined;
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
