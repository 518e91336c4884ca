import { DIGIT, HOST, IPV6, SPACE, isOf } from './characters.ts';

/**
 * Reads one unfolded line of text, character by character. The cursor never moves back, so that whatever a
 * peer sends is read in linear time. A method that finds something else than it looks for returns undefined,
 * false or '' and never throws.
 */
export class Scanner {
  /** What is read. */
  readonly text: string;
  /** The index of the next character. */
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Whether everything has been read. */
  get done(): boolean {
    return this.position >= this.text.length;
  }

  /** The next character; '' at the end. */
  peek(): string {
    return this.text.charAt(this.position);
  }

  /** Reads one character if it is this one. */
  eat(character: string): boolean {
    if (this.peek() !== character) return false;
    this.position++;
    return true;
  }

  /** Reads over spaces and tabs. */
  skipSpace(): void {
    while (isOf(this.text.charCodeAt(this.position), SPACE)) this.position++;
  }

  /** Reads a separator that may have space on both sides, such as RFC 3261's `SEMI`, `COMMA` and `EQUAL`. */
  separator(character: string): boolean {
    this.skipSpace();
    if (!this.eat(character)) return false;
    this.skipSpace();
    return true;
  }

  /** Reads the longest run of characters of the classes in `mask`; '' where there are none. */
  take(mask: number): string {
    const start = this.position;
    const { text } = this;
    let at = start;
    while (at < text.length && isOf(text.charCodeAt(at), mask)) at++;
    this.position = at;
    return text.slice(start, at);
  }

  /** Reads a quoted-string and returns it as it is written, quotes and escapes included. */
  quoted(): string | undefined {
    const start = this.position;
    if (!this.eat('"')) return undefined;
    while (!this.done) {
      const escaped = this.eat('\\');
      const character = this.peek();
      // No backslash makes a line break part of the string (RFC 3261 section 25.1, `quoted-pair`).
      if (character === '\r' || character === '\n') return undefined;
      this.position++;
      if (character === '"' && !escaped) return this.text.slice(start, this.position);
    }
    return undefined;
  }

  /** Reads a decimal number of 0 to `max`, leading zeros allowed. */
  number(max = Number.MAX_SAFE_INTEGER): number | undefined {
    const digits = this.take(DIGIT);
    if (digits === '') return undefined;
    const value = Number(digits);
    return value <= max ? value : undefined;
  }

  /** Reads an RFC 3261 `host`: a name, an IPv4 address, or an IPv6 address in brackets, which are kept. */
  host(): string | undefined {
    const start = this.position;
    if (!this.eat('[')) return this.take(HOST) || undefined;
    if (this.take(IPV6) === '' || !this.eat(']')) return undefined;
    return this.text.slice(start, this.position);
  }

  /** Reads a `:` and the port behind it. Null: there is no port; undefined: what stands there is none. */
  port(): number | null | undefined {
    return this.eat(':') ? this.number(65535) : null;
  }
}

/** Reads something with a {@link Scanner}; undefined where the text does not match. */
export type Rule<T> = (scanner: Scanner) => T | undefined;

/**
 * Applies a rule to all of `text`, with space allowed around it; undefined unless it matches to the end, and for what
 * is no text, which an application may hand over.
 */
export function parseAll<T>(text: string, rule: Rule<T>): T | undefined {
  if (typeof text !== 'string') return undefined;
  const scanner = new Scanner(text);
  scanner.skipSpace();
  const value = rule(scanner);
  scanner.skipSpace();
  return scanner.done ? value : undefined;
}
