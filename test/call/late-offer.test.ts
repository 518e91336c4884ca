import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Stage } from '../support/calls.ts';
import { PEER_CONTACT, sdp } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

test('with lateOffer the INVITE has no body, the 200 offers and the ACK answers', async () => {
  const { peer } = stage;
  const { session, events, connection } = stage.call({ lateOffer: true });
  const invite = await peer.next('INVITE');
  assert.equal(invite.body, '');
  assert.equal(invite.header('Content-Type'), undefined);
  await peer.respond(invite, 180);
  await peer.accept(invite);
  const ack = await peer.next('ACK');
  assert.equal(ack.header('Content-Type'), 'application/sdp');
  assert.match(ack.body, /^v=0/);
  assert.match(ack.body, /a=setup:active/);
  assert.deepEqual(events, [
    'peerconnection',
    'connecting',
    'sending',
    'progress remote',
    'sdp remote offer',
    'sdp local answer',
    'accepted remote',
    'confirmed local',
  ]);
  assert.deepEqual(connection().log, ['remote offer', 'local answer']);
  assert.ok(session.start_time);
  session.terminate();
  await stage.assertReleased();
});

test('a late offer that holds us is told as a hold, and answered so', async () => {
  const { peer } = stage;
  const { session, events } = stage.call({ lateOffer: true });
  await peer.accept(await peer.next('INVITE'), { body: sdp('sendonly') });
  assert.match((await peer.next('ACK')).body, /a=recvonly/);
  assert.ok(events.includes('hold remote'));
  assert.equal(session.isOnHold().remote, true);
});

test('a 200 that comes again gets its ACK again, with the same answer', async () => {
  const { peer } = stage;
  stage.call({ lateOffer: true });
  const invite = await peer.next('INVITE');
  await peer.accept(invite);
  const ack = await peer.next('ACK');
  await peer.accept(invite);
  assert.equal((await peer.next('ACK')).body, ack.body);
});

test('a reliable 183 may offer: its PRACK answers, and the ACK has no body', async () => {
  const { peer } = stage;
  const { session, connection } = stage.call({ lateOffer: true });
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 183, {
    headers: [PEER_CONTACT, 'Require: 100rel', 'RSeq: 1'],
    body: sdp(),
  });
  const prack = await peer.next('PRACK');
  assert.equal(prack.header('Content-Type'), 'application/sdp');
  assert.match(prack.body, /^v=0/);
  await peer.respond(prack, 200);
  await peer.respond(invite, 200, { headers: [PEER_CONTACT] });
  assert.equal((await peer.next('ACK')).body, '');
  assert.equal(session.isEstablished(), true);
  assert.deepEqual(connection().log, ['remote offer', 'local answer']);
});

test('a 183 that is not reliable cannot offer: its description is left alone', async () => {
  const { peer } = stage;
  const { connection } = stage.call({ lateOffer: true });
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 183, { headers: [PEER_CONTACT], body: sdp() });
  assert.deepEqual(connection().log, []);
  await peer.accept(invite, { body: sdp('sendrecv', 2) });
  assert.match((await peer.next('ACK')).body, /^v=0/);
});

for (const [what, body, status] of [
  ['without an offer', '', 400],
  ['with an offer that cannot be used', 'nonsense', 488],
] as const) {
  test(`a 200 ${what} gets ACK and BYE, and all is released`, async () => {
    const { peer } = stage;
    const { events } = stage.call({ lateOffer: true });
    await peer.accept(await peer.next('INVITE'), { body });
    assert.equal((await peer.next('ACK')).body, '');
    assert.match((await peer.next('BYE')).header('Reason') ?? '', new RegExp(`cause=${status}`));
    assert.equal(events.at(-1), 'failed remote Bad Media Description');
    await stage.assertReleased();
  });
}

test('a challenged INVITE without an offer is sent again without one', async () => {
  stage.close();
  stage = await Stage.open({ password: 'secret' });
  const { peer } = stage;
  stage.call({ lateOffer: true });
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 401, { headers: ['WWW-Authenticate: Digest realm="x", nonce="n"'] });
  await peer.next('ACK');
  const again = await peer.next('INVITE');
  assert.equal(again.body, '');
  await peer.accept(again);
  assert.match((await peer.next('ACK')).body, /^v=0/);
});

test('after a late offer the call holds and resumes as any other', async () => {
  const { peer } = stage;
  const { session } = await stage.callAnswered({ lateOffer: true });
  assert.equal(session.hold(), true);
  const hold = await peer.next('INVITE');
  assert.match(hold.body, /a=sendonly/);
  await peer.accept(hold, { body: sdp('recvonly', 2) });
  await peer.next('ACK');
  assert.equal(session.isOnHold().local, true);
});
