import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installFeatureHeaders } from '../../src/grammar/feature-headers.ts';
import { IncomingRequest, IncomingResponse, installSDPReader } from '../../src/message/incoming.ts';
import { parseMessage, readMessage } from '../../src/message/parse.ts';
import { readSessionDescription } from '../../src/message/sdp-reader.ts';
import { lines, request, response } from './messages.ts';

// As the full UA installs it.
installSDPReader(readSessionDescription);
installFeatureHeaders();

test('the routing headers are there at once', () => {
  const message = request();
  assert.equal(message.method, 'INVITE');
  assert.equal(String(message.ruri), 'sip:bob@example.com');
  assert.equal(message.from.display_name, 'Alice');
  assert.equal(message.from_tag, 'a1');
  assert.equal(message.to_tag, undefined);
  assert.equal(message.via.transport, 'WS');
  assert.equal(message.via_branch, 'z9hG4bK1');
  assert.equal(message.call_id, 'call1');
  assert.equal(message.cseq, 7);
  assert.equal(message.body, null);
});

test('a response has status, reason and the method of its request', () => {
  const message = response('180 Ringing');
  assert.deepEqual([message.status_code, message.reason_phrase, message.method], [180, 'Ringing', 'INVITE']);
});

test('headers are found by any spelling; a missing one is null, none, or undefined', () => {
  const message = request('s: hello', 'X-Custom: 1', 'x-custom: 2');
  assert.equal(message.getHeader('SUBJECT'), 'hello');
  assert.deepEqual(message.getHeaders('x-CUSTOM'), ['1', '2']);
  assert.equal(message.countHeader('X-Custom'), 2);
  assert.equal(message.hasHeader('x-custom'), true);
  assert.equal(message.getHeader('X-None'), null);
  assert.deepEqual(message.getHeaders('X-None'), []);
  assert.equal(message.countHeader('X-None'), 0);
  assert.equal(message.hasHeader('X-None'), false);
  assert.equal(message.parseHeader('X-None'), undefined);
  assert.equal(message.parseHeader('X-Custom', 1), '2');
  assert.equal(message.parseHeader('X-Custom', 2), undefined);
});

test('addresses that share a line count one by one', () => {
  const message = request('Record-Route: <sip:p1;lr>, <sip:p2;lr>', 'Record-Route: <sip:p3;lr>');
  assert.deepEqual(message.getHeaders('Record-Route'), ['<sip:p1;lr>', '<sip:p2;lr>', '<sip:p3;lr>']);
  assert.equal(String(message.parseHeader('record-route', 2)), '<sip:p3;lr>');
  assert.deepEqual(message.parseHeaders('Record-Route').map(String), [
    '<sip:p1;lr>',
    '<sip:p2;lr>',
    '<sip:p3;lr>',
  ]);
});

test('a malformed optional header loses only itself', () => {
  const message = request('Session-Expires: soon', 'Refer-To: nobody');
  assert.equal(message.parseHeader('Session-Expires'), undefined);
  assert.equal(message.getHeader('Session-Expires'), 'soon');
  assert.equal(message.refer_to, undefined);
});

test('refer_to is an address with its URI', () => {
  const message = request(
    'Refer-To: "Carol" <sip:carol@example.com?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2>',
  );
  assert.equal(message.refer_to?.uri.user, 'carol');
  assert.deepEqual(message.refer_to?.uri.getHeader('Replaces'), ['a@b;to-tag=1;from-tag=2']);
});

test('a header can be replaced, the message as it came stays', () => {
  const message = request('Subject: old');
  assert.equal(message.getHeader('Subject'), 'old');
  message.setHeader('subject', 'new');
  assert.equal(message.getHeader('Subject'), 'new');
  assert.ok(message.toString().includes('Subject: old'));
  assert.throws(() => message.setHeader('Subject', 'a\r\nb'), TypeError);
});

test('SDP is read once for each body, and nonsense is no SDP', () => {
  const message = request();
  assert.equal(message.parseSDP(), undefined);
  message.body = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n';
  const description = message.parseSDP();
  assert.equal(description?.media[0]?.type, 'audio');
  assert.equal(message.parseSDP(), description);
  message.body = 'a=\r\nm=x\r\n%%%';
  assert.equal(message.parseSDP(), undefined);
});

test('Content-Length counts octets: what lies beyond is discarded, what is missing is an error', () => {
  const text = (length: number) => lines('MESSAGE', `Content-Length: ${length}`) + 'grüße+rest';
  assert.equal(parseMessage(text(7))?.message.body, 'grüße');
  const octets = new TextEncoder().encode(text(7));
  assert.equal(parseMessage(octets)?.message.body, 'grüße');
  assert.equal(parseMessage(octets.buffer)?.message.body, 'grüße');
  assert.equal(parseMessage(text(12))?.message.body, 'grüße+rest');
  assert.equal(parseMessage(text(13))?.defect?.status, 400);
});

test('without Content-Length the body is the rest of the frame', () => {
  assert.equal(parseMessage(lines('MESSAGE') + 'hello\r\n')?.message.body, 'hello\r\n');
});

test('each broken mandatory header is answered with 400', () => {
  for (const [name, value] of [
    ['Via', 'nonsense'],
    ['From', 'nobody'],
    ['To', '"unterminated <sip:a@b>'],
    ['Call-ID', ''],
    ['CSeq', '1'],
    ['CSeq', '1 BYE'],
    ['Contact', 'nobody'],
  ] as const) {
    const text = lines('INVITE').replace(new RegExp(`^${name}: .*\r\n`, 'm'), `${name}: ${value}\r\n`);
    const parsed = parseMessage(text);
    assert.equal(parsed?.defect?.status, 400, name);
    assert.ok(parsed.defect.reason.includes(name));
  }
});

test('an INVITE without Contact is answered with 400, unless a proxy reads it', () => {
  const text = lines('INVITE').replace(/^Contact: .*\r\n/m, '');
  assert.equal(parseMessage(text)?.defect?.reason, 'Bad Contact');
  assert.equal(readMessage(text)?.defect, undefined);
});

test('a request that cannot be answered is dropped', () => {
  assert.equal(parseMessage(lines('INVITE').replace(/^Via: .*\r\n/m, '')), undefined);
  assert.equal(parseMessage(lines('ACK').replace(/^From: .*\r\n/m, 'From: x\r\n')), undefined);
});

test('a broken response is dropped', () => {
  const text = response('200 OK').data;
  assert.equal(parseMessage(text.replace(/^To: .*\r\n/m, '')), undefined);
  assert.equal(parseMessage(text.replace('SIP/2.0 200', 'SIP/2.0 20')), undefined);
  assert.equal(parseMessage(text.replace('SIP/2.0 200', 'SIP/3.0 200')), undefined);
  assert.equal(
    parseMessage(text.replace(/^Via: /m, 'Via: SIP/2.0/WS other;branch=z9hG4bK2\r\nVia: ')),
    undefined,
  );
});

test('what is no SIP at all is dropped', () => {
  for (const frame of [
    '',
    '\r\n\r\n',
    'hello',
    '{"a":1}',
    new Uint8Array([0, 255, 13, 10]),
    new ArrayBuffer(0),
  ]) {
    assert.equal(parseMessage(frame), undefined);
  }
});

test('ten thousand damaged messages never throw', () => {
  const text = request('Route: <sip:p;lr>', 'Session-Expires: 90;refresher=uac').data;
  const junk = ['"', '<', '>', ';', ':', ',', '\r\n', '\r', '\n', '\0', '%', '\\', ' ', '\ud800', '=', '@'];
  let seed = 1;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 10_000; round++) {
    let damaged = text;
    for (let change = random(4); change >= 0; change--) {
      const at = random(damaged.length);
      damaged = damaged.slice(0, at) + junk[random(junk.length)] + damaged.slice(at + random(5));
    }
    const message = parseMessage(damaged)?.message;
    if (message instanceof IncomingRequest) message.reply(400);
    for (const name of message?.headerLines().keys() ?? []) message?.parseHeader(name);
    message?.parseSDP();
  }
});

test('reply hands the whole response to the transaction', () => {
  const message = request();
  const sent: [number, string][] = [];
  message.transaction = { respond: (status, text) => sent.push([status, text]) };
  message.reply(180);
  message.reply(200, 'Fine', ['X-Y: z'], 'v=0\r\n');
  assert.deepEqual(
    sent.map(([status]) => status),
    [180, 200],
  );
  const answer = parseMessage(sent[1]?.[1] ?? '')?.message;
  assert.ok(answer instanceof IncomingResponse);
  assert.equal(answer.reason_phrase, 'Fine');
  assert.equal(answer.getHeader('X-Y'), 'z');
  assert.equal(answer.getHeader('Content-Type'), 'application/sdp');
  assert.equal(answer.body, 'v=0\r\n');
  assert.equal(answer.to_tag, message.localTag);
});
