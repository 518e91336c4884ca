import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { UA } from '../../src/index.ts';
import { createMessage, installTransfers, receiveMessage } from '../../src/ua/late-features.ts';
import { PhoneAgent } from '../../src/ua/phone-agent.ts';
import { ScriptedPeer, sdp } from '../support/scripted-peer.ts';

let peer: ScriptedPeer;

beforeEach(() => {
  peer = new ScriptedPeer();
});

afterEach(() => peer.platform.release());

async function started<A extends PhoneAgent>(agent: A): Promise<A> {
  agent.start();
  await peer.platform.advance(1);
  return agent;
}

const configuration = () => ({ uri: 'sip:alice@example.com', sockets: peer.socket, register: false });

async function answered(agent: PhoneAgent) {
  const session = agent.call('bob');
  const invite = await peer.next('INVITE');
  await peer.accept(invite, { body: sdp() });
  await peer.next('ACK');
  return session;
}

test('a call that goes on already can be transferred once transfers are installed, and calls after it, too', async () => {
  const agent = await started(new PhoneAgent(configuration()));
  const session = await answered(agent);
  assert.equal(session.refer('carol'), false, 'not before');
  installTransfers(agent);
  installTransfers(agent);
  assert.ok(session.refer('carol'));
  const refer = await peer.next('REFER');
  assert.equal(refer.header('Refer-To'), '<sip:carol@example.com>');
  await peer.respond(refer, 202);
  const later = await answered(agent);
  assert.ok(later.refer('dave'));
  await peer.next('REFER');
});

test('an attended transfer names the other call of the agent', async () => {
  const agent = await started(new PhoneAgent(configuration()));
  const [one, other] = [await answered(agent), await answered(agent)];
  installTransfers(agent);
  assert.ok(one.refer('bob', { replaces: other }));
  assert.match((await peer.next('REFER')).header('Refer-To') ?? '', /\?Replaces=/);
});

test('a message is sent, and one that comes is told and answered', async () => {
  const agent = await started(new PhoneAgent(configuration()));
  const told: string[] = [];
  agent.on('newMessage', ({ originator }) => void told.push(originator));
  createMessage(agent).send('bob', 'hello');
  await peer.respond(await peer.next('MESSAGE'), 200);
  await peer.request('MESSAGE', { body: 'hi', headers: ['Content-Type: text/plain'] });
  await peer.next(405);
  agent.takeMethod('MESSAGE', (request) => receiveMessage(agent, request));
  assert.match(agent.allow, /\bMESSAGE\b/);
  await peer.request('MESSAGE', { body: 'hi', headers: ['Content-Type: text/plain'], cseq: 9 });
  await peer.next(200);
  assert.deepEqual(told, ['local', 'remote']);
});

test('the full UA, which has transfers, is left as it is', async () => {
  const ua = await started(new UA(configuration()) as unknown as PhoneAgent);
  const session = await answered(ua);
  installTransfers(ua);
  assert.ok(session.refer('carol'));
  await peer.next('REFER');
});
