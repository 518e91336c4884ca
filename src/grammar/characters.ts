/**
 * The character classes of RFC 3261 section 25.1, one bit each. All of SIP's syntax is ASCII; a class that
 * contains {@link BEYOND_ASCII} also takes every character above it.
 */

/** RFC 3261 `token`. */
export const TOKEN = 1 << 0;
/** `0`–`9`. */
export const DIGIT = 1 << 1;
/** RFC 3986 `scheme`, after its first letter. */
export const SCHEME = 1 << 2;
/** What may stand in the userinfo of a SIP URI: `user`, `password`, the colon between them, escapes, and `#`, which is often sent unescaped. */
export const USERINFO = 1 << 3;
/** RFC 3261 `paramchar`, and the `%` of escapes. */
export const PARAM = 1 << 4;
/** RFC 3261 `hname` and `hvalue`, and the `%` of escapes. */
export const HEADER = 1 << 5;
/** RFC 3261 `hostname` and `IPv4address`; also `_`, which names of containers have. */
export const HOST = 1 << 6;
/** What stands between the brackets of an `IPv6reference`. Three colons in a row are let through: RFC 5118 section 4.10. */
export const IPV6 = 1 << 7;
/** An unquoted parameter value: `token` and `host`, and what is often sent without the quotes it should have. */
export const VALUE = 1 << 8;
/** A display name without quotes: tokens with spaces between them, and what is often sent unquoted. */
export const DISPLAY = 1 << 9;
/** What a URI of another scheme than sip and sips may consist of. */
export const OPAQUE = 1 << 10;
/** Space and tab. */
export const SPACE = 1 << 11;
/** RFC 3261 `word`, as in Call-ID, with its `@`, and what is often sent in one: whoever made it, it only has to be the same. */
export const WORD = 1 << 12;
/** `0`–`9`, `a`–`f`, `A`–`F`. */
export const HEX = 1 << 13;
/** {@link USERINFO} where no angle brackets enclose the URI: it ends at `;`, `?` and `,` (RFC 3261 section 20). */
export const BARE_USERINFO = 1 << 14;
/** The same of {@link OPAQUE}. */
export const BARE_OPAQUE = 1 << 15;
/** RFC 3261 `user`, as we write it. */
export const USER = 1 << 16;

const DIGITS = '0123456789';
const A_TO_F = 'abcdefABCDEF';
const ALPHANUMERIC = `${DIGITS}abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ`;
/** RFC 3261 `unreserved`. */
const UNRESERVED = `${ALPHANUMERIC}-_.!~*'()`;

const IN_USERINFO = `${UNRESERVED}&=+$/:%#`;
const IN_OPAQUE = `${UNRESERVED}#$%&+/:=@[]`;

/** What belongs to each class, of ASCII. Not as regular expressions: to build those takes longer than all else here. */
const CLASSES: readonly [mask: number, characters: string][] = [
  [TOKEN, `${ALPHANUMERIC}_.!%*+\`'~-`],
  [DIGIT, DIGITS],
  [SCHEME, `${ALPHANUMERIC}+.-`],
  [USERINFO, `${IN_USERINFO},;?`],
  [PARAM, `${UNRESERVED}[]/:&+$%`],
  [HEADER, `${UNRESERVED}[]/?:+$%`],
  [HOST, `${ALPHANUMERIC}_.-`],
  [IPV6, `${DIGITS}${A_TO_F}:.`],
  [VALUE, `${UNRESERVED}#$%&+/:=?@[]^\`{|}`],
  [DISPLAY, `${UNRESERVED}\t #$%&+/=?[]^\`{|}`],
  [OPAQUE, `${IN_OPAQUE},;?`],
  [SPACE, ' \t'],
  [WORD, `${UNRESERVED}#$%&+=^|\`<>:\\"/[]?{}@`],
  [HEX, `${DIGITS}${A_TO_F}`],
  [BARE_USERINFO, IN_USERINFO],
  [BARE_OPAQUE, IN_OPAQUE],
  [USER, `${UNRESERVED}&=+$,;?/`],
];

const BEYOND_ASCII = USERINFO | BARE_USERINFO | VALUE | DISPLAY | OPAQUE | BARE_OPAQUE;

/** The classes of each character. */
const table = new Uint32Array(128);
for (const [mask, characters] of CLASSES) {
  for (const character of characters) table[character.charCodeAt(0)]! |= mask;
}

/** Whether a character code belongs to one of the classes in `mask`. The NaN behind the end of a text belongs to none. */
export function isOf(code: number, mask: number): boolean {
  return code < 128 ? ((table[code] ?? 0) & mask) !== 0 : code >= 128 && (mask & BEYOND_ASCII) !== 0;
}

/** Whether `text` is not empty and all of it belongs to one of the classes in `mask`. */
export function consistsOf(text: string, mask: number): boolean {
  for (let i = 0; i < text.length; i++) if (!isOf(text.charCodeAt(i), mask)) return false;
  return text.length > 0;
}

/** Lower case of A–Z and of nothing else: beyond ASCII, case is not SIP's (RFC 3261 section 7.3.1). */
export function lowerCase(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

/** `text` without the spaces and tabs around it. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isOf(text.charCodeAt(start), SPACE)) start++;
  while (end > start && isOf(text.charCodeAt(end - 1), SPACE)) end--;
  return text.slice(start, end);
}

/** Whether there is a CR, LF or NUL in `text`: what must never enter a header. */
export function hasLineBreak(text: string): boolean {
  return /[\r\n\0]/.test(text);
}

/**
 * Lets `value`, as text, pass unless it could break out of its header.
 *
 * @param option What the application calls it, for the message.
 * @throws TypeError Where there is a CR, LF or NUL in it.
 */
export function oneLine(option: string, value: string): string {
  const text = String(value);
  if (hasLineBreak(text)) throw new TypeError(`${option}: there is a line break or NUL in it`);
  return text;
}
