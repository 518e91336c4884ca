import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { ErrorCode } from '../../src/errors.ts';
import { SipError } from '../../src/errors.ts';
import { denyMicrophone, Stage } from '../support/calls.ts';
import { sdp } from '../support/scripted-peer.ts';

let stage: Stage;
/** Rejections that nobody took. */
let unhandled: unknown[];
const take = (error: unknown) => void unhandled.push(error);

beforeEach(async () => {
  unhandled = [];
  process.on('unhandledRejection', take);
  stage = await Stage.open();
});

afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  process.off('unhandledRejection', take);
  stage.close();
  assert.deepEqual(unhandled, []);
});

const rejectsWith = (promise: Promise<unknown>, code: ErrorCode) =>
  assert.rejects(promise, (error) => error instanceof SipError && error.code === code);

/** Whether a promise is settled by now. */
const isSettled = (promise: Promise<unknown>) => {
  const pending = {};
  return Promise.race([promise, new Promise((resolve) => setImmediate(resolve, pending))]).then(
    (value) => value !== pending,
    () => true,
  );
};

test('whenAnswered() resolves when a call of ours is answered, and at once where it is already', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  const answered = session.whenAnswered();
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180);
  assert.equal(await isSettled(answered), false);
  await peer.accept(invite);
  await answered;
  await session.whenAnswered();
});

test('whenAnswered() resolves when we have answered', async () => {
  const { session } = await stage.ring();
  const answered = session.whenAnswered();
  await stage.peer.next(180);
  session.answer();
  await stage.peer.next(200);
  await answered;
});

for (const [status, code] of [
  [486, 'call-busy'],
  [603, 'call-rejected'],
  [404, 'call-not-found'],
  [480, 'call-unavailable'],
  [500, 'call-failed'],
] as const) {
  test(`whenAnswered() rejects with ${code} after a ${status}`, async () => {
    const { session } = stage.call();
    const answered = session.whenAnswered();
    await stage.peer.respond(await stage.peer.next('INVITE'), status);
    await rejectsWith(answered, code);
  });
}

test('whenAnswered() rejects where we give up, where the microphone is denied, and where it is over', async () => {
  const given = stage.call();
  const answered = given.session.whenAnswered();
  given.session.terminate();
  await rejectsWith(answered, 'call-canceled');
  await rejectsWith(given.session.whenAnswered(), 'wrong-state');
  denyMicrophone(stage);
  const { session } = stage.call();
  await rejectsWith(session.whenAnswered(), 'microphone-blocked');
});

test('whenEnded() resolves with why: of a call that was up, one that never was, and one that is over', async () => {
  const call = await stage.callAnswered();
  const ended = call.session.whenEnded();
  await call.ask('BYE');
  assert.equal((await ended).cause, 'Terminated');
  assert.equal((await ended).originator, 'remote');
  assert.deepEqual(await call.session.whenEnded(), await ended);
  const { session } = stage.call();
  const failed = session.whenEnded();
  session.terminate();
  assert.equal((await failed).cause, 'Canceled');
});

test('whenHeld() and whenUnheld() resolve when the far end agreed', async () => {
  const { peer } = stage;
  const { session } = await stage.callAnswered();
  await session.whenUnheld();
  session.hold();
  const held = session.whenHeld();
  const hold = await peer.next('INVITE');
  assert.equal(await isSettled(held), false);
  await peer.accept(hold, { body: sdp('recvonly', 2) });
  await held;
  await session.whenHeld();
  await peer.next('ACK');
  session.unhold();
  const unheld = session.whenUnheld();
  await peer.accept(await peer.next('INVITE'), { body: sdp('sendrecv', 3) });
  await unheld;
});

test('a hold of the far end is not ours', async () => {
  const { session, ask } = await stage.callAnswered();
  const held = session.whenHeld();
  await ask('INVITE', { body: sdp('sendonly', 2) });
  await stage.peer.next(200);
  assert.equal(session.isOnHold().remote, true);
  assert.equal(await isSettled(held), false);
});

test('whenHeld() rejects where the far end refuses, or the call ends meanwhile', async () => {
  const { peer } = stage;
  const { session } = await stage.callAnswered();
  session.hold();
  const held = session.whenHeld();
  await peer.respond(await peer.next('INVITE'), 488);
  await rejectsWith(held, 'call-media');
  await peer.next('ACK');
  session.hold();
  const again = session.whenHeld();
  await peer.next('INVITE');
  session.terminate();
  await rejectsWith(again, 'call-failed');
});

test('whenRenegotiated() resolves when the offer under way is agreed on, and at once where none is', async () => {
  const { peer } = stage;
  const { session } = await stage.callAnswered();
  await session.whenRenegotiated();
  session.renegotiate();
  const agreed = session.whenRenegotiated();
  const offer = await peer.next('INVITE');
  assert.equal(await isSettled(agreed), false);
  await peer.accept(offer, { body: sdp('sendrecv', 2) });
  await agreed;
});

test('whenRenegotiated() rejects where the far end refuses; the next one is not confused by it', async () => {
  const { peer } = stage;
  const { session } = await stage.callAnswered();
  session.renegotiate();
  const refused = session.whenRenegotiated();
  await peer.respond(await peer.next('INVITE'), 488);
  await rejectsWith(refused, 'call-media');
  await peer.next('ACK');
  session.renegotiate();
  const agreed = session.whenRenegotiated();
  await peer.accept(await peer.next('INVITE'), { body: sdp('sendrecv', 2) });
  await agreed;
});

test('whenRenegotiated() rejects where the offer under way is a repair that is refused, of which no event tells', async () => {
  const { peer } = stage;
  const { session, events, connection } = await stage.callAnswered();
  connection().reportIce('connected');
  connection().reportIce('failed');
  const restart = await peer.next('INVITE');
  const repaired = session.whenRenegotiated();
  await peer.respond(restart, 488);
  await rejectsWith(repaired, 'call-media');
  assert.ok(!events.some((event) => event.startsWith('negotiationfailed')));
});

test('of a call that is over nothing is waited for: held, unheld and renegotiated reject', async () => {
  const { session } = await stage.callAnswered();
  session.terminate();
  await rejectsWith(session.whenHeld(), 'wrong-state');
  await rejectsWith(session.whenRenegotiated(), 'wrong-state');
  await rejectsWith(session.whenUnheld(), 'wrong-state');
});

test('a promise that nobody looks at is no unhandled rejection', async () => {
  const { peer } = stage;
  const refused = stage.call();
  void refused.session.whenAnswered();
  await peer.respond(await peer.next('INVITE'), 486);
  await peer.next('ACK');
  void refused.session.whenAnswered();
  const { session } = await stage.callAnswered();
  session.hold();
  void session.whenHeld();
  void session.whenRenegotiated();
  await peer.respond(await peer.next('INVITE'), 500);
  await peer.next('ACK');
  const transfer = session.refer('carol');
  assert.ok(transfer);
  void transfer.whenReferred();
  await peer.respond(await peer.next('REFER'), 603);
  session.terminate();
  void session.whenHeld();
  void session.whenUnheld();
  void session.whenRenegotiated();
  const message = stage.ua.sendMessage('bob', 'hello');
  void message.whenDelivered();
  await peer.next('BYE');
  await peer.respond(await peer.next('MESSAGE'), 404);
  void stage.ua.whenRegistered();
  stage.ua.register();
  await peer.respond(await peer.next('REGISTER'), 403);
});

test('a message without a connection is not waited for in vain', async () => {
  const { peer } = stage;
  peer.socket.behaviour = 'refuse';
  peer.socket.lose();
  const message = stage.ua.sendMessage('bob', 'hello');
  await rejectsWith(message.whenDelivered(), 'connection-failed');
});

test('whenRegistered() rejects when the UA is stopped', async () => {
  const { peer, ua } = stage;
  peer.socket.behaviour = 'hang';
  peer.socket.lose();
  const registered = ua.whenRegistered();
  ua.stop();
  await rejectsWith(registered, 'wrong-state');
});
