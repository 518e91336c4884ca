import { DIGIT, TOKEN, VALUE, consistsOf, hasLineBreak, lowerCase } from './characters.ts';
import { Scanner } from './scanner.ts';

/** Parameters as plain values: lower-case name → value, null where a parameter has none. It has no prototype. */
export type Params = Record<string, string | null>;

/** Parameters as they are written: lower-case name → value, a quoted one still with its quotes. */
export type RawParams = Map<string, string | null>;

/** Parameters as the application writes them. */
export type ParamsInit = Record<string, string | number | null | undefined>;

/**
 * What {@link URI} and {@link NameAddrHeader} share: a set of named parameters. Names have no case; they are
 * kept in lower case.
 */
export abstract class Parametered {
  /** Made when the first parameter is set: most addresses have none. */
  protected params: RawParams | undefined;

  /** Sets a parameter, in place of an older one of the same name. Null: a parameter without value. */
  setParam(key: string, value: string | number | null = null): void {
    this.params ??= new Map();
    this.params.set(lowerCase(key), value === null ? null : String(value));
  }

  /** The value of a parameter: null where it has none, undefined where there is no such parameter. */
  getParam(key: string): string | null | undefined {
    return this.params?.get(lowerCase(key));
  }

  /** Whether there is such a parameter. */
  hasParam(key: string): boolean {
    return this.params?.has(lowerCase(key)) ?? false;
  }

  /** Takes a parameter away. Returns its value; undefined where there was none. */
  deleteParam(key: string): string | null | undefined {
    const value = this.getParam(key);
    this.params?.delete(lowerCase(key));
    return value;
  }

  /** Takes all parameters away. */
  clearParams(): void {
    this.params = undefined;
  }

  /** Sets every parameter of `init` that is not undefined. */
  protected setParams(init: ParamsInit): void {
    for (const [key, value] of Object.entries(init)) if (value !== undefined) this.setParam(key, value);
  }
}

/**
 * Reads `*( SEMI generic-param )` (RFC 3261 section 25.1). Of two parameters of one name the first counts.
 * Undefined where a semicolon or an equals sign is followed by nothing.
 */
export function scanParams(scanner: Scanner): RawParams | undefined {
  const params: RawParams = new Map();
  while (scanner.separator(';')) {
    const name = lowerCase(scanner.take(TOKEN));
    if (name === '') return undefined;
    const value = scanner.separator('=') ? scanValue(scanner) : null;
    if (value === undefined) return undefined;
    if (!params.has(name)) params.set(name, value);
  }
  return params;
}

/** Reads the value of a parameter, a quoted one with its quotes. */
export function scanValue(scanner: Scanner): string | undefined {
  return scanner.peek() === '"' ? scanner.quoted() : scanner.take(VALUE) || undefined;
}

/** No parameters yet. Without prototype, one called `__proto__` or `constructor` is a parameter like any other. */
export function emptyParams(): Params {
  return Object.create(null) as Params;
}

/** Reads parameters as {@link scanParams} does, as plain values, without quotes and escapes. */
export function scanPlainParams(scanner: Scanner): Params | undefined {
  const raw = scanParams(scanner);
  if (!raw) return undefined;
  const params = emptyParams();
  for (const [name, value] of raw) params[name] = value === null ? null : unquote(value);
  return params;
}

/** The value of a parameter that is a number; undefined where it is none. */
export function numberOf(text: string | null | undefined): number | undefined {
  return typeof text === 'string' && consistsOf(text, DIGIT) ? Number(text) : undefined;
}

/** What a quoted-string says; text without quotes stays as it is. */
export function unquote(text: string): string {
  if (text[0] !== '"') return text;
  const inner = text.slice(1, -1);
  return inner.includes('\\') ? inner.replace(/\\([^])/g, '$1') : inner;
}

/** `text` as a quoted-string. CR, LF and NUL, which cannot or must not be in one, are left out. */
export function quote(text: string): string {
  return `"${text
    .replace(/[\r\n\0]/g, '')
    // eslint-disable-next-line no-control-regex -- RFC 3261 quoted-pair is the way to write them
    .replace(/["\\\x01-\x08\x0b-\x1f\x7f]/g, '\\$&')}"`;
}

/** The value of a header parameter as it is printed: a token, or a quoted-string where it must be one. */
export function printedValue(value: string): string {
  const scanner = new Scanner(value);
  const whole = (scanner.quoted() ?? scanner.host()) !== undefined && scanner.done && !hasLineBreak(value);
  return whole || consistsOf(value, TOKEN) ? value : quote(value);
}

/** `;name=value` for each parameter. */
export function printParams(params: RawParams | undefined): string {
  let text = '';
  for (const [name, value] of params ?? []) text += value === null ? `;${name}` : `;${name}=${value}`;
  return text;
}
