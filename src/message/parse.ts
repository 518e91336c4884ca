import { createLog } from '../log.ts';
import { type RawMessage, splitMessage } from '../grammar/message.ts';
import { splitList } from '../grammar/headers/contact.ts';
import { type HeaderName, type HeaderValues, parseHeaderValue } from '../grammar/headers.ts';
import { NameAddrHeader } from '../grammar/name-addr.ts';
import { type RequestLine, isStatusLine, parseRequestLine, parseStatusLine } from '../grammar/start-line.ts';
import { URI } from '../grammar/uri.ts';
import {
  type Defect,
  IncomingRequest,
  IncomingResponse,
  type MessageParts,
  type Routing,
} from './incoming.ts';
import { decode, firstOctets, octetLength } from './octets.ts';
import { reasonPhrase } from './reason-phrases.ts';

const debug = createLog('sip-elements:message:parse');

/**
 * What a frame holds. Undefined: nothing that could be processed or answered; it is to be dropped.
 *
 * A request with a `defect` is to be answered with that status and then forgotten: what could not be read of it
 * has a value in its place that says nothing.
 */
export type Parsed =
  | { message: IncomingRequest; defect?: Defect }
  | { message: IncomingResponse; defect?: undefined }
  | undefined;

/** Headers of which a message has one. */
const SINGLE = ['From', 'To', 'Call-ID', 'CSeq', 'Content-Length', 'Max-Forwards'];

/** Requests that cannot be processed with a Contact that cannot be read. */
const NEED_CONTACT = new Set(['INVITE', 'REGISTER', 'SUBSCRIBE', 'NOTIFY', 'REFER', 'UPDATE']);

/** Stands where what the peer sent could not be read; RFC 2606 keeps the name from ever being one. */
const UNREADABLE = new URI('sip', null, 'unreadable.invalid');

/**
 * Reads one frame of a WebSocket, which holds exactly one message (RFC 7118 section 5), and is for us: a response has
 * one Via (RFC 3261 section 8.1.3.3), and requests that make a dialog have a Contact. It never throws.
 *
 * @param data A text frame as string, a binary frame as buffer.
 */
export function parseMessage(data: string | ArrayBuffer | ArrayBufferView): Parsed {
  const parsed = readMessage(data);
  if (!parsed || parsed.defect) return parsed;
  const { message } = parsed;
  if (message instanceof IncomingRequest)
    return hasUsableContact(message) ? parsed : { message, defect: badRequest('Contact') };
  return message.countHeader('Via') === 1 ? parsed : dropped('a response with several Via');
}

/** The same as {@link parseMessage} for a message that may be for somebody else: what a proxy reads. */
export function readMessage(data: string | ArrayBuffer | ArrayBufferView): Parsed {
  const frame = typeof data === 'string' ? data : octetsOf(data);
  const raw = splitMessage(frame);
  if (!raw) return dropped('it is no SIP message');
  const { routing, fault } = readRouting(raw);
  const body = readBody(raw);
  const parts: MessageParts = {
    data: typeof frame === 'string' ? frame : decode(frame),
    headers: raw.headers,
    body: body || null,
    routing,
  };
  const problem = fault ?? (body === undefined ? 'Content-Length' : findTwice(raw));
  return isStatusLine(raw.startLine) ? parseResponse(raw, parts, problem) : parseRequest(raw, parts, problem);
}

function parseResponse(raw: RawMessage, parts: MessageParts, fault: string | undefined): Parsed {
  const status = parseStatusLine(raw.startLine);
  if (!status) return dropped('malformed Status-Line');
  if (fault) return dropped(`malformed ${fault}`);
  return { message: new IncomingResponse(status, parts) };
}

function parseRequest(raw: RawMessage, parts: MessageParts, fault: string | undefined): Parsed {
  const line = parseRequestLine(raw.startLine);
  if (!line) return dropped('malformed Request-Line');
  const message = new IncomingRequest(line.method, line.ruri ?? UNREADABLE, parts);
  const defect = findDefect(line, parts.routing, fault);
  if (!defect) return { message };
  // An ACK is never answered (RFC 3261 section 17), and without Via an answer would not find its way.
  if (line.method === 'ACK' || !raw.headers.has('Via')) return dropped(defect.reason);
  debug('%s: %d %s', line.method, defect.status, defect.reason);
  return { message, defect };
}

function findDefect(
  { method, ruri, version }: RequestLine,
  { cseq }: Routing,
  fault: string | undefined,
): Defect | undefined {
  if (version !== undefined && version !== '2.0') return { status: 505, reason: reasonPhrase(505) };
  // RFC 3261 section 19.1.1: a Request-URI has no headers.
  if (version === undefined || !ruri || ruri.hasHeaders) return badRequest('Request-Line');
  if (fault) return badRequest(fault);
  return cseq.method === method ? undefined : badRequest('CSeq');
}

function badRequest(header: string): Defect {
  return { status: 400, reason: `Bad ${header}` };
}

/** Reads what routing needs; `fault` names the first of these headers that is missing or malformed. */
function readRouting({ headers }: RawMessage): { routing: Routing; fault: string | undefined } {
  let fault: string | undefined;
  const read = <Name extends HeaderName>(name: Name, divide = false): HeaderValues[Name] | undefined => {
    const line = headers.get(name)?.[0];
    const text = divide && line !== undefined ? splitList(line)[0] : line;
    const value = text === undefined ? undefined : parseHeaderValue(name, text);
    if (value === undefined) fault ??= name;
    return value;
  };
  const via = read('Via', true);
  const from = read('From');
  const to = read('To');
  const callId = read('Call-ID');
  const cseq = read('CSeq');
  return {
    routing: {
      via: via ?? { protocol: '', version: '', transport: '', host: '', port: null, params: {} },
      from: from ?? new NameAddrHeader(UNREADABLE),
      to: to ?? new NameAddrHeader(UNREADABLE),
      callId: callId ?? '',
      cseq: cseq ?? { value: 0, method: '' },
    },
    fault,
  };
}

function findTwice({ headers }: RawMessage): string | undefined {
  return SINGLE.find((name) => (headers.get(name)?.length ?? 0) > 1);
}

/**
 * The body as Content-Length counts it, '' where there is none: what the frame holds beyond is discarded, and a
 * frame that holds less is in error (RFC 3261 section 18.3): undefined.
 */
function readBody({ headers, body }: RawMessage): string | undefined {
  const [line] = headers.get('Content-Length') ?? [];
  const inFrame = typeof body === 'string' ? octetLength(body) : body.length;
  const length = line === undefined ? inFrame : parseHeaderValue('Content-Length', line);
  if (length === undefined || length > inFrame) return undefined;
  if (typeof body !== 'string') return decode(body.subarray(0, length));
  return length < inFrame ? firstOctets(body, length) : body;
}

/** RFC 3261 section 8.1.1.8: an INVITE has a Contact. In others that use one, it must be readable if it is there. */
function hasUsableContact(request: IncomingRequest): boolean {
  const { method } = request;
  const count = request.countHeader('Contact');
  if (!NEED_CONTACT.has(method) || count === 0) return method !== 'INVITE' || count > 0;
  const contacts = request.parseHeaders('Contact');
  return contacts.length === count && (method === 'REGISTER' || !contacts.includes('*'));
}

function octetsOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

function dropped(why: string): undefined {
  debug('dropped: %s', why);
  return undefined;
}
