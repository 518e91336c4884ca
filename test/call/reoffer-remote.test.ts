import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Stage, type EstablishedCall } from '../support/calls.ts';
import { PEER_CONTACT, sdp, type Wire } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

const direction = ({ body }: Wire) => /^a=(sendrecv|sendonly|recvonly|inactive)\r$/m.exec(body)?.[1];

async function hangUp({ session }: EstablishedCall): Promise<void> {
  session.terminate();
  await stage.peer.respond(await stage.peer.next('BYE'), 200);
  await stage.assertReleased();
}

for (const method of ['INVITE', 'UPDATE']) {
  test(`the far end holds and resumes by ${method}: the answers say so, and it hears nothing meanwhile`, async () => {
    const { peer } = stage;
    const call = await stage.callAnswered();
    const { session, events, ask } = call;
    const offer = async (body: string) => {
      const request = await ask(method, { body });
      const answer = await peer.next(200);
      assert.ok(answer.header('Contact'));
      if (method === 'INVITE') await ask('ACK', { cseq: request.cseq });
      return direction(answer);
    };
    assert.equal(await offer(sdp('sendonly', 2)), 'recvonly');
    assert.deepEqual(session.isOnHold(), { local: false, remote: true });
    assert.equal(call.connection().senders[0]?.track?.enabled, false);
    assert.equal(await offer(sdp('sendrecv', 3)), 'sendrecv');
    assert.deepEqual(session.isOnHold(), { local: false, remote: false });
    assert.equal(call.connection().senders[0]?.track?.enabled, true);
    const event = method === 'INVITE' ? 'reinvite' : 'update';
    assert.deepEqual(events, [
      event,
      'sdp remote offer',
      'sdp local answer',
      'hold remote',
      event,
      'sdp remote offer',
      'sdp local answer',
      'unhold remote',
    ]);
    await peer.platform.advance(5_000);
    assert.deepEqual(await peer.rest(), [], 'the 200 is not sent again');
    await hangUp(call);
  });
}

test('held by both sides the answer is inactive, and ours stays when theirs ends', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const { session, ask } = call;
  session.hold();
  await peer.accept(await peer.next('INVITE'), { body: sdp('recvonly') });
  await peer.next('ACK');
  await ask('UPDATE', { body: sdp('sendonly', 2) });
  assert.equal(direction(await peer.next(200)), 'inactive');
  assert.deepEqual(session.isOnHold(), { local: true, remote: true });
  await ask('UPDATE', { body: sdp('sendrecv', 3) });
  assert.equal(direction(await peer.next(200)), 'sendonly');
  assert.deepEqual(session.isOnHold(), { local: true, remote: false });
  assert.equal(call.connection().senders[0]?.track?.enabled, false);
  await hangUp(call);
});

test('a call that came in on hold is told as such', async () => {
  const { session, events } = await stage.ring({ body: sdp('sendonly') });
  await stage.peer.next(180);
  session.answer();
  assert.equal(direction(await stage.peer.next(200)), 'recvonly');
  assert.ok(events.includes('hold remote'));
  session.terminate();
  await stage.assertReleased();
});

test('an offer that cannot be used gets 488, and the call stays as it was', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  await call.ask('INVITE', { body: 'nonsense' });
  await peer.next(488);
  await call.ask('ACK', { cseq: 100, branch: 'z9hG4bKpeer1' });
  assert.ok(call.session.isEstablished());
  assert.ok(call.session.isReadyToReOffer());
  assert.equal(call.connection().signalingState, 'stable');
  await hangUp(call);
});

test('an answer that the browser cannot make gets 488, and the offer is taken back', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  call.connection().createAnswer = () => Promise.reject(new DOMException('no', 'OperationError'));
  await call.ask('UPDATE', { body: sdp('sendonly', 2) });
  await peer.next(488);
  assert.equal(call.connection().signalingState, 'stable');
  assert.deepEqual(call.session.isOnHold(), { local: false, remote: false });
  await hangUp(call);
});

test('an offer while ours is open gets 491', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  call.session.hold();
  await call.ask('INVITE', { body: sdp('sendonly', 2) });
  await peer.next(491);
  const ours = await peer.next('INVITE');
  await call.ask('UPDATE', { body: sdp('sendonly', 2) });
  await peer.next(491);
  await peer.accept(ours, { body: sdp('recvonly') });
  await peer.next('ACK');
  assert.deepEqual(call.session.isOnHold(), { local: true, remote: false });
  await hangUp(call);
});

test('a second offer of theirs while the first is open gets 500 with a Retry-After of up to 10 s', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  void call.ask('INVITE', { body: sdp('sendonly', 2), cseq: 10 });
  await call.ask('UPDATE', { body: sdp('sendrecv', 3), cseq: 11 });
  const seconds = Number((await peer.next(500)).header('Retry-After'));
  await peer.next(200);
  assert.ok(Number.isInteger(seconds) && seconds >= 0 && seconds <= 10);
  // The first still waits for its ACK.
  await call.ask('INVITE', { body: sdp('sendrecv', 4), cseq: 12 });
  assert.ok((await peer.next(500)).header('Retry-After'));
  assert.equal(call.session.isReadyToReOffer(), false);
  await call.ask('ACK', { cseq: 10 });
  assert.ok(call.session.isReadyToReOffer());
  assert.ok(call.session.isOnHold().remote);
  await hangUp(call);
});

test('an application may refuse an offer, by 403 or as it says, and the offer is then left alone', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const refusals = [undefined, { status_code: 488, reason_phrase: 'Not now', extraHeaders: ['X-A: b'] }];
  call.session.on('update', ({ reject }) => reject(refusals.shift()));
  await call.ask('UPDATE', { body: sdp('sendonly', 2) });
  await peer.next(403);
  await call.ask('UPDATE', { body: sdp('sendonly', 3) });
  const second = await peer.next(488);
  assert.equal(second.startLine, 'SIP/2.0 488 Not now');
  assert.equal(second.header('X-A'), 'b');
  assert.deepEqual(call.connection().log, ['local offer', 'remote answer']);
  assert.deepEqual(call.session.isOnHold(), { local: false, remote: false });
  await hangUp(call);
});

test('refusing with a code that is no refusal is an error of the application, and refuses nothing', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const errors: unknown[] = [];
  call.session.on('update', ({ reject }) => {
    for (const status_code of [200, 700]) {
      try {
        reject({ status_code });
      } catch (error) {
        errors.push(error);
      }
    }
  });
  await call.ask('UPDATE', { body: sdp('sendonly', 2) });
  await peer.next(200);
  assert.equal(errors.length, 2);
  assert.ok(errors.every((error) => error instanceof TypeError));
  await hangUp(call);
});

test('the callback of an offer runs once it was answered', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const order: string[] = [];
  call.session.on('reinvite', (event) => {
    order.push('reinvite');
    event.callback = () => order.push(`callback after ${peer.socket.sent.at(-1)?.slice(8, 11)}`);
  });
  const invite = await call.ask('INVITE', { body: sdp('sendonly', 2) });
  await peer.next(200);
  assert.deepEqual(order, ['reinvite', 'callback after 200']);
  await call.ask('ACK', { cseq: invite.cseq });
  await hangUp(call);
});

test('a re-INVITE without an offer is answered with one, and its ACK brings the answer', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const invite = await call.ask('INVITE');
  assert.match((await peer.next(200)).body, /a=setup:actpass/);
  await call.ask('ACK', { cseq: invite.cseq, body: sdp('recvonly', 2) });
  assert.equal(call.connection().remoteDescription?.sdp, sdp('recvonly', 2));
  assert.ok(call.session.isReadyToReOffer());
  await hangUp(call);
});

for (const [what, body] of [
  ['no answer', ''],
  ['an answer that cannot be used', 'nonsense'],
]) {
  test(`an ACK with ${what} to our offer leaves the call as it was`, async () => {
    const { peer } = stage;
    const call = await stage.callAnswered();
    const invite = await call.ask('INVITE');
    await peer.next(200);
    await call.ask('ACK', { cseq: invite.cseq, body: body! });
    assert.equal(call.events.at(-1), 'negotiationfailed remote INVITE Bad Media Description');
    assert.equal(call.connection().signalingState, 'stable');
    assert.ok(call.session.isReadyToReOffer());
    await hangUp(call);
  });
}

test('without an ACK to a re-INVITE the call ends after 32 s', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  await call.ask('INVITE', { body: sdp('sendrecv', 2) });
  await peer.next(200);
  await peer.platform.advance(32_100);
  const sent = await peer.rest();
  assert.equal(sent.at(-1)?.method, 'BYE');
  assert.match(sent.at(-1)?.header('Reason') ?? '', /No ACK/);
  assert.equal(call.events.at(-1), 'ended system No ACK');
  await stage.assertReleased();
});

test('an UPDATE without an offer is answered without one', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  await call.ask('UPDATE', { headers: [PEER_CONTACT.replace('192.0.2.9', '192.0.2.78')] });
  assert.equal((await peer.next(200)).body, '');
  call.session.terminate();
  assert.match((await peer.next('BYE')).ruri, /192\.0\.2\.78/, 'it may name a new place of the far end');
  await stage.assertReleased();
});

for (const [method, status] of [
  ['INVITE', 403],
  // The offer of the INVITE still waits for its answer (RFC 3311 section 5.2).
  ['UPDATE', 500],
] as const) {
  test(`${method} with an offer before the call is up gets ${status}`, async () => {
    const { peer } = stage;
    const { session, invite, ask } = await stage.ring();
    await peer.next(180);
    await ask(method, { body: sdp('sendonly', 2) });
    await peer.next(status);
    session.answer();
    await peer.next(200);
    await ask('ACK', { cseq: invite.cseq });
    assert.ok(session.isEstablished());
    session.terminate();
    await stage.assertReleased();
  });
}

for (const where of ['in the listener', 'while it is worked on'] as const) {
  test(`a re-INVITE whose call ends ${where} gets 487`, async () => {
    const { peer } = stage;
    const { session, ask } = await stage.callAnswered();
    session.on(where === 'in the listener' ? 'reinvite' : 'sdp', () => session.terminate());
    await ask('INVITE', { body: sdp('sendonly', 2) });
    const sent = await peer.rest();
    assert.deepEqual(sent.map(({ status, method }) => status || method).sort(), [487, 'BYE']);
    await stage.assertReleased();
  });
}

test('a call that ends while its 200 to a re-INVITE waits for the ACK sends it no more', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  await call.ask('INVITE', { body: sdp('sendrecv', 2) });
  await peer.next(200);
  call.session.terminate();
  await peer.next('BYE');
  await peer.platform.advance(5_000);
  assert.deepEqual(await peer.rest(), []);
  await stage.assertReleased();
});

test('asked for an offer while the far end holds us, we offer to talk, and its answer ends the hold', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  await call.ask('UPDATE', { body: sdp('sendonly', 2) });
  await peer.next(200);
  assert.ok(call.session.isOnHold().remote);
  const invite = await call.ask('INVITE');
  assert.match((await peer.next(200)).body, /^a=sendrecv\r$/m, 'as RFC 6337 section 5.1 has it');
  await call.ask('ACK', { cseq: invite.cseq, body: sdp('sendrecv', 3) });
  assert.deepEqual(call.session.isOnHold(), { local: false, remote: false });
  assert.equal(call.events.at(-1), 'unhold remote');
  assert.equal(call.connection().senders[0]?.track?.enabled, true);
  await hangUp(call);
});

test('asked for an offer while both sides hold, ours still holds', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  call.session.hold({ useUpdate: true });
  await peer.accept(await peer.next('UPDATE'), { body: sdp('inactive', 2) });
  assert.deepEqual(call.session.isOnHold(), { local: true, remote: true });
  const invite = await call.ask('INVITE');
  assert.match((await peer.next(200)).body, /^a=sendonly\r$/m);
  await call.ask('ACK', { cseq: invite.cseq, body: sdp('recvonly', 3) });
  assert.deepEqual(call.session.isOnHold(), { local: true, remote: false });
  await hangUp(call);
});

test('the ACK of the INVITE that comes again is not that of a re-INVITE', async () => {
  const { peer } = stage;
  const call = await stage.ringAnswered();
  const invite = await call.ask('INVITE');
  await peer.next(200);
  await call.ask('ACK', { cseq: call.invite.cseq });
  await call.ask('ACK', { cseq: invite.cseq, body: sdp('sendrecv', 3) });
  assert.equal(call.connection().remoteDescription?.sdp, sdp('sendrecv', 3));
  assert.deepEqual(call.events, ['reinvite', 'sdp local offer', 'sdp remote answer']);
  await hangUp(call);
});

test('a re-INVITE that overtakes the ACK of our 200 is answered, and each ACK is told from the other', async () => {
  const { peer } = stage;
  const call = await stage.ring();
  await peer.next(180);
  call.session.answer();
  await peer.next(200);
  const again = await call.ask('INVITE', { body: sdp('sendonly', 2), cseq: 5 });
  assert.equal((await peer.next(200)).cseq, 5);
  await call.ask('ACK', { cseq: again.cseq });
  assert.equal(call.session.status, 6, 'the first one is still waited for');
  assert.equal((await peer.next(200)).cseq, call.invite.cseq, 'and its 200 sent again');
  await call.ask('ACK', { cseq: call.invite.cseq });
  assert.equal(call.session.status, 9);
  assert.ok(call.session.isOnHold().remote);
  await peer.platform.advance(40_000);
  assert.deepEqual(await peer.rest(), []);
  call.session.terminate();
  await peer.respond(await peer.next('BYE'), 200);
  await stage.assertReleased();
});

test('an UPDATE without an offer while a call rings is taken, and may name a new place of the caller', async () => {
  const { peer } = stage;
  const { session, invite, ask } = await stage.ring();
  await peer.next(180);
  await ask('UPDATE', { headers: [PEER_CONTACT.replace('192.0.2.9', '192.0.2.78')] });
  assert.equal((await peer.next(200)).body, '');
  session.answer();
  await peer.next(200);
  await ask('ACK', { cseq: invite.cseq });
  session.terminate();
  const bye = await peer.next('BYE');
  assert.match(bye.ruri, /192\.0\.2\.78/);
  await peer.respond(bye, 200);
  await stage.assertReleased();
});

test('an application that refuses an offer when it is being answered is too late, and the call goes on', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  let late = () => {};
  call.session.on('reinvite', ({ reject }) => (late = reject));
  const invite = await call.ask('INVITE', { body: sdp('sendonly', 2) });
  await peer.next(200);
  late();
  await call.ask('ACK', { cseq: invite.cseq });
  call.session.on('reinvite', ({ reject }) => queueMicrotask(reject));
  const second = await call.ask('INVITE', { body: sdp('sendrecv', 3) });
  await peer.next(200);
  await call.ask('ACK', { cseq: second.cseq });
  await peer.platform.advance(40_000);
  assert.ok(call.session.isEstablished());
  assert.deepEqual(await peer.rest(), []);
  await hangUp(call);
});
