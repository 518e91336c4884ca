import { hasLineBreak } from '../grammar/characters.ts';

import { escapeUser, URI } from '../grammar/uri.ts';

/**
 * The SIP URI that a target means: a URI, a full SIP URI in text, `user@host`, a user name, or a telephone
 * number with or without `tel:`, whose visual separators are dropped (RFC 3966 section 5.1.1).
 * @param domain For a target without one.
 * @returns undefined where there is no such URI.
 */
export function normalizeTarget(target: string | URI, domain?: string): URI | undefined {
  if (target instanceof URI) return target;
  if (typeof target !== 'string' || target === '' || hasLineBreak(target)) return undefined;
  const parsed = /^sips?:/i.test(target) ? URI.parse(target) : undefined;
  if (parsed) return parsed;
  const address = target.replace(/^(?:sips?|tel):/i, '');
  // Only the last @ divides: a user name may hold others, which are then escaped.
  const at = address.lastIndexOf('@');
  const user = at < 0 ? address : address.slice(0, at);
  const host = at < 0 ? domain : address.slice(at + 1);
  if (!user || !host) return undefined;
  const dialled = /^[-.()]*\+?[-.()0-9]+$/.test(user) ? user.replace(/[-.()]/g, '') : user;
  return URI.parse(`sip:${escapeUser(dialled)}@${host}`);
}
