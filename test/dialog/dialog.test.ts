import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Dialog, dialogKey } from '../../src/dialog/dialog.ts';
import { NameAddrHeader } from '../../src/grammar/name-addr.ts';
import { URI } from '../../src/grammar/uri.ts';
import { IncomingRequest, IncomingResponse } from '../../src/message/incoming.ts';
import { OutgoingRequest } from '../../src/message/outgoing.ts';
import { parseMessage } from '../../src/message/parse.ts';

const ROUTES = [
  'Record-Route: <sip:p1.example.com;lr>, <sip:p2.example.com;lr>',
  'Record-Route: <sip:p3.example.com;lr>',
];

function invite(extraHeaders: string[] = []): OutgoingRequest {
  const target = new URI('sip', 'bob', 'example.com');
  return new OutgoingRequest('INVITE', target, {
    callId: 'call',
    cseq: 3,
    from: new NameAddrHeader(new URI('sip', 'alice', 'example.com'), null, { tag: 'a' }),
    to: new NameAddrHeader(target),
    extraHeaders,
  });
}

function message(startLine: string, cseq: string, { to = ';tag=b', headers = [] as string[] } = {}) {
  const lines = [
    startLine,
    'Via: SIP/2.0/WS x.invalid;branch=z9hG4bK1',
    'From: <sip:alice@example.com>;tag=a',
    `To: <sip:bob@example.com>${to}`,
    'Call-ID: call',
    `CSeq: ${cseq}`,
    ...headers,
    '\r\n',
  ];
  const parsed = parseMessage(lines.join('\r\n'));
  assert.ok(parsed);
  return parsed.message;
}

function response(status: number, more: { to?: string; headers?: string[] } = {}): IncomingResponse {
  const headers = more.headers ?? ['Contact: "Bob" <sip:bob@192.0.2.9;transport=tcp>;expires=5', ...ROUTES];
  const parsed = message(`SIP/2.0 ${status} Reason`, '3 INVITE', { ...more, headers });
  assert.ok(parsed instanceof IncomingResponse);
  return parsed;
}

function request(method: string, cseq: number, headers: string[] = []): IncomingRequest {
  const parsed = message(`${method} sip:bob@here.invalid SIP/2.0`, `${cseq} ${method}`, { headers });
  assert.ok(parsed instanceof IncomingRequest);
  return parsed;
}

const outgoing = (status = 200) => {
  const dialog = Dialog.fromResponse(invite(), response(status));
  assert.ok(dialog);
  return dialog;
};

const incoming = () => {
  const parsed = message('INVITE sip:bob@here.invalid SIP/2.0', '10 INVITE', {
    to: '',
    headers: ['Contact: <sip:alice@192.0.2.7>', ...ROUTES],
  });
  assert.ok(parsed instanceof IncomingRequest);
  const dialog = Dialog.fromRequest(parsed, 'ours');
  assert.ok(dialog);
  return dialog;
};

test('a response makes a dialog: its route set is reversed, its Contact the target', () => {
  const dialog = outgoing();
  assert.deepEqual(dialog.id, { callId: 'call', localTag: 'a', remoteTag: 'b' });
  const bye = dialog.createRequest('BYE', { extraHeaders: ['Reason: SIP ;cause=200'] });
  assert.equal(bye.ruri.toString(), 'sip:bob@192.0.2.9;transport=tcp');
  assert.deepEqual(bye.getHeaders('Route'), [
    '<sip:p3.example.com;lr>',
    '<sip:p2.example.com;lr>',
    '<sip:p1.example.com;lr>',
  ]);
  assert.equal(bye.cseq, 4);
  assert.equal(bye.call_id, 'call');
  assert.equal(bye.from.getParam('tag'), 'a');
  assert.equal(bye.to.getParam('tag'), 'b');
  assert.equal(bye.getHeader('Reason'), 'SIP ;cause=200');
});

test('a request makes a dialog: its route set stays in order, and we count from one', () => {
  const dialog = incoming();
  assert.deepEqual(dialog.id, { callId: 'call', localTag: 'ours', remoteTag: 'a' });
  const bye = dialog.createRequest('BYE');
  assert.equal(bye.ruri.toString(), 'sip:alice@192.0.2.7');
  assert.deepEqual(bye.getHeaders('Route'), [
    '<sip:p1.example.com;lr>',
    '<sip:p2.example.com;lr>',
    '<sip:p3.example.com;lr>',
  ]);
  assert.equal(bye.cseq, 1);
  assert.equal(bye.from.getParam('tag'), 'ours');
  assert.equal(bye.to.getParam('tag'), 'a');
});

test('without a To tag or a usable Contact there is no dialog', () => {
  assert.equal(Dialog.fromResponse(invite(), response(200, { to: '' })), undefined);
  assert.equal(Dialog.fromResponse(invite(), response(200, { headers: [] })), undefined);
  assert.equal(Dialog.fromResponse(invite(), response(200, { headers: ['Contact: <nonsense'] })), undefined);
  assert.equal(Dialog.fromRequest(request('INFO', 1), 'ours'), undefined);
});

test('a dialog of a provisional response is early, and the 2xx gives it its route set and target', () => {
  const dialog = outgoing(183);
  assert.ok(dialog.early);
  const headers = ['Contact: <sip:bob@192.0.2.10>', 'Record-Route: <sip:p4.example.com;lr>'];
  dialog.confirm(response(200, { headers }));
  assert.ok(!dialog.early);
  const info = dialog.createRequest('INFO');
  assert.equal(info.ruri.toString(), 'sip:bob@192.0.2.10');
  assert.deepEqual(info.getHeaders('Route'), ['<sip:p4.example.com;lr>']);
});

test('a dialog of a request is early until our 2xx went', () => {
  const dialog = incoming();
  assert.ok(dialog.early);
  dialog.confirm();
  assert.ok(!dialog.early);
  assert.equal(dialog.createRequest('INFO').getHeaders('Route').length, 3);
});

test('each request of ours has the next CSeq, also after one that was sent again with credentials', () => {
  const dialog = outgoing();
  assert.equal(dialog.createRequest('INFO').cseq, 4);
  dialog.usedSeq(9);
  dialog.usedSeq(5);
  assert.equal(dialog.createRequest('INFO').cseq, 10);
});

test('the ACK has the CSeq and the credentials of its INVITE', () => {
  const dialog = outgoing();
  const ack = dialog.createAck(
    invite(['Authorization: Digest a', 'Proxy-Authorization: Digest b', 'X-A: 1']),
  );
  assert.equal(ack.method, 'ACK');
  assert.equal(ack.cseq, 3);
  assert.equal(ack.getHeader('Authorization'), 'Digest a');
  assert.equal(ack.getHeader('Proxy-Authorization'), 'Digest b');
  assert.equal(ack.getHeader('X-A'), null);
  assert.equal(ack.getHeaders('Route').length, 3);
  assert.equal(dialog.createRequest('BYE').cseq, 4);
});

test('requests of the far end must count upwards, but for ACK and CANCEL', () => {
  const dialog = incoming();
  assert.ok(dialog.accept(request('ACK', 10)));
  assert.ok(dialog.accept(request('CANCEL', 10)));
  assert.ok(!dialog.accept(request('INFO', 10)));
  assert.ok(!dialog.accept(request('INFO', 9)));
  assert.ok(dialog.accept(request('INFO', 11)));
  assert.ok(dialog.accept(request('INFO', 20)));
  assert.ok(!dialog.accept(request('INFO', 19)));
  assert.ok(outgoing().accept(request('INFO', 1)), 'the first of a far end that was called may have any');
});

test('re-INVITE and UPDATE move the target, INFO does not, and one out of order does not either', () => {
  const dialog = incoming();
  const target = () => dialog.remoteTarget.toString();
  const moved = (host: string) => [`Contact: <sip:alice@${host}>`];
  dialog.accept(request('INFO', 11, moved('a.invalid')));
  assert.equal(target(), 'sip:alice@192.0.2.7');
  dialog.accept(request('UPDATE', 12, moved('b.invalid')));
  assert.equal(target(), 'sip:alice@b.invalid');
  dialog.accept(request('INVITE', 12, moved('c.invalid')));
  assert.equal(target(), 'sip:alice@b.invalid');
  dialog.refreshTarget(response(200, { headers: ['Contact: <sip:alice@d.invalid>'] }));
  assert.equal(target(), 'sip:alice@d.invalid');
  dialog.refreshTarget(response(200, { headers: [] }));
  assert.equal(target(), 'sip:alice@d.invalid');
});

test('a far end of RFC 2543 has an empty tag', () => {
  const parsed = parseMessage(
    [
      'INVITE sip:bob@here.invalid SIP/2.0',
      'Via: SIP/2.0/WS x.invalid;branch=z9hG4bK1',
      'From: <sip:alice@example.com>',
      'To: <sip:bob@example.com>',
      'Call-ID: call',
      'CSeq: 1 INVITE',
      'Contact: <sip:alice@192.0.2.7>',
      '\r\n',
    ].join('\r\n'),
  );
  assert.ok(parsed?.message instanceof IncomingRequest);
  const dialog = Dialog.fromRequest(parsed.message, 'ours');
  assert.equal(dialog?.id.remoteTag, '');
  assert.notEqual(dialogKey(incoming().id), dialogKey(outgoing().id));
});

test('a first hop of RFC 2543 gets the request by its Request-URI, and the target comes last in the route', () => {
  const headers = [
    'Contact: <sip:bob@192.0.2.9>',
    'Record-Route: <sip:p2.example.com;lr>, <sip:old.example.com>',
  ];
  const dialog = Dialog.fromResponse(invite(), response(200, { headers }));
  const bye = dialog?.createRequest('BYE');
  assert.equal(bye?.ruri.toString(), 'sip:old.example.com');
  assert.deepEqual(bye?.getHeaders('Route'), ['<sip:p2.example.com;lr>', '<sip:bob@192.0.2.9>']);
});

test('headers in the URI of a Contact are none of ours to send (RFC 3261 section 19.1.1)', () => {
  const headers = ['Contact: <sip:bob@192.0.2.9?Subject=buy&Replaces=a%3Bto-tag%3Db>'];
  const dialog = Dialog.fromResponse(invite(), response(200, { headers }));
  assert.equal(dialog?.createRequest('BYE').ruri.toString(), 'sip:bob@192.0.2.9');
});
