import { DISPLAY, oneLine, trimSpace } from './characters.ts';
import {
  Parametered,
  type ParamsInit,
  printParams,
  printedValue,
  quote,
  scanParams,
  unquote,
} from './parameters.ts';
import { type Scanner, parseAll } from './scanner.ts';
import { type URI, scanAfterScheme, scanURI } from './uri.ts';

/**
 * An address with an optional display name, and parameters of the header in which it stands (RFC 3261
 * section 25.1 `name-addr` and `addr-spec`; manual: class NameAddrHeader).
 *
 * Values of parameters are read without quotes and escapes, and printed as quoted-string where they must be.
 */
export class NameAddrHeader extends Parametered {
  /** The address. */
  readonly uri: URI;
  #displayName: string | null = null;

  /**
   * @param uri The address. Without one: TypeError.
   * @param display_name Any Unicode, unescaped; null for none.
   * @param parameters Values by name; null for a parameter without value.
   * @throws TypeError Without `uri`, or with a CR, LF or NUL in `display_name` or the name of a parameter.
   */
  constructor(uri: URI, display_name: string | null = null, parameters: ParamsInit | null = {}) {
    super();
    if (!uri) throw new TypeError('NameAddrHeader: "uri" is missing');
    this.uri = uri;
    this.display_name = display_name;
    this.setParams(parameters ?? {});
  }

  /** Reads `"Alice" <sip:a@b>;x=y` or `sip:a@b;x=y`; undefined where the text is neither. */
  static parse(text: string): NameAddrHeader | undefined {
    return parseAll(text, scanNameAddr);
  }

  /** The display name, without quotes and escapes; null where there is none. */
  get display_name(): string | null {
    return this.#displayName;
  }

  set display_name(value: string | null | undefined) {
    this.#displayName =
      value === null || value === undefined ? null : oneLine('NameAddrHeader: display_name', value);
  }

  /**
   * Sets a parameter, in place of an older one of the same name. Null: a parameter without value.
   *
   * @throws TypeError For a CR, LF or NUL in its name; in a value they are left out.
   */
  override setParam(key: string, value: string | number | null = null): void {
    super.setParam(
      oneLine('NameAddrHeader: name of a parameter', key),
      value === null ? null : printedValue(String(value)),
    );
  }

  override getParam(key: string): string | null | undefined {
    const value = super.getParam(key);
    return typeof value === 'string' ? unquote(value) : value;
  }

  /** An equal one, with a clone of the URI, that changes independently. */
  clone(): NameAddrHeader {
    const clone = new NameAddrHeader(this.uri.clone());
    clone.#displayName = this.#displayName;
    clone.params = this.params && new Map(this.params);
    return clone;
  }

  /** `"Alice" <sip:a@b>;x=y`, with the display name quoted and escaped, and without it where it is empty. */
  override toString(): string {
    const name = this.#displayName ? `${quote(this.#displayName)} ` : '';
    return `${name}<${this.uri.toString()}>${printParams(this.params)}`;
  }

  /** Reads a name-addr or addr-spec with the parameters behind it. */
  static scan(scanner: Scanner): NameAddrHeader | undefined {
    const address = scanAddress(scanner);
    const params = address && scanParams(scanner);
    if (!params) return undefined;
    const header = new NameAddrHeader(address.uri);
    // Not through the setter: an escaped NUL of a peer is legal (RFC 4475 section 3.1.1.2), and quote() drops it.
    header.#displayName = address.displayName;
    if (params.size > 0) header.params = params;
    return header;
  }
}

/** Reads a name-addr or addr-spec with the parameters behind it (RFC 3261 sections 20.10, 20.20, 20.39). */
export function scanNameAddr(scanner: Scanner): NameAddrHeader | undefined {
  return NameAddrHeader.scan(scanner);
}

function scanAddress(scanner: Scanner): { displayName: string | null; uri: URI } | undefined {
  if (scanner.peek() === '"') {
    const quoted = scanner.quoted();
    scanner.skipSpace();
    const uri = quoted === undefined ? undefined : scanBracketed(scanner);
    return uri && quoted !== undefined ? { displayName: unquote(quoted), uri } : undefined;
  }
  // Either a display name without quotes or the scheme: which of the two, the next character tells.
  const words = scanner.take(DISPLAY);
  if (scanner.peek() === '<') {
    const uri = scanBracketed(scanner);
    return uri && { displayName: trimSpace(words) || null, uri };
  }
  const uri = scanAfterScheme(scanner, words, true);
  return uri && { displayName: null, uri };
}

function scanBracketed(scanner: Scanner): URI | undefined {
  if (!scanner.eat('<')) return undefined;
  const uri = scanURI(scanner);
  return uri && scanner.eat('>') ? uri : undefined;
}
