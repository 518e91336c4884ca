import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Exceptions } from '../../src/index.ts';
import { Stage, type CallUnderTest } from '../support/calls.ts';
import { PEER_CONTACT, sdp } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

async function assertCancelledAtOnce({ session, events }: CallUnderTest) {
  session.terminate();
  assert.equal(events.at(-1), 'failed local Canceled');
  assert.ok(session.isEnded());
}

test('ended before the INVITE left, a call sends nothing', async () => {
  const call = stage.call();
  await assertCancelledAtOnce(call);
  await stage.peer.platform.advance(1_000);
  assert.deepEqual(await stage.peer.rest(), []);
  await stage.assertReleased();
});

for (const event of ['peerconnection', 'connecting', 'sdp', 'sending'] as const) {
  test(`ended by a listener of "${event}", a call sends nothing and tells nothing more`, async () => {
    stage.ua.on('newRTCSession', ({ session }) => session.on(event, () => session.terminate()));
    const { events } = stage.call();
    await stage.peer.platform.advance(1_000);
    assert.equal(events.at(-1), 'failed local Canceled');
    assert.deepEqual(await stage.peer.rest(), []);
    // Nobody is asked for the microphone for a call that is over.
    assert.equal(stage.peer.platform.streams.length, event === 'peerconnection' ? 0 : 1);
    await stage.assertReleased();
  });
}

test('ended inside newRTCSession, a call is released before call() returns', async () => {
  stage.ua.on('newRTCSession', ({ session }) => session.terminate());
  const { events } = stage.call();
  assert.deepEqual(events, ['failed local Canceled']);
  await stage.assertReleased();
});

test('ended while the microphone is asked for, a call lets go of it when it comes', async () => {
  let allow = () => {};
  const allowed = new Promise<void>((resolve) => (allow = resolve));
  const { getUserMedia } = stage.peer.platform;
  stage.peer.platform.getUserMedia = async (constraints) => {
    await allowed;
    return getUserMedia(constraints);
  };
  await assertCancelledAtOnce(stage.call());
  allow();
  await stage.peer.platform.advance(10);
  assert.equal(stage.peer.platform.streams.length, 1);
  await stage.assertReleased();
});

test('ended by a listener of "newTransaction", a call is cancelled at the first response', async () => {
  const { peer } = stage;
  const { session, events } = stage.call();
  stage.ua.once('newTransaction', () => session.terminate());
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180);
  await peer.respond(await peer.next('CANCEL'), 200);
  await peer.respond(invite, 487);
  assert.equal(events.at(-1), 'failed local Canceled');
  await stage.assertReleased();
});

test('ended before any response, a call is cancelled at the first one', async () => {
  const { peer } = stage;
  const call = stage.call();
  const invite = await peer.next('INVITE');
  await assertCancelledAtOnce(call);
  assert.deepEqual(await peer.rest(), []);
  await peer.respond(invite, 100);
  const cancel = await peer.next('CANCEL');
  assert.equal(cancel.header('Via'), invite.header('Via'));
  assert.equal(cancel.cseq, invite.cseq);
  await peer.respond(cancel, 200);
  await peer.respond(invite, 487);
  await peer.next('ACK');
  await stage.assertReleased();
});

test('ended while it rings, a call is cancelled with the Reason', async () => {
  const { peer } = stage;
  const { session, events } = stage.call();
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180, { headers: [PEER_CONTACT] });
  session.terminate({ status_code: 200, reason_phrase: 'Call completed "elsewhere"' });
  assert.equal(events.at(-1), 'failed local Canceled');
  const cancel = await peer.next('CANCEL');
  assert.equal(cancel.header('Reason'), 'SIP ;cause=200; text="Call completed \\"elsewhere\\""');
  await peer.respond(cancel, 200);
  await peer.respond(invite, 487);
  await stage.assertReleased();
});

test('a Reason without a phrase has the usual one of its code', async () => {
  const { session } = await stage.callAnswered();
  session.terminate({ status_code: 486 });
  assert.equal((await stage.peer.next('BYE')).header('Reason'), 'SIP ;cause=486; text="Busy Here"');
  await stage.assertReleased();
});

test('a CANCEL that nobody answers is given up', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  await peer.respond(await peer.next('INVITE'), 180);
  session.terminate();
  await peer.next('CANCEL');
  await stage.assertReleased();
});

for (const ringing of [false, true]) {
  test(`a 200 that crosses our CANCEL ${ringing ? 'after a 180' : 'alone'} gets ACK and BYE`, async () => {
    const { peer } = stage;
    const { session, events } = stage.call();
    const invite = await peer.next('INVITE');
    await peer.respond(invite, ringing ? 180 : 100, { headers: [PEER_CONTACT] });
    session.terminate();
    await peer.respond(await peer.next('CANCEL'), 200);
    await peer.accept(invite);
    assert.equal((await peer.next('ACK')).ruri, 'sip:bob@192.0.2.9:5060;transport=tcp');
    await peer.respond(await peer.next('BYE'), 200);
    // The 200 was lost on the way back, and comes again.
    await peer.accept(invite);
    await peer.next('ACK');
    assert.deepEqual(await peer.rest(), []);
    assert.equal(events.at(-1), 'failed local Canceled');
    await stage.assertReleased();
  });
}

test('ended by a listener of "accepted", a call sends its ACK before its BYE', async () => {
  const { peer } = stage;
  const { session, events } = stage.call();
  session.on('accepted', () => session.terminate());
  await peer.accept(await peer.next('INVITE'));
  await peer.next('ACK');
  await peer.respond(await peer.next('BYE'), 200);
  assert.deepEqual(events.slice(-2), ['accepted remote', 'ended local Terminated']);
  await stage.assertReleased();
});

test('ended while its answer is worked on, a call sends its ACK before its BYE', async () => {
  const { peer } = stage;
  const { session, events } = stage.call();
  session.on('sdp', ({ originator }) => void (originator === 'remote' && session.terminate()));
  await peer.accept(await peer.next('INVITE'));
  await peer.next('ACK');
  await peer.next('BYE');
  assert.equal(events.at(-1), 'ended local Terminated');
  await stage.assertReleased();
});

test('a call that is up is ended by BYE, with the Reason, headers and body that are given', async () => {
  const { session, events } = await stage.callAnswered();
  session.terminate({
    status_code: 480,
    reason_phrase: 'Gone home',
    cause: 'Busy',
    extraHeaders: ['X-Mood: fine', 'Content-Type: text/plain'],
    body: 'bye',
  });
  const bye = await stage.peer.next('BYE');
  assert.equal(bye.header('Reason'), 'SIP ;cause=480; text="Gone home"');
  assert.equal(bye.header('X-Mood'), 'fine');
  assert.deepEqual(bye.headers('Content-Type'), ['text/plain']);
  assert.equal(bye.body, 'bye');
  assert.equal(events.at(-1), 'ended local Busy');
  await stage.assertReleased();
});

test('a call that is over cannot be ended again', async () => {
  const { session } = await stage.callAnswered();
  session.terminate();
  assert.throws(() => session.terminate(), Exceptions.InvalidStateError);
  await stage.assertReleased();
});

test('a BYE before the answer ends a ringing call, and its INVITE is given up', async () => {
  const { peer } = stage;
  const { events } = stage.call();
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180, { headers: [PEER_CONTACT] });
  await peer.request('BYE', {
    callId: invite.header('Call-ID')!,
    from: `${invite.header('To')};tag=peer`,
    to: invite.header('From')!,
  });
  await peer.next(200);
  assert.equal(events.at(-1), 'ended remote Terminated');
  await stage.assertReleased();
});

// A browser settles no promise of a connection that was closed meanwhile (WebRTC, "chain an operation").
const never = () => new Promise<never>(() => {});

test('ended while the browser makes the offer, a call is released although that never ends', async () => {
  const call = stage.call();
  call.connection().createOffer = never;
  await stage.peer.platform.advance(10);
  await assertCancelledAtOnce(call);
  await stage.assertReleased();
});

test('ended while the browser takes the answer, a call sends ACK and BYE although that never ends', async () => {
  const { peer } = stage;
  const { session, connection, events } = stage.call();
  const invite = await peer.next('INVITE');
  connection().setRemoteDescription = never;
  await peer.accept(invite);
  session.terminate();
  await peer.next('ACK');
  await peer.next('BYE');
  assert.equal(events.at(-1), 'ended local Terminated');
  await stage.assertReleased();
});

test('ended while the browser answers, a call is refused although that never ends', async () => {
  const { session, connection } = await stage.ring();
  await stage.peer.next(180);
  session.answer();
  connection().createAnswer = never;
  await stage.peer.platform.advance(10);
  session.terminate();
  await stage.peer.next(480);
  await stage.assertReleased();
});

test('ended while the browser takes a new offer, the offer gets 487 although that never ends', async () => {
  const { session, connection, ask } = await stage.callAnswered();
  connection().setRemoteDescription = never;
  await ask('INVITE', { body: sdp('sendonly') });
  session.terminate();
  const sent = await stage.peer.rest();
  assert.deepEqual(sent.map(({ status, method }) => status || method).sort(), [487, 'BYE']);
  await stage.assertReleased();
});

test('codes and headers that cannot be are refused, and the call goes on', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  await peer.respond(await peer.next('INVITE'), 180);
  for (const status_code of [199, 700, 200.5, Number.NaN])
    assert.throws(() => session.terminate({ status_code }), TypeError);
  assert.throws(() => session.terminate({ reason_phrase: 'a\r\nb' }), TypeError);
  assert.throws(() => session.terminate({ extraHeaders: ['no header'] }), TypeError);
  assert.ok(session.isInProgress());
  session.terminate();
  await stage.assertReleased();
});

test('an established call takes no code below 300', async () => {
  const { session } = await stage.callAnswered();
  assert.throws(() => session.terminate({ status_code: 200 }), TypeError);
  session.terminate();
  await stage.assertReleased();
});

test('stopping the UA ends its calls', async () => {
  const { peer, ua } = stage;
  const { events } = await stage.callAnswered();
  const ringing = await stage.ring({ callId: 'other', body: sdp() });
  await peer.next(180);
  ua.stop();
  assert.equal(events.at(-1), 'ended local Terminated');
  assert.equal(ringing.events.at(-1), 'failed local Rejected');
  const sent = await peer.rest();
  assert.deepEqual(sent.map(({ method, status }) => status || method).sort(), [480, 'BYE']);
});
