import { SPACE, TOKEN, isOf, trimSpace } from './characters.ts';
import { addValue, longName } from './header-names.ts';

/** A message taken apart into lines; nothing inside a line has been read yet. */
export interface RawMessage {
  /** The Request-Line or Status-Line. */
  readonly startLine: string;
  /** The long name of each header → the values of its lines in their order, unfolded and without space around them. */
  readonly headers: Map<string, string[]>;
  /** All that follows the empty line: text of a text frame, octets of a binary one. */
  readonly body: string | Uint8Array;
}

const CR = 0x0d;
const LF = 0x0a;
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Takes a whole SIP message apart (RFC 3261 section 7). A line that is no header is left out: one odd line must
 * not lose the message. Undefined where there is no start line, or where a CR or LF stands by itself, which two
 * receivers might read in two ways.
 *
 * @param data A text frame as string, a binary frame as octets.
 */
export function splitMessage(data: string | Uint8Array): RawMessage | undefined {
  if (typeof data !== 'string') return splitOctets(data);
  const text = data;
  // RFC 3261 section 7.5: empty lines before the start line are ignored.
  let start = 0;
  while (text.startsWith('\r\n', start)) start += 2;

  let end = lineEnd(text, start);
  if (end <= start) return undefined;
  const startLine = text.slice(start, end);
  const headers = new Map<string, string[]>();

  start = end + 2;
  while (start < text.length) {
    end = lineEnd(text, start);
    if (end === start) return { startLine, headers, body: text.slice(end + 2) };
    if (end < 0) return undefined;
    const colon = nameEnd(text, start);
    const name = colon < 0 ? '' : longName(trimSpace(text.slice(start, colon)));
    let value = colon < 0 ? '' : trimSpace(text.slice(colon + 1, end));
    start = end + 2;
    // Folding: a line that begins with space goes on with the one before (RFC 3261 section 7.3.1).
    while (isOf(text.charCodeAt(start), SPACE)) {
      end = lineEnd(text, start);
      if (end < 0) return undefined;
      const more = trimSpace(text.slice(start, end));
      value = value === '' || more === '' ? value + more : `${value} ${more}`;
      start = end + 2;
    }
    if (name !== '') addValue(headers, name, value);
  }
  return { startLine, headers, body: '' };
}

function splitOctets(octets: Uint8Array): RawMessage | undefined {
  const end = headEnd(octets);
  const raw = splitMessage(utf8.decode(octets.subarray(0, end)));
  return raw && { ...raw, body: octets.subarray(end) };
}

/** The index after the first empty line that follows the start line. */
function headEnd(octets: Uint8Array): number {
  let first = 0;
  while (octets[first] === CR || octets[first] === LF) first++;
  for (let at = octets.indexOf(LF, first); at >= 0; at = octets.indexOf(LF, at + 1)) {
    if (octets[at + 1] === CR && octets[at + 2] === LF) return at + 3;
  }
  return octets.length;
}

/** The index of the CRLF that ends the line; -1 where it has none, or a CR or LF by itself. */
function lineEnd(text: string, start: number): number {
  const lf = text.indexOf('\n', start);
  if (lf < 0) return -1;
  return text.indexOf('\r', start) === lf - 1 ? lf - 1 : -1;
}

/** The index of the colon behind a header's name; -1 where no name and colon begin the line. */
function nameEnd(text: string, start: number): number {
  let at = start;
  while (isOf(text.charCodeAt(at), TOKEN)) at++;
  if (at === start) return -1;
  while (isOf(text.charCodeAt(at), SPACE)) at++;
  return text[at] === ':' ? at : -1;
}
