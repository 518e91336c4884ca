import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { PhoneAgent } from '../../../src/ua/phone-agent.ts';
import { sendMessageTo, transferTo } from '../../../components/store/transfer.ts';
import { ScriptedPeer, sdp } from '../../support/scripted-peer.ts';

let peer: ScriptedPeer;
let agent: PhoneAgent;

beforeEach(async () => {
  peer = new ScriptedPeer();
  agent = new PhoneAgent({ uri: 'sip:alice@example.com', sockets: peer.socket, register: false });
  agent.start();
  await peer.platform.advance(1);
});

afterEach(() => peer.platform.release());

async function answered() {
  const session = agent.call('bob');
  const invite = await peer.next('INVITE');
  await peer.accept(invite, { body: sdp() });
  await peer.next('ACK');
  let cseq = 100;
  const notify = async (status: string) => {
    await peer.request('NOTIFY', {
      callId: invite.header('Call-ID') ?? '',
      from: `${invite.header('To')};tag=peer`,
      to: invite.header('From') ?? '',
      cseq: (cseq += 1),
      headers: ['Event: refer', 'Subscription-State: active', 'Content-Type: message/sipfrag'],
      body: `SIP/2.0 ${status}\r\n`,
    });
    await peer.next(200);
  };
  return { session, notify };
}

test('a call is transferred, and ours ends once the other party is there', async () => {
  const { session, notify } = await answered();
  const done = transferTo(agent, session, 'carol');
  await peer.respond(await peer.next('REFER'), 202);
  await notify('180 Ringing');
  assert.equal(session.isEnded(), false);
  await notify('200 OK');
  await done;
  assert.equal(session.isEnded(), true);
  await peer.next('BYE');
});

test('a transfer that fails says why, and the call goes on', async () => {
  const { session, notify } = await answered();
  const busy = assert.rejects(transferTo(agent, session, 'carol'), { code: 'call-busy' });
  await peer.respond(await peer.next('REFER'), 202);
  await notify('486 Busy Here');
  await busy;
  const refused = assert.rejects(transferTo(agent, session, 'carol'));
  await peer.respond(await peer.next('REFER'), 603);
  await refused;
  await assert.rejects(transferTo(agent, session, 'sip:\r\nX: y'), { code: 'call-not-found' });
  assert.equal(session.isEnded(), false);
});

test('a call is transferred into another one', async () => {
  const [one, other] = [await answered(), await answered()];
  const done = transferTo(agent, one.session, other.session);
  const refer = await peer.next('REFER');
  assert.match(refer.header('Refer-To') ?? '', /^<sip:bob@example\.com\?Replaces=/);
  await peer.respond(refer, 202);
  await one.notify('200 OK');
  await done;
});

test('a message is sent and its fate told', async () => {
  const sent = sendMessageTo(agent, 'bob', 'hello');
  const request = await peer.next('MESSAGE');
  assert.equal(request.body, 'hello');
  await peer.respond(request, 200);
  await sent;
  const refused = assert.rejects(sendMessageTo(agent, 'bob', 'hello'), { code: 'call-not-found' });
  await peer.respond(await peer.next('MESSAGE'), 404);
  await refused;
  await assert.rejects(sendMessageTo(agent, '', 'hello'), { code: 'call-not-found' });
});
