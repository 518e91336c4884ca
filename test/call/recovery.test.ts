import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Stage, type EstablishedCall } from '../support/calls.ts';
import { PEER_CONTACT, sdp } from '../support/scripted-peer.ts';

let stage: Stage;
let call: EstablishedCall;

beforeEach(async () => {
  stage = await Stage.open();
  call = await stage.callAnswered();
});

afterEach(async () => {
  await stage.assertReleased();
  stage.close();
});

/** The connection is lost, and there is no new one for a while. */
function cut(): void {
  stage.peer.socket.behaviour = 'refuse';
  stage.peer.socket.lose();
}

/** The server is back. */
async function mend(): Promise<void> {
  stage.peer.socket.behaviour = 'accept';
  await stage.peer.platform.advance(2_100);
}

/** What is sent, but for the news of our new Contact. */
async function sentMethods(): Promise<string[]> {
  return (await stage.peer.rest()).map(({ method }) => method).filter((method) => method !== 'UPDATE');
}

test('a call outlives its connection, and is hung up on the new one', async () => {
  cut();
  await stage.peer.platform.advance(5_000);
  assert.ok(call.session.isEstablished());
  assert.deepEqual(call.events, ['reconnecting signalling']);
  await mend();
  assert.deepEqual(call.events, ['reconnecting signalling', 'reconnected signalling']);
  call.session.terminate();
  assert.deepEqual(await sentMethods(), ['BYE']);
});

test('on a new connection the far end is told where we are: by UPDATE, or by re-INVITE where it takes none', async () => {
  const { peer } = stage;
  peer.socket.lose();
  const update = await peer.next('UPDATE');
  assert.equal(update.body, '');
  assert.ok(update.header('Contact'));
  await peer.respond(update, 405);
  const invite = await peer.next('INVITE');
  assert.equal(invite.header('Contact'), update.header('Contact'));
  await peer.accept(invite);
  await peer.next('ACK');
  call.session.terminate();
  await peer.next('BYE');
});

test('a call that is ended without a connection sends its BYE on the next one', async () => {
  cut();
  call.session.terminate();
  assert.deepEqual(call.events, ['reconnecting signalling', 'ended local Terminated']);
  await stage.peer.platform.advance(5_000);
  assert.deepEqual(await sentMethods(), []);
  await mend();
  assert.deepEqual(await sentMethods(), ['BYE']);
});

test('a BYE whose connection is lost before its answer is sent again on the next one', async () => {
  call.session.terminate();
  const first = await stage.peer.next('BYE');
  stage.peer.socket.lose();
  const second = await stage.peer.next('BYE');
  assert.ok(second.cseq > first.cseq);
  await stage.peer.respond(second, 200);
});

test('a BYE for which there is no connection in time is given up', async () => {
  cut();
  call.session.terminate();
  await stage.peer.platform.advance(40_000);
  await mend();
  await stage.peer.platform.advance(30_000);
  assert.deepEqual(await sentMethods(), []);
});

test('a hold whose connection is lost goes on by the next one', async () => {
  const { peer } = stage;
  call.session.hold();
  await peer.next('INVITE');
  stage.peer.socket.lose();
  await peer.platform.advance(100);
  const sent = await peer.rest();
  const hold = sent.find(({ method }) => method === 'INVITE');
  assert.ok(hold);
  await peer.accept(hold, { body: sdp('recvonly') });
  await peer.next('ACK');
  assert.ok(call.session.isOnHold().local);
  call.session.terminate();
});

test('a hold for which there is no connection in time is rolled back', async () => {
  call.session.hold();
  cut();
  await stage.peer.platform.advance(33_000);
  assert.equal(call.events.at(-1), 'negotiationfailed system INVITE Connection Error');
  await mend();
  assert.ok(call.session.isReadyToReOffer());
  call.session.terminate();
});

test('of a call that was ended without a connection nothing but the BYE comes later', async () => {
  cut();
  call.session.hold();
  call.session.sendDTMF('1');
  await stage.peer.platform.advance(100);
  call.session.terminate();
  await mend();
  assert.deepEqual(await sentMethods(), ['BYE']);
});

for (const seconds of [1, 5, 20]) {
  test(`a server that is away for ${seconds} s is found again within 2 s, and the far end told, by the same call`, async () => {
    const { peer } = stage;
    cut();
    await peer.platform.advance(seconds * 1_000);
    peer.socket.behaviour = 'accept';
    await peer.platform.advance(2_000);
    assert.ok(stage.ua.isConnected());
    await peer.respond(await peer.next('UPDATE'), 200);
    const bye = await call.ask('BYE');
    assert.ok(bye);
    await peer.next(200);
    assert.deepEqual(call.events, [
      'reconnecting signalling',
      'reconnected signalling',
      'ended remote Terminated',
    ]);
  });
}

test('the UA tells of a lost connection, and that it is back; a call that ends meanwhile changes nothing', async () => {
  const told: unknown[] = [];
  stage.ua.on('reconnecting', (sick) => told.push(['reconnecting', sick]));
  stage.ua.on('reconnected', (sick) => told.push(['reconnected', sick]));
  cut();
  await stage.peer.platform.advance(5_000);
  call.session.terminate();
  assert.deepEqual(stage.ua.sickness, { signalling: true, media: false });
  await mend();
  await stage.peer.respond(await stage.peer.next('BYE'), 200);
  const sick = { signalling: true, media: false };
  assert.deepEqual(told, [
    ['reconnecting', sick],
    ['reconnected', sick],
  ]);
});

test('a far end that has forgotten the call says so when it is told where we are: the call ends', async () => {
  stage.peer.socket.lose();
  await stage.peer.respond(await stage.peer.next('UPDATE'), 481);
  assert.equal(call.events.at(-1), 'ended remote Dialog Error');
});

test('a far end that ended the call while we were away says so when it is told, also where our Contact has not changed', async () => {
  stage.ua.contact.pub_gruu = 'sip:alice@example.com;gr=urn:uuid:1';
  stage.peer.socket.lose();
  await stage.peer.respond(await stage.peer.next('UPDATE'), 481);
  assert.equal(call.events.at(-1), 'ended remote Dialog Error');
});

test('a far end that has no time to be told where we are is told again, and not for ever', async () => {
  const { peer } = stage;
  peer.socket.lose();
  for (let told = 0; told < 5; told += 1) await peer.respond(await peer.next('UPDATE'), 500);
  await peer.platform.advance(20_000);
  assert.deepEqual(await peer.rest(), []);
  assert.ok(call.session.isEstablished());
  call.session.terminate();
});

test('a far end that answers nothing when told where we are stays in the call', async () => {
  const { peer } = stage;
  peer.socket.lose();
  await peer.next('UPDATE');
  await peer.respond(await peer.next('UPDATE', 40_000), 200);
  assert.ok(call.session.isEstablished());
  call.session.terminate();
});

test('before the answer, there is nothing to repair: the call fails', async () => {
  call.session.terminate();
  const early = stage.call();
  await stage.peer.next('BYE');
  const invite = await stage.peer.next('INVITE');
  await stage.peer.respond(invite, 183, { body: sdp() });
  early.connection().reportIce('failed');
  await stage.peer.next('CANCEL');
  assert.equal(early.events.at(-1), 'failed system RTP Timeout');
  await stage.peer.respond(invite, 487);
});

test('the answer to what tells of our new place may name a new place of the far end', async () => {
  stage.peer.socket.lose();
  const update = await stage.peer.next('UPDATE');
  await stage.peer.respond(update, 200, { headers: [PEER_CONTACT.replace('192.0.2.9', '192.0.2.78')] });
  call.session.terminate();
  const bye = await stage.peer.next('BYE');
  assert.match(bye.ruri, /192\.0\.2\.78/);
  await stage.peer.respond(bye, 200);
});
