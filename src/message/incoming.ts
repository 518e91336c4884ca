import { createLog } from '../log.ts';
import type { SessionDescription } from 'sdp-transform';
import type { CSeq } from '../grammar/headers/cseq.ts';
import { splitList } from '../grammar/headers/contact.ts';
import type { Via } from '../grammar/headers/via.ts';
import { trimSpace } from '../grammar/characters.ts';
import { longName } from '../grammar/header-names.ts';
import {
  type HeaderName,
  type HeaderValues,
  isKnownHeader,
  isListHeader,
  parseHeaderValue,
} from '../grammar/headers.ts';
import type { NameAddrHeader } from '../grammar/name-addr.ts';
import type { URI } from '../grammar/uri.ts';
import { randomToken } from '../random.ts';
import { checkedHeader } from './checked.ts';
import { buildResponse } from './response.ts';

const debug = createLog('sip-elements:message:incoming');

/** What routing needs of a message; it is read at once, all else when it is asked for. */
export interface Routing {
  from: NameAddrHeader;
  to: NameAddrHeader;
  /** The topmost one. */
  via: Via;
  callId: string;
  cseq: CSeq;
}

/** What an incoming message is made of. */
export interface MessageParts {
  /** The whole message as it came. */
  data: string;
  /** Long name → lines. */
  headers: Map<string, string[]>;
  body: string | null;
  routing: Routing;
}

/** One value of a header; it is read when it is first asked for. */
interface Value {
  text: string;
  read?: { value: unknown };
}

/**
 * A SIP message that came in (manual: class IncomingMessage).
 *
 * The lines of a header that is a list of addresses (Via, Contact, Route, Record-Route, Path …) are divided at
 * the commas, so that each value counts, however the peer wrote them (RFC 3261 section 7.3.1).
 */
export abstract class IncomingMessage {
  /** The method; of a response, that of its request. */
  readonly method: string;
  /** The whole message as it came. */
  readonly data: string;
  /** From. */
  readonly from: NameAddrHeader;
  /** To. */
  readonly to: NameAddrHeader;
  /** The tag of From; undefined where there is none (RFC 2543). */
  readonly from_tag: string | undefined;
  /** The tag of To; undefined where there is none. */
  readonly to_tag: string | undefined;
  /** The topmost Via. */
  readonly via: Via;
  /** The branch of the topmost Via; undefined where there is none (RFC 2543). */
  readonly via_branch: string | undefined;
  /** Call-ID. */
  readonly call_id: string;
  /** The number of CSeq. */
  readonly cseq: number;
  /** The body; null where there is none. Where it is no UTF-8, each character is one octet. */
  body: string | null;

  readonly #lines: Map<string, string[]>;
  readonly #values = new Map<string, Value[]>();
  #sdp: { of: string | null; description: SessionDescription | undefined } | undefined;

  protected constructor(method: string, { data, headers, body, routing }: MessageParts) {
    this.method = method;
    this.data = data;
    this.from = routing.from;
    this.to = routing.to;
    this.from_tag = routing.from.getParam('tag') ?? undefined;
    this.to_tag = routing.to.getParam('tag') ?? undefined;
    this.via = routing.via;
    this.via_branch = routing.via.branch;
    this.call_id = routing.callId;
    this.cseq = routing.cseq.value;
    this.body = body;
    this.#lines = headers;
  }

  /** How many values a header has. */
  countHeader(name: string): number {
    return this.#valuesOf(name).length;
  }

  /** The first value of a header as text, unfolded; null where there is none. */
  getHeader(name: string): string | null {
    return this.#valuesOf(name)[0]?.text ?? null;
  }

  /** All values of a header as text, unfolded. */
  getHeaders(name: string): string[] {
    return this.#valuesOf(name).map(({ text }) => text);
  }

  /** Whether there is such a header. */
  hasHeader(name: string): boolean {
    return this.#lines.has(longName(name));
  }

  /**
   * One value of a header, read by its rule; text for a header that has none. Undefined where it is missing or
   * malformed. In the small agent only the headers have rules that registering and calling read.
   *
   * @param idx Which value, the first is 0.
   */
  parseHeader<Name extends HeaderName>(name: Name, idx?: number): HeaderValues[Name] | undefined;
  parseHeader(name: string, idx?: number): unknown;
  parseHeader(name: string, idx = 0): unknown {
    const value = this.#valuesOf(name)[idx];
    return value && readValue(longName(name), value);
  }

  /** Every value of a header that is well-formed, read by its rule. */
  parseHeaders<Name extends HeaderName>(name: Name): HeaderValues[Name][] {
    const key = longName(name);
    const values = this.#valuesOf(key).map(
      (value) => readValue(key, value) as HeaderValues[Name] | undefined,
    );
    return values.filter((value) => value !== undefined);
  }

  /**
   * Puts one or several values in place of those of a header. What was read at once (`from`, `via` …) stays.
   *
   * @throws TypeError For a CR, LF or NUL.
   */
  setHeader(name: string, value: string | readonly string[]): void {
    const key = longName(name);
    this.#lines.set(
      key,
      checkedHeader(key, value).map(([, text]) => text),
    );
    this.#values.delete(key);
  }

  /**
   * The body read as SDP; undefined where there is none, it is no SDP, or the reader is not installed, as in the
   * small agent. It is read once for each body.
   */
  parseSDP(): SessionDescription | undefined {
    if (this.#sdp?.of !== this.body || !this.#sdp)
      this.#sdp = { of: this.body, description: this.body ? readSDP(this.body) : undefined };
    return this.#sdp.description;
  }

  /** The header lines by long name, in the order of arrival of each name's first. For a proxy to pass on. */
  headerLines(): ReadonlyMap<string, readonly string[]> {
    return this.#lines;
  }

  /** The message as it came. */
  toString(): string {
    return this.data;
  }

  #valuesOf(name: string): Value[] {
    const key = longName(name);
    const known = this.#values.get(key);
    if (known) return known;
    const lines = this.#lines.get(key) ?? [];
    const texts = isListHeader(key) ? lines.flatMap(splitList).map(trimSpace) : lines;
    const values = texts.map((text): Value => ({ text: withoutNul(text) }));
    this.#values.set(key, values);
    return values;
  }
}

/** Why a request cannot be processed: what it is to be answered with. */
export interface Defect {
  status: number;
  reason: string;
}

/** Where an answer to a request goes: its server transaction. */
export interface Responder {
  /** Sends a response. `text` is all of it. */
  respond(statusCode: number, text: string): void;
}

/** A request that came in (manual: class IncomingRequest). */
export class IncomingRequest extends IncomingMessage {
  /** The Request-URI. */
  readonly ruri: URI;
  /** What sends the answers; set by the transaction floor. */
  transaction: Responder | undefined;
  /** The tag that our answers carry in To; made at random when the first one needs it. */
  localTag: string | undefined;
  /** Header lines that every answer of ours carries, each as `Name: value`; set by the floor of the UA. */
  commonHeaders: readonly string[] = [];

  constructor(method: string, ruri: URI, parts: MessageParts) {
    super(method, parts);
    this.ruri = ruri;
  }

  /** Refer-To; undefined where it is missing or malformed. */
  get refer_to(): NameAddrHeader | undefined {
    return this.parseHeader('Refer-To');
  }

  /**
   * Answers the request.
   *
   * @param code 100–699.
   * @param reason The reason phrase; the usual one where it is missing.
   * @param extraHeaders Each as `Name: value`.
   * @param body Its Content-Type is application/sdp unless it is among the extra headers.
   * @throws TypeError For a code out of range, a malformed header, and a CR, LF or NUL outside the body.
   */
  reply(
    code: number,
    reason?: string | null,
    extraHeaders?: readonly string[] | null,
    body?: string | null,
  ): void {
    const headers = [...this.commonHeaders, ...(extraHeaders ?? [])];
    const text = buildResponse(this, code, reason, headers, body);
    if (this.transaction) this.transaction.respond(code, text);
    else debug('%s: nothing is there to send the answer %d', this.method, code);
  }

  /** {@link localTag}, made if there is none yet. */
  ensureLocalTag(): string {
    this.localTag ??= randomToken(10);
    return this.localTag;
  }
}

/** A response that came in (manual: class IncomingResponse). */
export class IncomingResponse extends IncomingMessage {
  /** 100–699. */
  readonly status_code: number;
  /** May be empty. */
  readonly reason_phrase: string;

  constructor(status: { status_code: number; reason_phrase: string }, parts: MessageParts) {
    super(parts.routing.cseq.method, parts);
    this.status_code = status.status_code;
    this.reason_phrase = status.reason_phrase;
  }
}

/**
 * A quoted-pair may hold a NUL (RFC 3261 section 25.1), a header of ours never does: so that whatever is sent back,
 * such as a route or the nonce of a challenge, can be.
 */
function withoutNul(text: string): string {
  return text.includes('\0') ? text.replace(/\\?\0/g, '') : text;
}

/** What a value says, by the rule of its header; it is read once. */
function readValue(name: string, value: Value): unknown {
  value.read ??= { value: isKnownHeader(name) ? parseHeaderValue(name, value.text) : value.text };
  return value.read.value;
}

/** Reads an SDP; undefined where the text is none. Nothing is installed at first. */
let readSDP: (body: string) => SessionDescription | undefined = () => undefined;

/** Installs what {@link IncomingMessage.parseSDP} reads by: calls do without, and not everybody needs it. */
export function installSDPReader(read: typeof readSDP): void {
  readSDP = read;
}
