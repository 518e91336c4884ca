import { addValue, longName } from '../grammar/header-names.ts';
import { parseHeaderValue } from '../grammar/headers.ts';
import { NameAddrHeader } from '../grammar/name-addr.ts';
import type { URI } from '../grammar/uri.ts';
import { type Header, checkedHeader, checkedHeaders } from './checked.ts';
import { lengthAndBody, octetLength } from './octets.ts';

/** What an {@link OutgoingRequest} is made of. */
export interface OutgoingRequestInit {
  callId: string;
  /** 1 to 2^31 − 1. */
  cseq: number;
  /** With its tag. */
  from: NameAddrHeader;
  /** With the tag of the far end inside a dialog. */
  to: NameAddrHeader;
  /** Values of Route, from the first hop on. */
  route?: readonly string[];
  /** Each as `Name: value`. */
  extraHeaders?: readonly string[] | null;
  body?: string | null;
}

/** RFC 3261 section 8.1.1.6. */
const MAX_FORWARDS = '70';

/**
 * A request that goes out (manual: class OutgoingRequest). Via is added where it is sent, Content-Length when it
 * is printed.
 */
export class OutgoingRequest {
  /** The method. */
  readonly method: string;
  /** The Request-URI. */
  ruri: URI;
  /** The number of CSeq. */
  cseq: number;
  /** Call-ID. */
  call_id: string;
  /** From. */
  from: NameAddrHeader;
  /** To. */
  to: NameAddrHeader;
  /** The body; null for none. */
  body: string | null;
  /** The value of Via, which the transaction that sends the request sets; '' before. */
  via = '';

  /** All headers but Via, From, To, Call-ID, CSeq and Content-Length, which have their own places. */
  readonly #headers = new Map<string, string[]>();

  /** @throws TypeError For a malformed extra header, and for a CR, LF or NUL in one. */
  constructor(method: string, ruri: URI, init: OutgoingRequestInit) {
    this.method = method;
    this.ruri = ruri;
    this.cseq = init.cseq;
    this.call_id = init.callId;
    this.from = init.from;
    this.to = init.to;
    this.body = init.body ?? null;
    if (init.route && init.route.length > 0) this.setHeader('Route', init.route);
    this.setHeader('Max-Forwards', MAX_FORWARDS);
    this.addHeaders(init.extraHeaders);
  }

  /** The branch of Via; undefined before {@link setVia}. */
  get branch(): string | undefined {
    return parseHeaderValue('Via', this.via)?.branch;
  }

  /** Sets Via, as the transaction that sends the request wants it. */
  setVia(via: string): void {
    this.via = via;
  }

  /**
   * Puts one or several values in place of those of a header.
   *
   * @throws TypeError Where `name` is no token, for a CR, LF or NUL in a value, and for a From, To or CSeq that is none.
   */
  setHeader(name: string, value: string | readonly string[]): void {
    const headers = checkedHeader(longName(name), value);
    const [first] = headers;
    if (first && this.#setOwn(first)) return;
    this.#headers.set(
      longName(name),
      headers.map(([, text]) => text),
    );
  }

  /**
   * Adds headers to those that are there.
   *
   * @param lines Each as `Name: value`.
   * @throws TypeError For a malformed one, and for a CR, LF or NUL.
   */
  addHeaders(lines: readonly string[] | null | undefined): void {
    for (const header of checkedHeaders('extraHeaders', lines)) {
      if (!this.#setOwn(header)) addValue(this.#headers, ...header);
    }
  }

  /** The first value of a header; null where there is none. */
  getHeader(name: string): string | null {
    return this.getHeaders(name)[0] ?? null;
  }

  /** All values of a header. */
  getHeaders(name: string): string[] {
    const own = this.#getOwn(longName(name));
    return own === undefined ? [...(this.#headers.get(longName(name)) ?? [])] : [own];
  }

  /** Whether there is such a header. */
  hasHeader(name: string): boolean {
    return this.getHeaders(name).length > 0;
  }

  /** Takes a header away; those that every request must have stay. */
  deleteHeader(name: string): void {
    this.#headers.delete(longName(name));
  }

  /**
   * An equal request without Via, to be sent as one of its own: with credentials, or again (RFC 3261 section
   * 22.2: the same Call-ID and tags, the next CSeq).
   */
  clone(cseq: number = this.cseq + 1): OutgoingRequest {
    const clone = new OutgoingRequest(this.method, this.ruri, {
      callId: this.call_id,
      cseq,
      from: this.from,
      to: this.to,
      body: this.body,
    });
    clone.#headers.clear();
    for (const [name, values] of this.#headers) clone.#headers.set(name, [...values]);
    return clone;
  }

  /** The message as it goes over the wire. */
  toString(): string {
    let text = `${this.method} ${this.ruri.toString()} SIP/2.0\r\n`;
    if (this.via !== '') text += `Via: ${this.via}\r\n`;
    text += this.#lines('Route') + this.#lines('Max-Forwards');
    text += `From: ${this.from.toString()}\r\nTo: ${this.to.toString()}\r\n`;
    text += `Call-ID: ${this.call_id}\r\nCSeq: ${this.cseq} ${this.method}\r\n`;
    for (const name of this.#headers.keys()) {
      if (name !== 'Route' && name !== 'Max-Forwards') text += this.#lines(name);
    }
    return text + lengthAndBody(this.body);
  }

  #lines(name: string): string {
    return (this.#headers.get(name) ?? []).map((value) => `${name}: ${value}\r\n`).join('');
  }

  /** Sets one of the headers that have a property of their own; false for others. */
  #setOwn([name, value]: Header): boolean {
    if (name === 'Via') this.setVia(value);
    else if (name === 'Call-ID') this.call_id = value;
    else if (name === 'From') this.from = addressOf(name, value);
    else if (name === 'To') this.to = addressOf(name, value);
    else if (name === 'CSeq') this.cseq = cseqOf(value);
    // Content-Length is counted when the request is printed.
    else return name === 'Content-Length';
    return true;
  }

  #getOwn(name: string): string | undefined {
    if (name === 'Via') return this.via || undefined;
    if (name === 'Call-ID') return this.call_id;
    if (name === 'From') return this.from.toString();
    if (name === 'To') return this.to.toString();
    if (name === 'CSeq') return `${this.cseq} ${this.method}`;
    if (name === 'Content-Length') return String(octetLength(this.body ?? ''));
    return undefined;
  }
}

function addressOf(name: string, value: string): NameAddrHeader {
  const address = NameAddrHeader.parse(value);
  if (!address) throw new TypeError(`${name}: "${value}" is not an address`);
  return address;
}

function cseqOf(value: string): number {
  const cseq = parseHeaderValue('CSeq', value);
  if (!cseq) throw new TypeError(`CSeq: "${value}" is none`);
  return cseq.value;
}
