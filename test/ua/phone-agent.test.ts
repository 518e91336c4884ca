import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { CallSession } from '../../src/call/session.ts';
import { Agent } from '../../src/ua/agent.ts';
import { PhoneAgent } from '../../src/ua/phone-agent.ts';
import { ScriptedPeer, sdp, type PeerRequest, type Wire } from '../support/scripted-peer.ts';

let peer: ScriptedPeer;

beforeEach(() => {
  peer = new ScriptedPeer();
});

afterEach(() => {
  peer.platform.release();
});

const configuration = () => ({ uri: 'sip:alice@example.com', sockets: peer.socket, register: false });

/** A call of an agent that was answered; `ask` sends a request of the far end inside it. */
async function callAnswered<Session extends CallSession>(agent: Agent<Session>) {
  agent.start();
  await peer.platform.advance(1);
  const session = agent.call('bob');
  const invite = await peer.next('INVITE');
  await peer.accept(invite, { body: sdp() });
  await peer.next('ACK');
  let cseq = 100;
  const ask = (method: string, more: PeerRequest = {}): Promise<Wire> =>
    peer.request(method, {
      callId: invite.header('Call-ID') ?? '',
      from: `${invite.header('To')};tag=peer`,
      to: invite.header('From') ?? '',
      cseq: (cseq += 1),
      ...more,
    });
  return { session, invite, ask };
}

test('a phone holds, and sends and hears tones', async () => {
  const { session, invite, ask } = await callAnswered(new PhoneAgent(configuration()));
  assert.match(invite.header('Allow') ?? '', /\bINFO\b/);
  session.sendDTMF('5');
  assert.match((await peer.next('INFO')).body, /Signal=5/);
  const heard: string[] = [];
  session.on('newDTMF', ({ originator, dtmf }) => heard.push(`${originator} ${dtmf.tone}`));
  await ask('INFO', { headers: ['Content-Type: application/dtmf-relay'], body: 'Signal=7\r\n' });
  await peer.next(200);
  assert.deepEqual(heard, ['remote 7']);
  assert.ok(session.hold());
  assert.match((await peer.next('INVITE')).body, /a=sendonly/);
});

test('a call of the small agent has no hold and no tones; it answers what it is held and refreshed by', async () => {
  const { session, invite, ask } = await callAnswered(new Agent(configuration()));
  for (const method of ['hold', 'isOnHold', 'renegotiate', 'sendDTMF'])
    assert.ok(!(method in session), method);
  assert.doesNotMatch(invite.header('Allow') ?? '', /\bINFO\b/);
  await ask('INFO', { headers: ['Content-Type: application/dtmf-relay'], body: 'Signal=7\r\n' });
  await peer.next(501);
  const hold = await ask('INVITE', { body: sdp('sendonly') });
  assert.match((await peer.next(200)).body, /a=recvonly/);
  await ask('ACK', { cseq: hold.cseq });
  await ask('UPDATE');
  await peer.next(200);
});

test('where ICE fails, a call of the small agent ends, and says why', async () => {
  const { session } = await callAnswered(new Agent(configuration()));
  const ends: string[] = [];
  session.on('ended', ({ cause }) => ends.push(cause));
  peer.platform.peerConnections.at(-1)?.reportIce('failed');
  assert.deepEqual(ends, ['RTP Timeout']);
  await peer.next('BYE');
});
