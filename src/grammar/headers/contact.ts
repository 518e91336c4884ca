import { type NameAddrHeader, scanNameAddr } from '../name-addr.ts';
import { CODE, type Scanner } from '../scanner.ts';

/** Reads one value of Contact: an address, or `*`, which only a REGISTER may hold (RFC 3261 section 10.2.2). */
export function scanContact(scanner: Scanner): NameAddrHeader | '*' | undefined {
  return scanner.eat(CODE.star) ? '*' : scanNameAddr(scanner);
}

/**
 * Divides the text of a header at the commas between its values (RFC 3261 section 7.3.1): those that stand
 * neither in quotes nor in angle brackets.
 */
export function splitList(text: string): string[] {
  if (!text.includes(',')) return [text];
  const values: string[] = [];
  let start = 0;
  let quoted = false;
  let bracketed = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted && code === CODE.backslash) at++;
    else if (code === CODE.quote && !bracketed) quoted = !quoted;
    else if (quoted) continue;
    else if (code === CODE.less) bracketed = true;
    else if (code === CODE.greater) bracketed = false;
    else if (code === CODE.comma && !bracketed) {
      values.push(text.slice(start, at));
      start = at + 1;
    }
  }
  values.push(text.slice(start));
  return values;
}
