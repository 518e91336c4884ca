import assert from 'node:assert/strict';
import { IncomingRequest, IncomingResponse } from '../../src/message/incoming.ts';
import { parseMessage } from '../../src/message/parse.ts';

/** A request as it comes over the wire, from its start line to the empty line. */
export function lines(method: string, ...headers: string[]): string {
  return [
    `${method} sip:bob@example.com SIP/2.0`,
    'Via: SIP/2.0/WS client.invalid;branch=z9hG4bK1',
    'Max-Forwards: 70',
    'From: "Alice" <sip:alice@example.com>;tag=a1',
    'To: <sip:bob@example.com>',
    'Call-ID: call1',
    `CSeq: 7 ${method}`,
    'Contact: <sip:alice@client.invalid;transport=ws>',
    ...headers,
    '\r\n',
  ].join('\r\n');
}

/** An INVITE that came in. */
export function request(...headers: string[]): IncomingRequest {
  return requestOf(lines('INVITE', ...headers));
}

/** A request that came in. */
export function requestOf(text: string): IncomingRequest {
  const parsed = parseMessage(text);
  assert.ok(parsed?.message instanceof IncomingRequest);
  return parsed.message;
}

/** A response to an INVITE that came in. */
export function response(status: string): IncomingResponse {
  const parsed = parseMessage(
    lines('INVITE').replace('INVITE sip:bob@example.com SIP/2.0', `SIP/2.0 ${status}`),
  );
  assert.ok(parsed?.message instanceof IncomingResponse);
  return parsed.message;
}
