import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Stage, type EstablishedCall } from '../support/calls.ts';
import { sdp } from '../support/scripted-peer.ts';

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
  assert.deepEqual(call.events, []);
  await mend();
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
  assert.deepEqual(call.events, ['ended local Terminated']);
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

test('when no candidate pair works any more, ICE is restarted, and the call goes on', async () => {
  const { peer } = stage;
  await peer.platform.advance(1_000);
  call.connection().reportIce('failed');
  const restart = await peer.next('INVITE');
  assert.match(restart.body, /a=ice-ufrag:fake1\r\n/);
  assert.match(restart.body, /a=candidate:.*typ host/, 'it waited for new candidates');
  await peer.accept(restart, { body: sdp('sendrecv', 2) });
  await peer.next('ACK');
  call.connection().reportIce('checking');
  call.connection().reportIce('connected');
  await peer.platform.advance(60_000);
  assert.ok(call.session.isEstablished());
  assert.equal(call.connection().restarts, 1);
  // It may be needed again, an hour later.
  call.connection().reportIce('failed');
  await peer.accept(await peer.next('INVITE'), { body: sdp('sendrecv', 3) });
  await peer.next('ACK');
  call.connection().reportIce('connected');
  assert.equal(call.connection().restarts, 2);
  call.session.terminate();
});

test('where the restart does not help, the call ends', async () => {
  const { peer } = stage;
  call.connection().reportIce('failed');
  await peer.accept(await peer.next('INVITE'), { body: sdp('sendrecv', 2) });
  await peer.next('ACK');
  call.connection().reportIce('checking');
  await peer.platform.advance(20_000);
  assert.ok(call.session.isEstablished());
  call.connection().reportIce('failed');
  assert.equal(call.connection().restarts, 1, 'one attempt');
  assert.match((await peer.next('BYE')).header('Reason') ?? '', /^SIP ;cause=408; text="RTP Timeout"$/);
  assert.equal(call.events.at(-1), 'ended system RTP Timeout');
});

test('where the far end refuses the restart, the call ends after 15 s', async () => {
  const { peer } = stage;
  call.connection().reportIce('failed');
  await peer.respond(await peer.next('INVITE'), 488);
  await peer.next('ACK');
  await peer.platform.advance(14_900);
  assert.ok(call.session.isEstablished());
  await peer.next('BYE');
  assert.equal(call.events.at(-1), 'ended system RTP Timeout');
});

test('while an offer of the far end is open, its restart may be what helps: the call is not ended', async () => {
  const { peer } = stage;
  const invite = await call.ask('INVITE', { body: sdp('sendrecv', 2) });
  call.connection().reportIce('failed');
  await peer.next(200);
  await call.ask('ACK', { cseq: invite.cseq });
  call.connection().reportIce('connected');
  await peer.platform.advance(20_000);
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
