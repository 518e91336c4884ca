import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NameAddrHeader } from '../../src/grammar/name-addr.ts';
import { URI } from '../../src/grammar/uri.ts';
import { OutgoingRequest, type OutgoingRequestInit } from '../../src/message/outgoing.ts';
import { buildResponse } from '../../src/message/response.ts';
import { lines, requestOf } from './messages.ts';

function outgoing(init: Partial<OutgoingRequestInit> = {}): OutgoingRequest {
  return new OutgoingRequest('INVITE', new URI('sip', 'bob', 'example.com'), {
    callId: 'call1',
    cseq: 1,
    from: new NameAddrHeader(new URI('sip', 'alice', 'example.com'), 'Alice', { tag: 'a1' }),
    to: new NameAddrHeader(new URI('sip', 'bob', 'example.com')),
    ...init,
  });
}

test('a request is printed with its headers in the usual order', () => {
  const request = outgoing({
    route: ['<sip:p1;lr>', '<sip:p2;lr>'],
    extraHeaders: ['contact: <sip:a@b>', 'X-Y:z'],
  });
  request.setVia('SIP/2.0/WS c.invalid;branch=z9hG4bK1');
  assert.equal(
    request.toString(),
    [
      'INVITE sip:bob@example.com SIP/2.0',
      'Via: SIP/2.0/WS c.invalid;branch=z9hG4bK1',
      'Route: <sip:p1;lr>',
      'Route: <sip:p2;lr>',
      'Max-Forwards: 70',
      'From: "Alice" <sip:alice@example.com>;tag=a1',
      'To: <sip:bob@example.com>',
      'Call-ID: call1',
      'CSeq: 1 INVITE',
      'Contact: <sip:a@b>',
      'X-Y: z',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  );
  assert.equal(request.branch, 'z9hG4bK1');
});

test('Content-Length counts octets', () => {
  assert.ok(outgoing({ body: 'grüße 🎧' }).toString().endsWith('Content-Length: 12\r\n\r\ngrüße 🎧'));
});

test('headers are set, read and missed', () => {
  const request = outgoing({ extraHeaders: ['X-Y: 1', 'x-y: 2'] });
  assert.deepEqual(request.getHeaders('X-Y'), ['1', '2']);
  request.setHeader('x-y', '3');
  assert.equal(request.getHeader('X-Y'), '3');
  request.setHeader('X-Y', ['4', '5']);
  assert.deepEqual(request.getHeaders('X-Y'), ['4', '5']);
  assert.equal(request.getHeader('X-None'), null);
  assert.equal(request.hasHeader('X-None'), false);
  assert.equal(request.getHeader('from'), '"Alice" <sip:alice@example.com>;tag=a1');
  assert.equal(request.getHeader('CSeq'), '1 INVITE');
});

test('what every request must have can be changed, not doubled', () => {
  const request = outgoing();
  request.setHeader('From', '<sip:other@example.com>;tag=x');
  request.addHeaders(['To: <sip:carol@example.com>', 'Content-Length: 99']);
  assert.equal(request.from.uri.user, 'other');
  assert.equal(request.toString().match(/^(From|To|Content-Length):/gm)?.length, 3);
  assert.throws(() => request.setHeader('To', 'nobody'), TypeError);
});

test('a line break or NUL never gets into a header, and the option is named', () => {
  for (const bad of ['X: a\r\nY: b', 'X: a\nb', 'X: a\0', 'X\r\n: a', 'no colon', ': no name', 'a b: c']) {
    assert.throws(() => outgoing({ extraHeaders: [bad] }), /TypeError: extraHeaders|extraHeaders/);
  }
  assert.throws(() => outgoing().setHeader('X', 'a\r\nY: b'), TypeError);
  assert.throws(() => outgoing().setHeader('X Y', 'a'), TypeError);
  assert.throws(() => outgoing({ extraHeaders: 'X: y' as unknown as string[] }), TypeError);
});

test('a clone is the next request: no Via, the next CSeq, all else the same', () => {
  const request = outgoing({ extraHeaders: ['X-Y: 1'], body: 'b' });
  request.setVia('SIP/2.0/WS c.invalid;branch=z9hG4bK1');
  const clone = request.clone();
  assert.equal(clone.branch, undefined);
  assert.equal(clone.cseq, 2);
  clone.setHeader('X-Y', '2');
  assert.equal(request.getHeader('X-Y'), '1');
  assert.equal(
    clone.toString(),
    request
      .toString()
      .replace(/Via: .*\r\n/, '')
      .replace('CSeq: 1', 'CSeq: 2')
      .replace('X-Y: 1', 'X-Y: 2'),
  );
});

test('a response carries what RFC 3261 section 8.2.6 asks', () => {
  const request = requestOf(
    lines('INVITE', 'v: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK0', 'Record-Route: <sip:p;lr>', 'Timestamp: 54'),
  );
  request.localTag = 'b1';
  const text = buildResponse(request, 180, undefined, ['X-Y: z']);
  assert.equal(
    text,
    [
      'SIP/2.0 180 Ringing',
      'Via: SIP/2.0/WS client.invalid;branch=z9hG4bK1',
      'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK0',
      'Record-Route: <sip:p;lr>',
      'From: "Alice" <sip:alice@example.com>;tag=a1',
      'To: <sip:bob@example.com>;tag=b1',
      'Call-ID: call1',
      'CSeq: 7 INVITE',
      'X-Y: z',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  );
});

test('a 100 has no tag and repeats Timestamp, a refusal has a tag and no Record-Route', () => {
  const request = requestOf(lines('INVITE', 'Record-Route: <sip:p;lr>', 'Timestamp: 54'));
  const trying = buildResponse(request, 100);
  assert.ok(trying.includes('To: <sip:bob@example.com>\r\n'));
  assert.ok(trying.includes('Timestamp: 54\r\n'));
  const refusal = buildResponse(request, 404);
  assert.match(refusal, /^SIP\/2.0 404 Not Found\r\n/);
  assert.match(refusal, /To: <sip:bob@example.com>;tag=[a-z0-9]{10}\r\n/);
  assert.ok(!refusal.includes('Record-Route'));
});

test('all answers to one request carry the same tag', () => {
  const request = requestOf(lines('INVITE'));
  const tag = (status: number) => /To: .*;tag=(\w+)/.exec(buildResponse(request, status))?.[1];
  assert.equal(tag(180), tag(200));
});

test('a malformed answer is a TypeError', () => {
  const request = requestOf(lines('INVITE'));
  for (const status of [99, 700, 200.5, NaN]) {
    assert.throws(() => buildResponse(request, status), TypeError);
  }
  assert.throws(() => buildResponse(request, 200, 'a\r\nX: y'), /reason_phrase/);
});
