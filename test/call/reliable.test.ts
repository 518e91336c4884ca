import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Agent } from '../../src/ua/agent.ts';
import { Stage } from '../support/calls.ts';
import { PEER_CONTACT, ScriptedPeer, sdp, type Wire } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

/** A reliable provisional response of the far end. */
const reliably = (
  invite: Wire,
  rseq: number,
  { status = 180, body = '', toTag = 'peer' }: { status?: number; body?: string; toTag?: string } = {},
) =>
  stage.peer.respond(invite, status, {
    headers: [PEER_CONTACT, 'Require: 100rel', `RSeq: ${rseq}`],
    body,
    toTag,
  });

/** A call comes in that requires reliable responses; its 180. */
async function ringReliably(headers = ['Require: 100rel']) {
  const call = await stage.ring({ headers });
  return { ...call, ringing: await stage.peer.next(180) };
}

test('R: a reliable 180 is told and acknowledged by PRACK, and so is the one that follows', async () => {
  const { peer } = stage;
  const { session, events } = stage.call();
  const invite = await peer.next('INVITE');
  assert.match(invite.header('Supported') ?? '', /\b100rel\b/);
  assert.match(invite.header('Allow') ?? '', /\bPRACK\b/);
  events.length = 0;
  await reliably(invite, 4711);
  const first = await peer.next('PRACK');
  assert.equal(first.header('RAck'), `4711 ${invite.cseq} INVITE`);
  assert.equal(first.ruri, 'sip:bob@192.0.2.9:5060;transport=tcp');
  assert.equal(first.tag('To'), 'peer');
  assert.ok(first.cseq > invite.cseq);
  assert.equal(first.body, '');
  await peer.respond(first, 200);
  await reliably(invite, 4712, { status: 183 });
  assert.equal((await peer.next('PRACK')).header('RAck'), `4712 ${invite.cseq} INVITE`);
  assert.deepEqual(events, ['progress remote', 'progress remote']);
  await peer.accept(invite);
  assert.equal((await peer.next('ACK')).cseq, invite.cseq);
  session.terminate();
  await stage.assertReleased();
});

test('R: one that comes again, or out of order, is neither told nor acknowledged', async () => {
  const { peer } = stage;
  const { events } = stage.call();
  const invite = await peer.next('INVITE');
  events.length = 0;
  await reliably(invite, 10);
  await peer.next('PRACK');
  await reliably(invite, 10);
  await reliably(invite, 12);
  await reliably(invite, 9);
  assert.deepEqual(await peer.rest(), []);
  assert.deepEqual(events, ['progress remote']);
  await reliably(invite, 11);
  await peer.next('PRACK');
});

test('each fork counts its own', async () => {
  const { peer } = stage;
  const { events } = stage.call();
  const invite = await peer.next('INVITE');
  events.length = 0;
  await reliably(invite, 1, { toTag: 'one' });
  assert.equal((await peer.next('PRACK')).tag('To'), 'one');
  await reliably(invite, 900, { toTag: 'two' });
  assert.equal((await peer.next('PRACK')).tag('To'), 'two');
  assert.deepEqual(events, ['progress remote', 'progress remote']);
});

test('a provisional response that is not reliable, or whose RSeq cannot be read, gets no PRACK', async () => {
  const { peer } = stage;
  stage.call();
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180, { headers: [PEER_CONTACT] });
  await peer.respond(invite, 180, { headers: [PEER_CONTACT, 'Require: 100rel'] });
  await peer.respond(invite, 180, { headers: [PEER_CONTACT, 'Require: 100rel', 'RSeq: many'] });
  await peer.respond(invite, 180, { headers: ['Require: 100rel', 'RSeq: 1'], toTag: 'nowhere' });
  assert.deepEqual(await peer.rest(), []);
});

test('a challenged PRACK is sent again with credentials', async () => {
  stage.close();
  stage = await Stage.open({ password: 'secret' });
  const { peer } = stage;
  stage.call();
  const invite = await peer.next('INVITE');
  await reliably(invite, 1);
  const prack = await peer.next('PRACK');
  await peer.respond(prack, 407, { headers: ['Proxy-Authenticate: Digest realm="x", nonce="n"'] });
  const again = await peer.next('PRACK');
  assert.ok(again.header('Proxy-Authorization'));
  assert.equal(again.header('RAck'), prack.header('RAck'));
});

test('early media of a reliable 183 are used, and the 200 needs to repeat nothing', async () => {
  const { peer } = stage;
  const { session, events, connection } = stage.call();
  const invite = await peer.next('INVITE');
  await reliably(invite, 1, { status: 183, body: sdp() });
  await peer.respond(await peer.next('PRACK'), 200);
  assert.deepEqual(connection().log, ['local offer', 'remote answer']);
  await peer.respond(invite, 200, { headers: [PEER_CONTACT] });
  assert.equal((await peer.next('ACK')).body, '');
  assert.equal(session.isEstablished(), true);
  assert.equal(events.at(-1), 'confirmed local');
  assert.deepEqual(connection().log, ['local offer', 'remote answer']);
});

test('a hold in the answer of a reliable 183 is told when the call is up', async () => {
  const { peer } = stage;
  const { session, events } = stage.call();
  const invite = await peer.next('INVITE');
  await reliably(invite, 1, { status: 183, body: sdp('sendonly') });
  await peer.respond(await peer.next('PRACK'), 200);
  assert.equal(session.isOnHold().remote, false);
  await peer.respond(invite, 200, { headers: [PEER_CONTACT] });
  await peer.next('ACK');
  assert.ok(events.includes('hold remote'));
});

test('early media that cannot be used do not keep the PRACK away', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  const invite = await peer.next('INVITE');
  await reliably(invite, 1, { status: 183, body: 'nonsense' });
  await peer.next('PRACK');
  assert.equal(session.isInProgress(), true);
});

test('a call that ends meanwhile is cancelled, whatever becomes of its PRACK', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  const invite = await peer.next('INVITE');
  await reliably(invite, 1);
  await peer.next('PRACK');
  session.terminate();
  await peer.respond(await peer.next('CANCEL'), 200);
  await peer.respond(invite, 487);
  await peer.next('ACK');
  await stage.assertReleased();
});

test('R: an INVITE that requires it rings reliably; its PRACK is answered, and the call goes on', async () => {
  const { peer } = stage;
  const { session, invite, ask, ringing } = await ringReliably();
  assert.equal(ringing.header('Require'), '100rel');
  assert.equal(ringing.header('RSeq'), '1');
  await ask('PRACK', { headers: [`RAck: 1 ${invite.cseq} INVITE`] });
  await peer.next(200);
  await peer.platform.advance(10_000);
  assert.deepEqual(await peer.rest(), []);
  session.answer();
  await peer.next(200);
  await ask('ACK', { cseq: invite.cseq });
  assert.equal(session.status, 9);
  session.terminate();
  await stage.assertReleased();
});

test('without a PRACK the 180 goes out again at 0.5, 1.5, 3.5, 7.5 s …, and after 32 s the call is refused by 504', async () => {
  const { peer } = stage;
  const { events } = await ringReliably();
  const started = peer.platform.now();
  const times: number[] = [];
  for (;;) {
    const wire = await peer.next(undefined, 40_000);
    times.push((peer.platform.now() - started) / 1000);
    if (wire.status !== 180) {
      assert.equal(wire.status, 504);
      break;
    }
  }
  assert.deepEqual(times, [0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 32]);
  assert.equal(events.at(-1), 'failed local Request Timeout');
  await stage.assertReleased();
});

test('once answered, a call rings no more and outlives the PRACK that never came', async () => {
  const { peer } = stage;
  const { session, invite, ask } = await ringReliably();
  session.answer();
  await peer.next(200);
  await ask('ACK', { cseq: invite.cseq });
  await peer.platform.advance(40_000);
  assert.deepEqual(await peer.rest(), []);
  assert.equal(session.isEstablished(), true);
  session.terminate();
  await stage.assertReleased();
});

test('a PRACK that crosses the answer is answered, too', async () => {
  const { peer } = stage;
  const { session, invite, ask } = await ringReliably();
  session.answer();
  await peer.next(200);
  await ask('PRACK', { headers: [`RAck: 1 ${invite.cseq} INVITE`] });
  await peer.next(200);
});

test('a PRACK without RAck gets 400, one that means another response 481, and the 180 goes out again', async () => {
  const { peer } = stage;
  const { invite, ask } = await ringReliably();
  await ask('PRACK');
  await peer.next(400);
  for (const rack of [`2 ${invite.cseq} INVITE`, '1 4711 INVITE', `1 ${invite.cseq} UPDATE`]) {
    await ask('PRACK', { headers: [`RAck: ${rack}`] });
    await peer.next(481);
  }
  await peer.next(180);
});

test('a PRACK where nothing was reliable gets 481', async () => {
  const { peer } = stage;
  const { invite, ask } = await ringReliably(['Supported: 100rel']);
  await ask('PRACK', { headers: [`RAck: 1 ${invite.cseq} INVITE`] });
  await peer.next(481);
});

test('where it is supported and not required, ringing is as ever', async () => {
  const { ringing } = await ringReliably(['Supported: 100rel']);
  assert.equal(ringing.header('RSeq'), undefined);
  await stage.peer.platform.advance(5_000);
  assert.deepEqual(await stage.peer.rest(), []);
});

test('the caller who hangs up while it rings reliably is answered, and the 180 stops', async () => {
  const { peer } = stage;
  const { invite, ask } = await ringReliably();
  await ask('CANCEL', {
    branch: /branch=([^;\r]+)/.exec(invite.text)?.[1] ?? '',
    cseq: 1,
    to: '<sip:alice@example.com>',
  });
  const statuses = [await peer.next(), await peer.next()].map(({ status }) => status);
  assert.deepEqual(statuses.sort(), [200, 487]);
  await stage.assertReleased();
});

test('the small agent refuses by 420 what requires reliable responses, and does not offer them', async () => {
  const peer = new ScriptedPeer();
  const agent = new Agent({ uri: 'sip:alice@example.com', sockets: peer.socket, register: false });
  agent.on('newRTCSession', () => {});
  agent.start();
  await peer.platform.advance(1);
  await peer.request('INVITE', { headers: ['Require: 100rel'], body: sdp() });
  assert.equal((await peer.next(420)).header('Unsupported'), '100rel');
  agent.call('bob');
  const invite = await peer.next('INVITE');
  assert.doesNotMatch(invite.header('Supported') ?? '', /100rel|timer|replaces/);
  await peer.respond(invite, 183, { headers: [PEER_CONTACT, 'Require: 100rel', 'RSeq: 1'] });
  assert.deepEqual(await peer.rest(), []);
  peer.platform.release();
});

test('R: once a reliable 183 has answered, the far end may offer anew by UPDATE before the call is up', async () => {
  const { peer } = stage;
  const { session, connection } = stage.call();
  const invite = await peer.next('INVITE');
  await reliably(invite, 1, { status: 183, body: sdp() });
  await peer.respond(await peer.next('PRACK'), 200);
  await peer.request('UPDATE', {
    callId: invite.header('Call-ID') ?? '',
    from: `${invite.header('To')};tag=peer`,
    to: invite.header('From') ?? '',
    headers: [PEER_CONTACT],
    body: sdp('sendrecv', 2),
  });
  const ok = await peer.next(200);
  assert.equal(ok.header('Content-Type'), 'application/sdp');
  assert.match(ok.body, /^v=0/);
  assert.deepEqual(connection().log, ['local offer', 'remote answer', 'remote offer', 'local answer']);
  await peer.respond(invite, 200, { headers: [PEER_CONTACT] });
  await peer.next('ACK');
  assert.equal(session.isEstablished(), true);
  assert.equal(connection().log.length, 4);
});
