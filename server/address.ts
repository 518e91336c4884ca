/** Whom a visitor may call, as a SIP proxy sees it: `user@domain`. */

/** In a list of targets: whoever it is. */
export const EVERYBODY = '*';

/** Where a target has none of its own, it is one at `domain`. */
const TARGET = /^(?:sips?:|tel:)?([^@;?:]+)(?:@([^@;?:]+)(?::\d+)?)?(?:[;?][^@]*)?$/i;

/** Letters that mean themselves in a SIP URI (RFC 3261 section 25.1), and nothing in a list of addresses. */
const USER = /^[\w.!~*+-]+$/;

const DOMAIN = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])$/;

/**
 * The address that a call to a target goes to, or null where it is none.
 *
 * @param target as in the attribute `target`: a number, a user, a `sip:` or `tel:` URI
 * @param domain of what has none of its own
 */
export function addressOf(target: string, domain: string): string | null {
  const [, user = '', host = domain] = TARGET.exec(target.trim()) ?? [];
  const address = `${dialled(user)}@${host.toLowerCase()}`;
  return isAddress(address) ? address : null;
}

/** Whether a text is a `user@domain`, of letters that need no escapes. */
export function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  return isUser(text.slice(0, Math.max(at, 0))) && DOMAIN.test(text.slice(at + 1));
}

/** Whether a text can be the user of an address as it is. */
export function isUser(text: string): boolean {
  return USER.test(text);
}

/** A telephone number without its visual separators (RFC 3966 section 5.1.1), as it is dialled; else the same. */
function dialled(user: string): string {
  const number = user.replace(/[-.() ]/g, '');
  return /^\+?\d+$/.test(number) ? number : user;
}
