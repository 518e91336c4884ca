import type { IncomingMessage, IncomingRequest, IncomingResponse } from '../../src/message/incoming.ts';
import { octetLength } from '../../src/message/octets.ts';

/** One hop of a forwarded request. */
export interface Hop {
  /** The branch of our Via. */
  id: string;
  /** The Request-URI. */
  ruri: string;
}

/** Requests that may begin a dialog; what follows in it must come through us, as browsers cannot reach each other. */
const DIALOG_FORMING = new Set(['INVITE', 'SUBSCRIBE', 'REFER', 'NOTIFY']);

/** A request as the next hop gets it (RFC 3261 section 16.6). */
export function forwardedRequest(request: IncomingRequest, hop: Hop, domain: string): string {
  const maxForwards = request.parseHeader('Max-Forwards') ?? 70;
  const recordRoute = DIALOG_FORMING.has(request.method) ? [`<sip:${domain};lr;transport=ws>`] : [];
  return print(`${request.method} ${hop.ruri} SIP/2.0`, request, {
    Via: [viaOf(hop, domain), ...request.getHeaders('Via')],
    'Record-Route': [...recordRoute, ...request.getHeaders('Record-Route')],
    // Whoever is reached is the last hop: the routes that brought the request here named us.
    Route: [],
    'Max-Forwards': [String(maxForwards - 1)],
    // Credentials for us are for nobody else.
    'Proxy-Authorization': [],
  });
}

/** A response as the hop before us gets it: without our Via (RFC 3261 section 16.7 step 3). */
export function forwardedResponse(response: IncomingResponse): string {
  const start = `SIP/2.0 ${response.status_code} ${response.reason_phrase}`;
  return print(start, response, { Via: response.getHeaders('Via').slice(1) });
}

/** The CANCEL of an INVITE for the hop behind us (RFC 3261 section 9.1). */
export function cancelOf(
  invite: IncomingRequest,
  hop: Hop,
  domain: string,
  reasons: readonly string[],
): string {
  const to = invite.getHeader('To') ?? '';
  return hopRequest(
    'CANCEL',
    invite,
    hop,
    domain,
    to,
    reasons.map((reason) => `Reason: ${reason}`),
  );
}

/** The ACK of a refused INVITE for the hop behind us (RFC 3261 section 17.1.1.3). */
export function ackOf(invite: IncomingRequest, hop: Hop, domain: string, refusal: IncomingResponse): string {
  return hopRequest('ACK', invite, hop, domain, refusal.getHeader('To') ?? '', []);
}

function hopRequest(
  method: string,
  invite: IncomingRequest,
  hop: Hop,
  domain: string,
  to: string,
  extra: readonly string[],
): string {
  const lines = [
    `${method} ${hop.ruri} SIP/2.0`,
    `Via: ${viaOf(hop, domain)}`,
    'Max-Forwards: 70',
    `From: ${invite.getHeader('From') ?? ''}`,
    `To: ${to}`,
    `Call-ID: ${invite.call_id}`,
    `CSeq: ${invite.cseq} ${method}`,
    ...extra,
    'Content-Length: 0',
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** The Route behind those that name us, which brought the request here (RFC 3261 section 16.4). */
export function routeBeyond(request: IncomingRequest, domain: string): string[] {
  const routes = request.getHeaders('Route');
  const beyond = routes.findIndex((_, index) => request.parseHeader('Route', index)?.uri.host !== domain);
  return beyond < 0 ? [] : routes.slice(beyond);
}

function viaOf(hop: Hop, domain: string): string {
  return `SIP/2.0/WS ${domain};branch=${hop.id}`;
}

/** The message with another start line and other values of some headers. */
function print(
  startLine: string,
  message: IncomingMessage,
  changed: Record<string, readonly string[]>,
): string {
  const headers = new Map<string, readonly string[]>([
    ...Object.entries(changed),
    ...[...message.headerLines()].filter(([name]) => !(name in changed) && name !== 'Content-Length'),
  ]);
  let text = `${startLine}\r\n`;
  for (const [name, values] of headers) for (const value of values) text += `${name}: ${value}\r\n`;
  const body = message.body ?? '';
  return `${text}Content-Length: ${octetLength(body)}\r\n\r\n${body}`;
}
