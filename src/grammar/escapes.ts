import { hex } from '../hex.ts';
import { HEX, USER, consistsOf, isOf } from './characters.ts';

const utf8 = new TextEncoder();

function escapeCharacter(character: string): string {
  return hex(utf8.encode(character)).toUpperCase().replace(/../g, '%$&');
}

function isEscape(text: string, index: number): boolean {
  return index + 2 < text.length && consistsOf(text.slice(index + 1, index + 3), HEX);
}

/**
 * Percent-escapes the UTF-8 octets of every character that is in none of the ASCII classes of `mask`
 * (RFC 3261 section 25.1, `escaped`).
 *
 * @param keep Leaves a `%XX` that is in the text already as it is, instead of escaping its `%`.
 */
export function escape(text: string, mask: number, keep = false): string {
  let escaped = '';
  // By code point, so that both halves of a surrogate pair are encoded together.
  let index = 0;
  for (const character of text) {
    const code = character.charCodeAt(0);
    const plain = character === '%' ? keep && isEscape(text, index) : code < 128 && isOf(code, mask);
    escaped += plain ? character : escapeCharacter(character);
    index += character.length;
  }
  return escaped;
}

/** Escapes a user part by RFC 3261's grammar. A `%XX` is left as it is: nothing is escaped twice. */
export function escapeUser(user: string): string {
  return escape(user, USER, true);
}

/** Undoes percent-escapes. Where they are no UTF-8 or no escapes at all, the text stays as it is. */
export function unescape(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
