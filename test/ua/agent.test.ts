import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { ConfigurationError, NotSupportedError } from '../../src/errors.ts';
import { URI } from '../../src/grammar/uri.ts';
import { Agent } from '../../src/ua/agent.ts';
import type { UAConfiguration } from '../../src/ua/configuration.ts';
import { UA } from '../../src/ua/ua.ts';
import { FakeSocket, ScriptedPeer } from '../support/scripted-peer.ts';

let peer: ScriptedPeer;

beforeEach(() => (peer = new ScriptedPeer()));
afterEach(() => peer.platform.release());

async function startAgent(more: Partial<UAConfiguration> = {}): Promise<Agent> {
  const agent = new Agent({ uri: 'sip:alice@example.com', sockets: peer.socket, register: false, ...more });
  agent.start();
  await peer.platform.advance(1);
  return agent;
}

test('the events of the connection tell the socket, the attempts and what went wrong', async () => {
  const agent = new Agent({ uri: 'sip:alice@example.com', sockets: peer.socket, register: false });
  const events: unknown[] = [];
  agent.on('connecting', ({ socket, attempts }) =>
    events.push(['connecting', socket === peer.socket, attempts]),
  );
  agent.on('connected', ({ socket }) => events.push(['connected', socket === peer.socket]));
  agent.on('disconnected', ({ socket, ...rest }) =>
    events.push(['disconnected', socket === peer.socket, rest]),
  );
  assert.equal(agent.status, Agent.C.STATUS_INIT);
  agent.start();
  assert.equal(agent.status, Agent.C.STATUS_NOT_READY);
  await peer.platform.advance(1);
  assert.equal(agent.status, Agent.C.STATUS_READY);
  assert.ok(agent.isConnected());
  peer.socket.behaviour = 'refuse';
  peer.socket.lose();
  assert.equal(agent.status, Agent.C.STATUS_NOT_READY);
  await peer.platform.advance(1);
  peer.socket.behaviour = 'accept';
  await peer.platform.advance(2_000);
  agent.stop();
  assert.equal(agent.status, Agent.C.STATUS_USER_CLOSED);
  const lost = { error: true, code: 1006, reason: '' };
  assert.deepEqual(events, [
    ['connecting', true, 0],
    ['connected', true],
    ['disconnected', true, lost],
    ['connecting', true, 1],
    ['disconnected', true, lost],
    ['connecting', true, 2],
    ['connected', true],
    ['disconnected', true, { error: false }],
  ]);
});

test('a call to what is no target is a TypeError, and nothing is sent', async () => {
  const agent = await startAgent();
  for (const target of ['', 'a\r\nb', 'sip:', 5, null, undefined, {}]) {
    assert.throws(() => agent.call(target as string), TypeError, String(target));
  }
  assert.deepEqual(await peer.rest(), []);
  assert.deepEqual(agent.sessions, []);
});

test('an option of a call that would break out of a header is a TypeError that names it', async () => {
  const agent = await startAgent();
  assert.throws(() => agent.call('bob', { extraHeaders: ['X: 1\r\nY: 2'] }), /extraHeaders/);
  assert.throws(() => agent.call('bob', { extraHeaders: ['nothing'] }), /extraHeaders/);
  assert.throws(() => agent.call('bob', { fromUserName: 'a\nb' }), /fromUserName/);
  assert.throws(() => agent.call('bob', { fromDisplayName: 'a\0b' }), /fromDisplayName/);
  assert.deepEqual(agent.sessions, []);
  assert.equal(peer.platform.peerConnections.length, 0);
});

test('a call without WebRTC is a NotSupportedError', async () => {
  const agent = await startAgent();
  Object.defineProperty(peer.platform, 'RTCPeerConnection', { value: undefined });
  assert.throws(() => agent.call('bob'), NotSupportedError);
});

test('a target without a domain goes to that of the account, its port included', async () => {
  const agent = await startAgent();
  assert.equal(String(agent.normalizeTarget('bob')), 'sip:bob@example.com');
  assert.equal(String(agent.normalizeTarget('+1 (234) 567-890')), 'sip:+1234567890@example.com');
  assert.equal(
    String(agent.normalizeTarget('sip:bob@elsewhere.example.com')),
    'sip:bob@elsewhere.example.com',
  );
  assert.equal(
    String(agent.normalizeTarget(new URI('sip', 'bob', 'b.example.com'))),
    'sip:bob@b.example.com',
  );
  assert.equal(agent.normalizeTarget(''), undefined);
  const other = new Agent({ uri: 'sip:alice@example.com:5080', sockets: new FakeSocket() });
  assert.equal(String(other.normalizeTarget('bob')), 'sip:bob@example.com:5080');
});

test('every request carries User-Agent and the headers of the account, CANCEL and ACK too', async () => {
  const agent = await startAgent({
    user_agent: 'shop/1',
    extra_headers: ['X-Shop: a', 'X-Shop: b'],
    register: true,
    password: 's3cr3t',
  });
  const register = await peer.next('REGISTER');
  const session = agent.call('bob');
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180);
  session.terminate();
  const cancel = await peer.next('CANCEL');
  await peer.respond(cancel, 200);
  await peer.respond(invite, 487);
  const ack = await peer.next('ACK');
  for (const request of [register, invite, cancel, ack]) {
    assert.deepEqual(request.headers('User-Agent'), ['shop/1'], request.method);
    assert.deepEqual(request.headers('X-Shop'), ['a', 'b'], request.method);
  }
});

test('what a request says for itself goes before the headers of the account', async () => {
  const agent = await startAgent({ extra_headers: ['X-Shop: account', 'X-Other: account'] });
  agent.call('bob', { extraHeaders: ['X-Shop: call'] });
  const invite = await peer.next('INVITE');
  assert.deepEqual(invite.headers('X-Shop'), ['call']);
  assert.deepEqual(invite.headers('X-Other'), ['account']);
});

test('use_preloaded_route sends every request by the connected server', async () => {
  const agent = await startAgent({ use_preloaded_route: true });
  agent.call('bob');
  assert.deepEqual((await peer.next('INVITE')).headers('Route'), [
    '<sip:server.example.com;transport=ws;lr>',
  ]);
});

test('an anonymous call tells who we are to the trusted network only', async () => {
  const agent = await startAgent({ display_name: 'Alice' });
  agent.call('bob', { anonymous: true });
  const invite = await peer.next('INVITE');
  assert.match(invite.header('From') ?? '', /^"?Anonymous"? <sip:anonymous@anonymous\.invalid>;tag=/);
  assert.equal(invite.header('Privacy'), 'id');
  assert.equal(invite.header('P-Preferred-Identity'), '<sip:alice@example.com>');
  assert.doesNotMatch(invite.header('Contact') ?? '', /alice/);
});

test('terminateSessions() ends all calls, with one reason', async () => {
  const agent = await startAgent();
  agent.on('newRTCSession', () => {});
  await peer.request('INVITE', { callId: 'one' });
  await peer.request('INVITE', { callId: 'two' });
  await peer.rest();
  assert.equal(agent.sessions.length, 2);
  agent.terminateSessions({ status_code: 486 });
  const answers = await peer.rest();
  assert.deepEqual(
    answers.map(({ status }) => status),
    [486, 486],
  );
  assert.deepEqual(agent.sessions, []);
  agent.terminateSessions();
});

test('transactions are announced when they begin and when they end', async () => {
  const ua = new UA({ uri: 'sip:alice@example.com', sockets: peer.socket, register: false });
  ua.start();
  await peer.platform.advance(1);
  let living = 0;
  ua.on('newTransaction', () => (living += 1));
  ua.on('transactionDestroyed', () => (living -= 1));
  ua.register();
  const register = await peer.next('REGISTER');
  assert.equal(living, 1);
  await peer.respond(register, 500);
  assert.equal(living, 0);
});

test('a server that does not answer pings is asked by OPTIONS, and any answer is life', async () => {
  peer.socket.answersPings = false;
  const agent = await startAgent();
  for (let round = 0; round < 5; round += 1) {
    const options = await peer.next('OPTIONS', 30_000);
    assert.equal(options.ruri, 'sip:example.com');
    await peer.respond(options, 404);
  }
  assert.equal(peer.socket.connects, 1);
  await peer.platform.advance(40_000);
  assert.ok(peer.socket.connects > 1, 'silence is a dead connection');
  agent.stop();
});

test('Flow-Timer in the answer to a REGISTER makes a missing pong the end of the connection', async () => {
  peer.socket.answersPings = false;
  const agent = await startAgent({ register: true });
  const register = await peer.next('REGISTER');
  await peer.respond(register, 200, {
    headers: [`Contact: ${register.header('Contact') ?? ''}`, 'Flow-Timer: 30'],
  });
  assert.ok(agent.isRegistered());
  await peer.platform.advance(28_001);
  const methods = (await peer.rest()).map(({ method }) => method);
  assert.deepEqual(methods, ['REGISTER'], 'registered anew, and never probed');
});

test('a BYE without a connection goes out on the next one', async () => {
  const agent = await startAgent();
  const session = agent.call('bob');
  const invite = await peer.next('INVITE');
  await peer.accept(invite);
  await peer.next('ACK');
  peer.socket.behaviour = 'refuse';
  peer.socket.lose();
  session.terminate();
  assert.ok(session.isEnded());
  await peer.platform.advance(10_000);
  assert.deepEqual(await peer.rest(), []);
  peer.socket.behaviour = 'accept';
  const bye = await peer.next('BYE');
  assert.ok(bye.cseq > invite.cseq);
  await peer.respond(bye, 200);
});

test('a BYE that finds no connection for 32 s is given up, and nothing of it is left', async () => {
  const agent = await startAgent();
  const session = agent.call('bob');
  await peer.accept(await peer.next('INVITE'));
  await peer.next('ACK');
  peer.socket.behaviour = 'refuse';
  peer.socket.lose();
  session.terminate();
  await peer.platform.advance(40_000);
  peer.socket.behaviour = 'accept';
  await peer.platform.advance(60_000);
  assert.deepEqual(await peer.rest(), []);
  agent.stop();
  await peer.platform.advance(70_000);
  assert.equal(peer.platform.timerCount, 0);
});

test('a configuration that cannot be is a ConfigurationError', () => {
  assert.throws(() => new Agent({ uri: 'nobody', sockets: peer.socket }), ConfigurationError);
});
