import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { UA, type Message } from '../../src/index.ts';
import { ScriptedPeer } from '../support/scripted-peer.ts';

let peer: ScriptedPeer;
let ua: UA;

beforeEach(async () => {
  peer = new ScriptedPeer();
  ua = new UA({ uri: 'sip:alice@example.com', sockets: peer.socket, register: false });
  ua.start();
  await peer.platform.advance(1);
});

afterEach(() => peer.platform.release());

test('a message is delivered, and its sender told', async () => {
  const told: string[] = [];
  ua.on('newMessage', ({ originator, message }) => void told.push(`${originator} ${message.direction}`));
  const message = ua.sendMessage('bob', 'Grüß Gott', {
    extraHeaders: ['X-Foo: bar'],
    eventHandlers: { succeeded: ({ originator }) => void told.push(`succeeded ${originator}`) },
  });
  const request = await peer.next('MESSAGE');
  assert.equal(request.header('Content-Type'), 'text/plain');
  assert.equal(request.header('Content-Length'), '11');
  assert.equal(request.header('X-Foo'), 'bar');
  assert.equal(request.body, 'Grüß Gott');
  await peer.respond(request, 202);
  assert.deepEqual(told, ['local outgoing', 'succeeded remote']);
  assert.equal(message.remote_identity?.uri.user, 'bob');
});

test('a message that nobody takes fails with its cause', async () => {
  const causes: string[] = [];
  const failed = ({ originator, cause }: { originator: string; cause: string }) =>
    void causes.push(`${originator} ${cause}`);
  ua.sendMessage('bob', 'hello', { eventHandlers: { failed } });
  await peer.respond(await peer.next('MESSAGE'), 404);
  ua.sendMessage('bob', 'hello', { eventHandlers: { failed } });
  await peer.next('MESSAGE');
  await peer.platform.advance(32_000);
  ua.sendMessage('bob', 'hello', { eventHandlers: { failed } });
  peer.socket.lose();
  assert.deepEqual(causes, ['remote Not Found', 'system Request Timeout', 'system Connection Error']);
});

test('a line break never gets into a message', () => {
  for (const options of [{ contentType: 'a/b\r\nX: y' }, { extraHeaders: ['X: a\nY: b'] }]) {
    assert.throws(() => ua.sendMessage('bob', 'hello', options), TypeError);
  }
  assert.throws(() => ua.sendMessage('bob\r\n', 'hello'), TypeError);
  assert.equal(peer.socket.sent.length, 0);
});

test('a message that comes in is told, and answered 200 unless the application answers', async () => {
  const bodies: unknown[] = [];
  let answer: (message: Message) => void = () => {};
  ua.on('newMessage', ({ originator, message, request }) => {
    bodies.push(originator, request.body);
    answer(message);
  });
  const text = { body: 'hello', headers: ['Content-Type: text/plain'] };
  await peer.request('MESSAGE', { ...text, callId: 'a' });
  await peer.next(200);
  answer = (message) => message.reject({ status_code: 486, reason_phrase: 'Not now' });
  await peer.request('MESSAGE', { ...text, callId: 'b' });
  assert.equal((await peer.next(486)).startLine, 'SIP/2.0 486 Not now');
  answer = (message) => message.accept({ body: 'thanks', extraHeaders: ['Content-Type: text/plain'] });
  await peer.request('MESSAGE', { ...text, callId: 'c' });
  assert.equal((await peer.next(200)).body, 'thanks');
  answer = (message) => assert.throws(() => message.reject({ status_code: 200 }), TypeError);
  await peer.request('MESSAGE', { ...text, callId: 'd' });
  assert.deepEqual(bodies.slice(0, 2), ['remote', 'hello']);
});

test('a message that nobody listens for is answered 405', async () => {
  await peer.request('MESSAGE', { body: 'hello', headers: ['Content-Type: text/plain'] });
  assert.match((await peer.next(405)).header('Allow') ?? '', /INVITE/);
});

test('OPTIONS goes both ways', async () => {
  const told: string[] = [];
  ua.on('newOptions', ({ originator }) => void told.push(originator));
  ua.sendOptions('bob', null, { eventHandlers: { succeeded: () => void told.push('succeeded') } });
  const question = await peer.next('OPTIONS');
  assert.equal(question.header('Content-Type'), undefined);
  await peer.respond(question, 200);
  await peer.request('OPTIONS');
  const answer = await peer.next(200);
  assert.match(answer.header('Allow') ?? '', /MESSAGE/);
  assert.ok(answer.header('Accept') && answer.header('Supported'));
  assert.deepEqual(told, ['local', 'succeeded', 'remote']);
});

test('delivery and registration can be awaited', async () => {
  const delivered = ua.sendMessage('bob', 'hello').whenDelivered();
  await peer.respond(await peer.next('MESSAGE'), 200);
  assert.equal((await delivered).status_code, 200);
  const refused = ua.sendMessage('bob', 'hello').whenDelivered();
  await peer.respond(await peer.next('MESSAGE'), 486);
  await assert.rejects(refused, { name: 'SipError', code: 'call-busy' });
  ua.register();
  const registered = ua.whenRegistered();
  const request = await peer.next('REGISTER');
  await peer.respond(request, 200, { headers: [`Contact: ${request.header('Contact')}`] });
  await registered;
  await ua.whenRegistered();
  ua.stop();
  const stopped = ua.whenStopped();
  await peer.respond(await peer.next('REGISTER'), 200);
  await stopped;
});

test('a target without a domain is one at the host and the port of the account, as that of a call is', async () => {
  const other = new ScriptedPeer(peer.platform);
  const account = new UA({ uri: 'sip:alice@example.com:5070', sockets: other.socket, register: false });
  account.start();
  await other.platform.advance(1);
  account.sendMessage('bob', 'hello');
  assert.equal((await other.next('MESSAGE')).ruri, 'sip:bob@example.com:5070');
  account.subscribe('bob', 'presence', 'a/b').subscribe();
  assert.equal((await other.next('SUBSCRIBE')).ruri, 'sip:bob@example.com:5070');
});
