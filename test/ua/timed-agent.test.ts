import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { PhoneAgent } from '../../src/ua/phone-agent.ts';
import { TimedAgent } from '../../src/ua/timed-agent.ts';
import { ScriptedPeer, sdp } from '../support/scripted-peer.ts';

let peer: ScriptedPeer;

beforeEach(() => {
  peer = new ScriptedPeer();
});

afterEach(() => {
  peer.platform.release();
});

const configuration = () => ({ uri: 'sip:alice@example.com', sockets: peer.socket, register: false });

test('a phone with session timers asks for them, and refreshes the call as was agreed', async () => {
  const agent = new TimedAgent(configuration());
  agent.start();
  await peer.platform.advance(1);
  agent.call('bob');
  const invite = await peer.next('INVITE');
  assert.equal(invite.header('Session-Expires'), '90');
  assert.match(invite.header('Supported') ?? '', /\btimer\b/);
  await peer.accept(invite, {
    body: sdp(),
    headers: ['Session-Expires: 100;refresher=uac', 'Require: timer'],
  });
  await peer.next('ACK');
  const before = peer.platform.now();
  await peer.next('UPDATE', 60_000);
  assert.equal(Math.round((peer.platform.now() - before) / 1000), 50);
});

/** What a phone answers to an INVITE first, but for 100. */
async function answerOf(agent: PhoneAgent, headers: string[]) {
  agent.on('newRTCSession', () => {});
  agent.start();
  await peer.platform.advance(1);
  await peer.request('INVITE', { headers, body: sdp() });
  const first = await peer.next();
  return first.status === 100 ? peer.next() : first;
}

test('a phone with session timers refuses an interval shorter than 90 s', async () => {
  const answer = await answerOf(new TimedAgent(configuration()), ['x: 30', 'k: timer']);
  assert.deepEqual([answer.status, answer.header('Min-SE')], [422, '90']);
});

test('a phone without session timers takes every call', async () => {
  const answer = await answerOf(new PhoneAgent(configuration()), ['Session-Expires: 30', 'Supported: timer']);
  assert.equal(answer.status, 180);
});

test('a phone without session timers asks for none', async () => {
  const agent = new PhoneAgent(configuration());
  agent.start();
  await peer.platform.advance(1);
  agent.call('bob');
  const invite = await peer.next('INVITE');
  assert.equal(invite.header('Session-Expires'), undefined);
  assert.doesNotMatch(invite.header('Supported') ?? '', /\btimer\b/);
});
