import { DIGIT, HOST, IPV6, SPACE, isOf } from './characters.ts';

/** The separators of the grammar, by character code. */
export const CODE = {
  quote: 0x22,
  percent: 0x25,
  ampersand: 0x26,
  leftParenthesis: 0x28,
  rightParenthesis: 0x29,
  star: 0x2a,
  comma: 0x2c,
  slash: 0x2f,
  colon: 0x3a,
  semicolon: 0x3b,
  less: 0x3c,
  equal: 0x3d,
  greater: 0x3e,
  question: 0x3f,
  at: 0x40,
  leftBracket: 0x5b,
  backslash: 0x5c,
  rightBracket: 0x5d,
  lf: 0x0a,
  cr: 0x0d,
} as const;

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

  /** The code of the next character; NaN at the end. */
  peek(): number {
    return this.text.charCodeAt(this.position);
  }

  /** Reads one character if it is this one. */
  eat(code: number): boolean {
    if (this.text.charCodeAt(this.position) !== code) return false;
    this.position++;
    return true;
  }

  /** Reads over spaces and tabs. */
  skipSpace(): void {
    while (isOf(this.text.charCodeAt(this.position), SPACE)) this.position++;
  }

  /** Reads a separator that may have space on both sides, such as RFC 3261's `SEMI`, `COMMA` and `EQUAL`. */
  separator(code: number): boolean {
    this.skipSpace();
    if (!this.eat(code)) return false;
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
    if (!this.eat(CODE.quote)) return undefined;
    while (!this.done) {
      const escaped = this.eat(CODE.backslash);
      const code = this.peek();
      // No backslash makes a line break part of the string (RFC 3261 section 25.1, `quoted-pair`).
      if (code === CODE.cr || code === CODE.lf) return undefined;
      this.position++;
      if (code === CODE.quote && !escaped) return this.text.slice(start, this.position);
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
    if (!this.eat(CODE.leftBracket)) return this.take(HOST) || undefined;
    if (this.take(IPV6) === '' || !this.eat(CODE.rightBracket)) return undefined;
    return this.text.slice(start, this.position);
  }

  /** Reads a `:` and the port behind it. Null: there is no port; undefined: what stands there is none. */
  port(): number | null | undefined {
    return this.eat(CODE.colon) ? this.number(65535) : null;
  }
}

/** Reads something with a {@link Scanner}; undefined where the text does not match. */
export type Rule<T> = (scanner: Scanner) => T | undefined;

/** Applies a rule to all of `text`, with space allowed around it; undefined unless it matches to the end. */
export function parseAll<T>(text: string, rule: Rule<T>): T | undefined {
  const scanner = new Scanner(text);
  scanner.skipSpace();
  const value = rule(scanner);
  scanner.skipSpace();
  return scanner.done ? value : undefined;
}

/** Reads one or more values with commas between them. */
export function scanList<T>(scanner: Scanner, rule: Rule<T>): T[] | undefined {
  const values: T[] = [];
  do {
    const value = rule(scanner);
    if (value === undefined) return undefined;
    values.push(value);
  } while (scanner.separator(CODE.comma));
  return values;
}
