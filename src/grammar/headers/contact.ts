import { type NameAddrHeader, scanNameAddr } from '../name-addr.ts';
import type { Scanner } from '../scanner.ts';

/** Reads one value of Contact: an address, or `*`, which only a REGISTER may hold (RFC 3261 section 10.2.2). */
export function scanContact(scanner: Scanner): NameAddrHeader | '*' | undefined {
  return scanner.eat('*') ? '*' : scanNameAddr(scanner);
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
    const character = text.charAt(at);
    if (quoted && character === '\\') at++;
    else if (character === '"' && !bracketed) quoted = !quoted;
    else if (quoted) continue;
    else if (character === '<') bracketed = true;
    else if (character === '>') bracketed = false;
    else if (character === ',' && !bracketed) {
      values.push(text.slice(start, at));
      start = at + 1;
    }
  }
  values.push(text.slice(start));
  return values;
}
