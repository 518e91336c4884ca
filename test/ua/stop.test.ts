import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { loadHash } from '../../src/auth/hash.ts';
import { Agent } from '../../src/ua/agent.ts';
import type { UAConfiguration } from '../../src/ua/configuration.ts';
import { ScriptedPeer, sdp, type Wire } from '../support/scripted-peer.ts';

await loadHash('MD5');

const BOUND_MS = 3_000;

let peer: ScriptedPeer;
let agent: Agent;
let events: string[];

beforeEach(() => {
  peer = new ScriptedPeer();
  events = [];
});
afterEach(() => peer.platform.release());

async function startAgent(more: Partial<UAConfiguration> = {}): Promise<void> {
  agent = new Agent({ uri: 'sip:alice@example.com', sockets: peer.socket, ...more });
  for (const event of ['registered', 'unregistered', 'registrationFailed', 'disconnected'] as const) {
    agent.on(event, () => events.push(event));
  }
  agent.start();
  await peer.platform.advance(1);
}

async function accept(register: Wire): Promise<void> {
  const removed = register.header('Expires') === '0';
  await peer.respond(register, 200, {
    headers: removed ? [] : [`Contact: ${register.header('Contact') ?? ''}`],
  });
}

async function startRegistered(more: Partial<UAConfiguration> = {}): Promise<void> {
  await startAgent(more);
  await accept(await peer.next('REGISTER'));
}

/** Nothing runs any more. */
async function assertStopped(): Promise<void> {
  assert.ok(!agent.isConnected());
  assert.equal(peer.socket.open, false);
  assert.equal(peer.platform.wakeListenerCount, 0);
  await peer.platform.advance(70_000);
  assert.equal(peer.platform.timerCount, 0);
  assert.deepEqual(await peer.rest(), []);
}

async function establish(): Promise<void> {
  const session = agent.call('bob');
  const invite = await peer.next('INVITE');
  await peer.accept(invite);
  await peer.next('ACK');
  assert.ok(session.isEstablished());
}

test('it unregisters, and disconnects as soon as that is answered', async () => {
  await startRegistered();
  agent.stop();
  const remove = await peer.next('REGISTER');
  assert.equal(remove.header('Expires'), '0');
  assert.ok(agent.isConnected());
  const begin = peer.platform.now();
  await accept(remove);
  assert.equal(peer.platform.now(), begin, 'at once');
  assert.deepEqual(events, ['registered', 'unregistered', 'disconnected']);
  await assertStopped();
});

test('it waits no longer than 3 s for a server that says nothing', async () => {
  await startRegistered();
  agent.stop();
  await peer.next('REGISTER');
  await peer.platform.advance(BOUND_MS - 1);
  assert.ok(agent.isConnected());
  await peer.platform.advance(1);
  assert.deepEqual(events, ['registered', 'unregistered', 'disconnected']);
  await assertStopped();
});

test('it ends calls first, then unregisters, then disconnects', async () => {
  await startRegistered();
  await establish();
  agent.stop();
  const bye = await peer.next('BYE');
  const remove = await peer.next('REGISTER');
  await accept(remove);
  assert.ok(agent.isConnected(), 'the BYE is not answered yet');
  await peer.respond(bye, 200);
  assert.deepEqual(events, ['registered', 'unregistered', 'disconnected']);
  await assertStopped();
});

test('a BYE that is challenged meanwhile still gets its credentials', async () => {
  await startAgent({ register: false, password: 's3cr3t' });
  await establish();
  agent.stop();
  const bye = await peer.next('BYE');
  await peer.respond(bye, 407, { headers: ['Proxy-Authenticate: Digest realm="r", nonce="n"'] });
  const again = await peer.next('BYE');
  assert.match(again.header('Proxy-Authorization') ?? '', /^Digest /);
  await peer.respond(again, 200);
  await assertStopped();
});

test('a call that rings is cancelled, and its 487 acknowledged', async () => {
  await startAgent({ register: false });
  agent.call('bob');
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180);
  agent.stop();
  await peer.respond(await peer.next('CANCEL'), 200);
  assert.ok(agent.isConnected());
  await peer.respond(invite, 487);
  await peer.next('ACK');
  await assertStopped();
});

test('a call that rings here is refused, and no new one is taken', async () => {
  await startRegistered();
  agent.on('newRTCSession', () => {});
  await peer.request('INVITE', { body: sdp() });
  await peer.next(100);
  await peer.next(180);
  agent.stop();
  await peer.next(480);
  await peer.next('REGISTER');
  await peer.request('INVITE', { body: sdp(), callId: 'other' });
  assert.equal((await peer.next()).status, 405);
  await peer.platform.advance(BOUND_MS);
  await assertStopped();
});

test('a REGISTER that is under way is waited for, and undone', async () => {
  await startAgent();
  const register = await peer.next('REGISTER');
  agent.stop();
  await accept(register);
  const remove = await peer.next('REGISTER');
  assert.equal(remove.header('Expires'), '0');
  await accept(remove);
  assert.deepEqual(events, ['registered', 'unregistered', 'disconnected']);
  await assertStopped();
});

test('with nothing to end it disconnects at once; twice is once', async () => {
  await startAgent({ register: false });
  agent.stop();
  agent.stop();
  await peer.platform.advance(0);
  assert.deepEqual(events, ['disconnected']);
  await assertStopped();
});

test('it ends an attempt to connect, too', async () => {
  peer.socket.behaviour = 'hang';
  await startAgent();
  agent.stop();
  await peer.platform.advance(BOUND_MS);
  await assertStopped();
  assert.equal(peer.socket.connects, 1);
});

test('before start() there is nothing to stop', () => {
  agent = new Agent({ uri: 'sip:alice@example.com', sockets: peer.socket });
  agent.stop();
  assert.equal(agent.status, Agent.C.STATUS_INIT);
});

test('start() goes back to the state before: registered, or not', async () => {
  for (const unregistered of [false, true]) {
    await startRegistered();
    if (unregistered) {
      agent.unregister();
      await accept(await peer.next('REGISTER'));
    }
    agent.stop();
    await peer.platform.advance(BOUND_MS);
    await peer.rest();
    agent.start();
    await peer.platform.advance(100);
    const methods = (await peer.rest()).map(({ method }) => method);
    assert.deepEqual(methods, unregistered ? [] : ['REGISTER']);
    agent.stop();
    await peer.platform.advance(70_000);
    await peer.rest();
  }
});

test('start() while it still stops keeps the connection and registers again', async () => {
  await startRegistered();
  agent.stop();
  const remove = await peer.next('REGISTER');
  agent.start();
  await accept(remove);
  const register = await peer.next('REGISTER');
  assert.notEqual(register.header('Expires'), '0');
  await accept(register);
  await peer.platform.advance(BOUND_MS);
  assert.ok(agent.isRegistered() && agent.isConnected());
  assert.equal(peer.socket.connects, 1);
});

test('after a hundred registrations and their ends nothing is left but the keep-alive', async () => {
  await startAgent({ register: false });
  const timers = peer.platform.timerCount;
  for (let round = 0; round < 100; round += 1) {
    agent.register();
    await accept(await peer.next('REGISTER'));
    agent.unregister();
    await accept(await peer.next('REGISTER'));
  }
  assert.equal(peer.platform.timerCount, timers);
});

test('a call that is made when another ends is ended, too: nobody is left ringing', async () => {
  await startAgent({ register: false });
  await establish();
  const [first] = agent.sessions;
  first!.on('ended', () => agent.call('carol'));
  agent.stop();
  await peer.next('BYE');
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180);
  await peer.platform.advance(BOUND_MS);
  const [cancel, ...rest] = await peer.rest();
  assert.equal(cancel?.method, 'CANCEL');
  assert.deepEqual(rest, []);
  assert.equal(agent.sessions.length, 0);
  assert.ok(!agent.isConnected());
});

test('stopped and started by a listener of "connected", it registers on the next connection, and fails in nothing', async () => {
  agent = new Agent({ uri: 'sip:alice@example.com', sockets: peer.socket });
  for (const event of ['registered', 'registrationFailed'] as const)
    agent.on(event, () => events.push(event));
  agent.once('connected', () => {
    agent.stop();
    agent.start();
  });
  agent.start();
  await accept(await peer.next('REGISTER'));
  assert.deepEqual(events, ['registered']);
  assert.equal(peer.socket.connects, 2);
});

test('stopped by a listener of "registered", it unregisters', async () => {
  agent = new Agent({ uri: 'sip:alice@example.com', sockets: peer.socket });
  agent.on('registered', () => agent.stop());
  agent.start();
  await accept(await peer.next('REGISTER'));
  const unregister = await peer.next('REGISTER');
  assert.equal(unregister.header('Expires'), '0');
  await accept(unregister);
  await assertStopped();
});
