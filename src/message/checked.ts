import { TOKEN, consistsOf, oneLine, trimSpace } from '../grammar/characters.ts';
import { headerize } from '../grammar/header-names.ts';

/**
 * Lets `value` pass unless it could break out of its header.
 *
 * @param option What the application calls it, for the message.
 * @throws TypeError Where `value` is no string, or holds a CR, LF or NUL.
 */
export function assertNoLineBreak(option: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw new TypeError(`${option}: not a string`);
  oneLine(option, value);
}

/**
 * Lets the status code of a response, or of a Reason, pass.
 *
 * @throws TypeError Where it is no integer from `least` to 699.
 */
export function assertStatusCode(status_code: unknown, least: 100 | 200 | 300): void {
  const code = Number.isInteger(status_code) ? (status_code as number) : 0;
  if (code < least || code > 699) {
    throw new TypeError(`status_code: ${JSON.stringify(status_code)} is not an integer from ${least} to 699`);
  }
}

/** A header as name, in its usual spelling, and value. */
export type Header = readonly [name: string, value: string];

/**
 * Reads the extra headers that an application hands over, each as `Name: value`.
 *
 * @param option What the application calls them, for the message.
 * @throws TypeError Where it is no Array of String, one has no name that is a token, or one holds a CR, LF or NUL.
 */
export function checkedHeaders(option: string, lines: readonly string[] | null | undefined): Header[] {
  if (lines === null || lines === undefined) return [];
  if (!Array.isArray(lines)) throw new TypeError(`${option}: not an Array`);
  return lines.map((line: unknown): Header => {
    assertNoLineBreak(option, line);
    const colon = line.indexOf(':');
    const name = trimSpace(line.slice(0, Math.max(colon, 0)));
    if (!consistsOf(name, TOKEN)) throw new TypeError(`${option}: "${line}" is not a header`);
    return [headerize(name), trimSpace(line.slice(colon + 1))];
  });
}

/**
 * The value of one header, as the application hands it over.
 *
 * @throws TypeError Where `name` is no token, or a value holds a CR, LF or NUL.
 */
export function checkedHeader(name: string, value: string | number | readonly string[]): Header[] {
  if (!consistsOf(String(name), TOKEN)) throw new TypeError(`"${name}" is not the name of a header`);
  const values = Array.isArray(value) ? (value as readonly string[]) : [String(value)];
  return values.map((one) => {
    assertNoLineBreak(name, one);
    return [headerize(name), one];
  });
}
