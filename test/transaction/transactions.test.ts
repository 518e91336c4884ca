import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { NameAddrHeader } from '../../src/grammar/name-addr.ts';
import { URI } from '../../src/grammar/uri.ts';
import { IncomingRequest, IncomingResponse } from '../../src/message/incoming.ts';
import { OutgoingRequest } from '../../src/message/outgoing.ts';
import { parseMessage } from '../../src/message/parse.ts';
import type { ServerTransaction } from '../../src/transaction/server-transaction.ts';
import { Transactions } from '../../src/transaction/transactions.ts';
import { FakePlatform } from '../support/fake-platform.ts';
import { Wire } from '../support/scripted-peer.ts';

const T1 = 500;
const GIVEN_UP_AFTER = 64 * T1;

let platform: FakePlatform;
let layer: Transactions;
let sent: Wire[];
let connected: boolean;
/** What the user of a client transaction was told. */
let told: string[];
/** Requests that came up. */
let received: { request: IncomingRequest; transaction: ServerTransaction | undefined }[];
let living: number;

beforeEach(() => {
  platform = new FakePlatform();
  sent = [];
  told = [];
  received = [];
  connected = true;
  living = 0;
  layer = new Transactions({
    send: (text) => {
      if (connected) sent.push(new Wire(text));
      return connected;
    },
    viaTransport: () => 'WSS',
    viaHost: 'we.invalid',
    complete: (request) => request.setHeader('User-Agent', 'test'),
    request: (request, transaction) => received.push({ request, transaction }),
  });
  layer.watcher = { created: () => (living += 1), destroyed: () => (living -= 1) };
});

afterEach(() => platform.release());

/** Nothing is left of any transaction. */
function assertReleased(): void {
  assert.equal(layer.size, 0, 'transactions');
  assert.equal(living, 0, 'created and not destroyed');
  assert.equal(platform.timerCount, 0, 'timers');
}

const user = {
  response: ({ status_code }: IncomingResponse) => void told.push(String(status_code)),
  timeout: () => void told.push('timeout'),
  transportError: () => void told.push('transport error'),
};

function send(method: string, extraHeaders: string[] = []) {
  const target = new URI('sip', 'bob', 'example.com');
  const request = new OutgoingRequest(method, target, {
    callId: 'ours',
    cseq: 7,
    from: new NameAddrHeader(new URI('sip', 'alice', 'example.com'), null, { tag: 'a' }),
    to: new NameAddrHeader(target),
    route: ['<sip:proxy.example.com;lr>'],
    extraHeaders,
  });
  return layer.send(request, user);
}

/** The peer answers a request of ours. */
function respond(request: Wire | undefined, status: number, via?: string): void {
  assert.ok(request);
  const parsed = parseMessage(
    [
      `SIP/2.0 ${status} Reason`,
      `Via: ${via ?? request.header('Via')}`,
      `From: ${request.header('From')}`,
      `To: ${request.header('To')}${status > 100 ? ';tag=b' : ''}`,
      `Call-ID: ${request.header('Call-ID')}`,
      `CSeq: ${request.header('CSeq')}`,
      'Content-Length: 0',
      '\r\n',
    ].join('\r\n'),
  );
  assert.ok(parsed?.message instanceof IncomingResponse);
  layer.receiveResponse(parsed.message);
}

interface PeerMessage {
  branch?: string;
  cseq?: number;
  fromTag?: string;
  callId?: string;
  host?: string;
  toTag?: string;
}

/** The peer asks. */
function ask(method: string, { branch = 'z9hG4bK1', cseq = 1, fromTag = 'b', ...more }: PeerMessage = {}) {
  const parsed = parseMessage(
    [
      `${method} sip:alice@example.com SIP/2.0`,
      `Via: SIP/2.0/WS ${more.host ?? 'peer.invalid'};branch=${branch}`,
      `From: <sip:bob@example.com>;tag=${fromTag}`,
      `To: <sip:alice@example.com>${more.toTag ? `;tag=${more.toTag}` : ''}`,
      `Call-ID: ${more.callId ?? 'theirs'}`,
      `CSeq: ${cseq} ${method}`,
      'Contact: <sip:bob@peer.invalid>',
      'Content-Length: 0',
      '\r\n',
    ].join('\r\n'),
  );
  assert.ok(parsed?.message instanceof IncomingRequest);
  layer.receiveRequest(parsed.message);
  return parsed.message;
}

const statuses = () => sent.map(({ status }) => status);
const methods = () => sent.map(({ method }) => method);

test('a request carries a Via with our transport, our name and a branch of its own', () => {
  send('OPTIONS');
  send('OPTIONS');
  const [first, second] = sent.map((wire) => wire.header('Via') ?? '');
  assert.match(first ?? '', /^SIP\/2\.0\/WSS we\.invalid;branch=z9hG4bK\w{12}$/);
  assert.notEqual(first, second);
});

test('a request without INVITE passes on provisional responses and one final one, and is over', () => {
  send('OPTIONS');
  respond(sent[0], 100);
  respond(sent[0], 183);
  respond(sent[0], 200);
  respond(sent[0], 200);
  assert.deepEqual(told, ['100', '183', '200']);
  assertReleased();
});

test('a request without INVITE is given up 64*T1 after it was sent, whether a provisional came or not', async () => {
  send('OPTIONS');
  send('INFO');
  respond(sent[1], 100);
  await platform.advance(GIVEN_UP_AFTER - 1);
  assert.deepEqual(told, ['100']);
  await platform.advance(1);
  assert.deepEqual(told, ['100', 'timeout', 'timeout']);
  assertReleased();
});

test('an INVITE without any response is given up after 64*T1', async () => {
  send('INVITE');
  await platform.advance(GIVEN_UP_AFTER);
  assert.deepEqual(told, ['timeout']);
  assert.deepEqual(methods(), ['INVITE']);
  assertReleased();
});

test('an INVITE that rings may ring for hours', async () => {
  send('INVITE');
  respond(sent[0], 180);
  await platform.advance(4 * 3_600_000);
  respond(sent[0], 486);
  assert.deepEqual(told, ['180', '486']);
  assertReleased();
});

test('nothing is sent twice: the transport is reliable', async () => {
  send('INVITE');
  send('OPTIONS');
  await platform.advance(GIVEN_UP_AFTER);
  assert.deepEqual(methods(), ['INVITE', 'OPTIONS']);
});

test('a refusal of an INVITE is acknowledged on its own branch, route and credentials, with the tag of the answer', () => {
  send('INVITE', [
    'Authorization: Digest a',
    'Proxy-Authorization: Digest b',
    'Proxy-Authorization: Digest c',
  ]);
  respond(sent[0], 486);
  const [invite, ack] = sent;
  assert.equal(ack?.startLine, 'ACK sip:bob@example.com SIP/2.0');
  assert.deepEqual(ack?.headers('Via'), invite?.headers('Via'));
  assert.deepEqual(ack?.headers('Route'), ['<sip:proxy.example.com;lr>']);
  assert.deepEqual(ack?.headers('Authorization'), ['Digest a']);
  assert.deepEqual(ack?.headers('Proxy-Authorization'), ['Digest b', 'Digest c']);
  assert.equal(ack?.header('User-Agent'), 'test');
  assert.equal(ack?.header('CSeq'), '7 ACK');
  assert.equal(ack?.header('From'), invite?.header('From'));
  assert.equal(ack?.tag('To'), 'b');
  assert.deepEqual(told, ['486']);
  assertReleased();
});

test('every 2xx to an INVITE is passed on for 64*T1, and acknowledged by nobody here', async () => {
  send('INVITE');
  respond(sent[0], 200);
  respond(sent[0], 200);
  respond(sent[0], 486);
  await platform.advance(GIVEN_UP_AFTER - 1);
  respond(sent[0], 200);
  await platform.advance(1);
  respond(sent[0], 200);
  assert.deepEqual(told, ['200', '200', '200']);
  assert.deepEqual(methods(), ['INVITE']);
  assertReleased();
});

test('a request without a connection fails at once', () => {
  connected = false;
  send('INVITE');
  send('OPTIONS');
  assert.deepEqual(told, ['transport error', 'transport error']);
  assertReleased();
});

test('the loss of the connection fails what waits for a final response', async () => {
  send('INVITE');
  send('OPTIONS');
  send('INVITE');
  respond(sent[2], 200);
  told.length = 0;
  layer.connectionLost();
  assert.deepEqual(told, ['transport error', 'transport error']);
  assert.equal(layer.size, 1, 'an INVITE that was accepted has what it wanted');
  await platform.advance(GIVEN_UP_AFTER);
  assertReleased();
});

test('a CANCEL waits for the first provisional response', () => {
  const invite = send('INVITE');
  invite.cancel(['Reason: SIP ;cause=200']);
  assert.deepEqual(methods(), ['INVITE']);
  respond(sent[0], 100);
  assert.deepEqual(methods(), ['INVITE', 'CANCEL']);
  const cancel = sent[1];
  assert.equal(cancel?.header('Reason'), 'SIP ;cause=200');
  assert.deepEqual(cancel?.headers('Via'), sent[0]?.headers('Via'));
  assert.deepEqual(cancel?.headers('Route'), sent[0]?.headers('Route'));
  assert.equal(cancel?.header('CSeq'), '7 CANCEL');
  assert.equal(cancel?.header('To'), sent[0]?.header('To'));
  assert.equal(cancel?.header('User-Agent'), 'test');
});

test('a CANCEL goes once, however often it is asked for and however many provisional responses come', () => {
  const invite = send('INVITE');
  respond(sent[0], 180);
  invite.cancel();
  invite.cancel();
  respond(sent[0], 183);
  assert.deepEqual(methods(), ['INVITE', 'CANCEL']);
  respond(sent[1], 200);
  respond(sent[0], 487);
  assert.deepEqual(methods(), ['INVITE', 'CANCEL', 'ACK']);
  assert.deepEqual(told, ['180', '183', '487']);
  assertReleased();
});

test('a CANCEL that was held back is never sent where the final response comes first', async () => {
  const invite = send('INVITE');
  invite.cancel();
  respond(sent[0], 486);
  await platform.advance(GIVEN_UP_AFTER);
  assert.deepEqual(methods(), ['INVITE', 'ACK']);
  assertReleased();
});

test('a 2xx that crosses the CANCEL is passed on', async () => {
  const invite = send('INVITE');
  assert.equal(invite.state, 'calling');
  respond(sent[0], 180);
  assert.equal(invite.state, 'proceeding');
  invite.cancel();
  respond(sent[0], 200);
  assert.equal(invite.state, 'accepted');
  respond(sent[1], 481);
  assert.deepEqual(told, ['180', '200']);
  await platform.advance(GIVEN_UP_AFTER);
  assertReleased();
});

test('an INVITE that was cancelled and gets no final response is given up after 64*T1', async () => {
  const invite = send('INVITE');
  respond(sent[0], 180);
  await platform.advance(100_000);
  invite.cancel();
  await platform.advance(GIVEN_UP_AFTER - 1);
  assert.deepEqual(told, ['180']);
  await platform.advance(1);
  assert.deepEqual(told, ['180', 'timeout']);
  assertReleased();
});

test('only an INVITE can be cancelled', () => {
  const info = send('INFO');
  info.cancel();
  respond(sent[0], 100);
  assert.deepEqual(methods(), ['INFO']);
});

test('a response that answers nothing of ours is dropped', () => {
  send('OPTIONS');
  respond(sent[0], 200, 'SIP/2.0/WSS we.invalid;branch=z9hG4bKother');
  respond(sent[0], 200, (sent[0]?.header('Via') ?? '').replace('we.invalid', 'somebody.invalid'));
  assert.deepEqual(told, []);
  respond(sent[0], 200);
  assert.deepEqual(told, ['200']);
});

test('a request that comes again gets the last response again, and comes up once', () => {
  const request = ask('INVITE');
  ask('INVITE');
  assert.deepEqual(statuses(), [], 'nothing was answered yet');
  request.reply(100);
  ask('INVITE');
  request.reply(180);
  ask('INVITE');
  request.reply(486);
  ask('INVITE');
  assert.deepEqual(statuses(), [100, 100, 180, 180, 486, 486]);
  assert.equal(received.length, 1);
});

test('the ACK of a refusal ends the transaction and goes no further', () => {
  const request = ask('INVITE');
  ask('ACK');
  request.reply(486);
  ask('ACK');
  assert.equal(received.length, 1);
  assertReleased();
});

test('a refusal without ACK is forgotten after 64*T1', async () => {
  ask('INVITE').reply(486);
  await platform.advance(GIVEN_UP_AFTER - 1);
  assert.equal(layer.size, 1);
  await platform.advance(1);
  assertReleased();
});

test('after a 2xx, INVITEs that come again are absorbed, and the ACK goes up', async () => {
  const request = ask('INVITE');
  request.reply(200);
  ask('INVITE');
  assert.deepEqual(statuses(), [200]);
  request.reply(200);
  assert.deepEqual(statuses(), [200, 200], 'the floor above sends its 2xx again');
  ask('ACK', { branch: 'z9hG4bKown' });
  ask('ACK');
  assert.deepEqual(
    received.map(({ request: { method }, transaction }) => [method, transaction !== undefined]),
    [
      ['INVITE', true],
      ['ACK', false],
      ['ACK', false],
    ],
  );
  await platform.advance(GIVEN_UP_AFTER);
  assertReleased();
});

test('a request without INVITE is answered once and forgotten', () => {
  const request = ask('OPTIONS');
  ask('OPTIONS');
  assert.deepEqual(statuses(), []);
  request.reply(100);
  ask('OPTIONS');
  request.reply(200);
  request.reply(500);
  assert.deepEqual(statuses(), [100, 100, 200]);
  assert.equal(received.length, 1);
  assertReleased();
});

test('a final response takes the place of no other', () => {
  const request = ask('INVITE');
  request.reply(486);
  request.reply(200);
  request.reply(180);
  assert.deepEqual(statuses(), [486]);
});

test('requests with one branch of two senders, or without a unique branch, are told apart', () => {
  ask('OPTIONS', { host: 'one.invalid' });
  ask('OPTIONS', { host: 'two.invalid' });
  ask('OPTIONS', { branch: '1', cseq: 1 });
  ask('OPTIONS', { branch: '1', cseq: 2 });
  ask('OPTIONS', { branch: '1', cseq: 2 });
  assert.equal(received.length, 4);
});

test('a CANCEL finds its INVITE by branch', () => {
  const invite = ask('INVITE');
  assert.equal(layer.cancelled(ask('CANCEL'))?.request, invite);
  assert.equal(layer.cancelled(ask('CANCEL', { branch: 'z9hG4bKother' })), undefined);
});

test('the same request on another path is merged; in a dialog, or with another CSeq, it is not', () => {
  ask('INVITE');
  assert.ok(layer.isMerged(ask('INVITE', { branch: 'z9hG4bK2' })));
  assert.ok(!layer.isMerged(ask('INVITE', { branch: 'z9hG4bK3', cseq: 2 })));
  assert.ok(!layer.isMerged(ask('INVITE', { branch: 'z9hG4bK4', fromTag: 'c' })));
  assert.ok(!layer.isMerged(ask('INVITE', { branch: 'z9hG4bK5', toTag: 'a' })));
});

test('a request of our own that comes back is known', () => {
  send('INVITE');
  assert.ok(layer.isOwn(ask('INVITE', { callId: 'ours', cseq: 7, fromTag: 'a' })));
  assert.ok(!layer.isOwn(ask('INVITE', { callId: 'ours', cseq: 8, fromTag: 'a', branch: 'z9hG4bK2' })));
});

test('the ACK of a 2xx has a branch of its own', () => {
  send('INVITE');
  const ack = new OutgoingRequest('ACK', new URI('sip', 'bob', 'example.com'), {
    callId: 'ours',
    cseq: 7,
    from: new NameAddrHeader(new URI('sip', 'alice', 'example.com')),
    to: new NameAddrHeader(new URI('sip', 'bob', 'example.com')),
  });
  assert.ok(layer.sendAck(ack));
  assert.notEqual(sent[1]?.header('Via'), sent[0]?.header('Via'));
  connected = false;
  assert.ok(!layer.sendAck(ack));
});
