import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Exceptions } from '../../src/index.ts';
import { denyMicrophone, Stage } from '../support/calls.ts';
import { PEER_CONTACT, sdp } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

test('a call rings, is answered and hung up, and its events come in their order', async () => {
  const { peer, ua } = stage;
  ua.on('newRTCSession', ({ originator, session }) => {
    assert.ok(session.connection, 'the connection is there from the first event on');
    events.push(`newRTCSession ${originator}`);
  });
  const early: string[] = [];
  let events = early;
  const call = stage.call();
  events = call.events;
  events.unshift(...early);
  events.push('call() returned');
  const invite = await peer.next('INVITE');
  assert.equal(invite.ruri, 'sip:bob@example.com');
  assert.match(invite.body, /^v=0/);
  assert.equal(invite.header('Content-Type'), 'application/sdp');
  await peer.respond(invite, 100);
  await peer.respond(invite, 180);
  assert.ok(call.session.isInProgress());
  await peer.accept(invite);
  const ack = await peer.next('ACK');
  assert.equal(ack.ruri, 'sip:bob@192.0.2.9:5060;transport=tcp');
  assert.equal(ack.cseq, invite.cseq);
  assert.ok(call.session.isEstablished());
  assert.equal(call.session.start_time?.getTime(), peer.platform.now());
  call.session.terminate();
  await peer.respond(await peer.next('BYE'), 200);
  assert.deepEqual(events, [
    'newRTCSession local',
    'peerconnection',
    'call() returned',
    'connecting',
    'sdp local offer',
    'sending',
    'progress remote',
    'sdp remote answer',
    'accepted remote',
    'confirmed local',
    'ended local Terminated',
  ]);
  assert.ok(call.session.isEnded());
  assert.equal(call.session.end_time?.getTime(), peer.platform.now());
  await stage.assertReleased();
});

test('the far end hangs up', async () => {
  const { events, ask } = await stage.callAnswered();
  await ask('BYE');
  await stage.peer.next(200);
  assert.deepEqual(events, ['ended remote Terminated']);
  await stage.assertReleased();
});

test('early media of a 183 are used before the answer, and the same description in the 200 is not set twice', async () => {
  const { peer } = stage;
  const { session, connection } = stage.call();
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 183, { headers: [PEER_CONTACT], body: sdp() });
  assert.deepEqual(connection().log, ['local offer', 'remote answer']);
  assert.ok(session.isInProgress());
  await peer.accept(invite, { body: sdp() });
  await peer.next('ACK');
  assert.deepEqual(connection().log, ['local offer', 'remote answer']);
  session.terminate();
  await stage.assertReleased();
});

test('early media that flow one way are no hold; the same in the 200 is one', async () => {
  const { peer } = stage;
  const { session, events } = stage.call();
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 183, { headers: [PEER_CONTACT], body: sdp('sendonly') });
  assert.deepEqual(session.isOnHold(), { local: false, remote: false });
  assert.ok(!events.includes('hold remote'));
  await peer.accept(invite, { body: sdp('sendonly') });
  await peer.next('ACK');
  assert.deepEqual(session.isOnHold(), { local: false, remote: true });
  assert.equal(events.filter((event) => event === 'hold remote').length, 1);
  assert.equal(events.filter((event) => event === 'sdp remote answer').length, 1);
  session.terminate();
  await stage.assertReleased();
});

test('another description in the 200 than in the 183 is used', async () => {
  const { peer } = stage;
  const { session, connection, events } = stage.call();
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 183, { headers: [PEER_CONTACT], body: sdp('sendrecv', 1) });
  await peer.accept(invite, { body: sdp('sendrecv', 2) });
  await peer.next('ACK');
  assert.equal(connection().remoteDescription?.sdp, sdp('sendrecv', 2));
  assert.equal(events.filter((event) => event === 'sdp local offer').length, 1);
  session.terminate();
  await stage.assertReleased();
});

test('a 200 that overtakes the work on its 183 waits for it', async () => {
  const { peer } = stage;
  const { session, connection } = stage.call();
  const invite = await peer.next('INVITE');
  void peer.respond(invite, 183, { headers: [PEER_CONTACT], body: sdp('sendrecv', 1) });
  await peer.accept(invite, { body: sdp('sendrecv', 2) });
  await peer.next('ACK');
  assert.ok(session.isEstablished());
  assert.equal(connection().remoteDescription?.sdp, sdp('sendrecv', 2));
  session.terminate();
  await stage.assertReleased();
});

test('progress comes before its description is used, so that an application may drop or change it', async () => {
  const { peer } = stage;
  const { session, connection } = stage.call({
    eventHandlers: {
      progress: ({ response }) => {
        if (response?.status_code === 183) response.body = null;
        else if (response) response.body = sdp('recvonly');
      },
    },
  });
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 183, { headers: [PEER_CONTACT], body: sdp() });
  assert.deepEqual(connection().log, ['local offer']);
  await peer.respond(invite, 180, { headers: [PEER_CONTACT], body: sdp() });
  assert.equal(connection().remoteDescription?.sdp, sdp('recvonly'));
  session.terminate();
  await peer.respond(await peer.next('CANCEL'), 200);
  await peer.respond(invite, 487);
  await stage.assertReleased();
});

test('early media that cannot be used do no harm', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 183, { headers: [PEER_CONTACT], body: 'no description' });
  await peer.accept(invite);
  await peer.next('ACK');
  assert.ok(session.isEstablished());
  session.terminate();
  await stage.assertReleased();
});

test('each ringing fork is progress, and the one that answers first has the call', async () => {
  const { peer } = stage;
  const { session, events } = stage.call();
  const invite = await peer.next('INVITE');
  for (const toTag of ['a', 'b']) await peer.respond(invite, 180, { headers: [PEER_CONTACT], toTag });
  assert.equal(events.filter((event) => event === 'progress remote').length, 2);
  assert.equal(stage.dialogCount, 2);
  await peer.accept(invite, { toTag: 'b' });
  assert.equal((await peer.next('ACK')).tag('To'), 'b');
  assert.equal(stage.dialogCount, 1, 'the branch that lost is gone');
  session.terminate();
  assert.equal((await peer.next('BYE')).tag('To'), 'b');
  await stage.assertReleased();
});

test('the 200 of a second fork gets ACK and BYE, on the second dialog only', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  const invite = await peer.next('INVITE');
  await peer.accept(invite, { toTag: 'a' });
  assert.equal((await peer.next('ACK')).tag('To'), 'a');
  await peer.accept(invite, { toTag: 'b' });
  assert.equal((await peer.next('ACK')).tag('To'), 'b');
  const bye = await peer.next('BYE');
  assert.equal(bye.tag('To'), 'b');
  await peer.respond(bye, 200);
  assert.deepEqual(await peer.rest(), []);
  assert.ok(session.isEstablished());
  session.terminate();
  assert.equal((await peer.next('BYE')).tag('To'), 'a');
  await stage.assertReleased();
});

test('two forks that answer at the same moment: the first has the call, the second gets ACK and BYE', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  const invite = await peer.next('INVITE');
  void peer.accept(invite, { toTag: 'a' });
  void peer.accept(invite, { toTag: 'a' });
  await peer.accept(invite, { toTag: 'b' });
  const sent = await peer.rest();
  assert.deepEqual(sent.map((message) => `${message.method} ${message.tag('To')}`).sort(), [
    'ACK a',
    'ACK b',
    'BYE b',
  ]);
  session.terminate();
  assert.equal((await peer.next('BYE')).tag('To'), 'a');
  await stage.assertReleased();
});

test('a 200 that comes again gets the same ACK again, and is told once', async () => {
  const { peer } = stage;
  const { session, events } = stage.call();
  const invite = await peer.next('INVITE');
  await peer.accept(invite);
  const first = await peer.next('ACK');
  await peer.accept(invite);
  const second = await peer.next('ACK');
  assert.equal(second.cseq, first.cseq);
  assert.equal(second.ruri, first.ruri);
  assert.equal(events.filter((event) => event === 'accepted remote').length, 1);
  session.terminate();
  await stage.assertReleased();
});

test('ACK and BYE follow the route of the 200, in reverse', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  const invite = await peer.next('INVITE');
  const headers = ['Record-Route: <sip:far.example.com;lr>', 'Record-Route: <sip:near.example.com;lr>'];
  await peer.accept(invite, { headers });
  const route = '<sip:near.example.com;lr>,<sip:far.example.com;lr>';
  assert.equal((await peer.next('ACK')).headers('Route').join(','), route);
  session.terminate();
  const bye = await peer.next('BYE');
  assert.equal(bye.headers('Route').join(','), route);
  assert.equal(bye.cseq, invite.cseq + 1);
  await stage.assertReleased();
});

const refusals: [number, string][] = [
  [302, 'Redirected'],
  [403, 'Rejected'],
  [404, 'Not Found'],
  [408, 'Unavailable'],
  [480, 'Unavailable'],
  [484, 'Address Incomplete'],
  [486, 'Busy'],
  [488, 'Incompatible SDP'],
  [500, 'SIP Failure Code'],
  [600, 'Busy'],
  [603, 'Rejected'],
];
for (const [status, cause] of refusals) {
  test(`a ${status} is told as "${cause}" and acknowledged`, async () => {
    const { peer } = stage;
    const { session, events } = stage.call();
    const messages: unknown[] = [];
    session.on('failed', ({ message }) => void messages.push(message));
    const invite = await peer.next('INVITE');
    await peer.respond(invite, 180);
    await peer.respond(invite, status);
    const ack = await peer.next('ACK');
    assert.equal(ack.header('Via'), invite.header('Via'), 'it belongs to the transaction');
    assert.equal(events.at(-1), `failed remote ${cause}`);
    assert.equal((messages[0] as { status_code?: number }).status_code, status);
    await stage.assertReleased();
  });
}

test('an INVITE that nobody answers fails by a timeout of nobody, after 32 s', async () => {
  const { events } = stage.call();
  await stage.peer.next('INVITE');
  await stage.peer.platform.advance(31_900);
  assert.equal(events.at(-1), 'sending');
  await stage.peer.platform.advance(100);
  assert.equal(events.at(-1), 'failed system Request Timeout');
  await stage.assertReleased();
});

test('without a connection the call fails by that', async () => {
  stage.peer.socket.behaviour = 'refuse';
  stage.peer.socket.lose();
  const { events } = stage.call();
  await stage.peer.platform.advance(100);
  assert.equal(events.at(-1), 'failed system Connection Error');
  stage.peer.socket.behaviour = 'accept';
  await stage.assertReleased();
});

test('a connection that is lost before the answer ends the call by that', async () => {
  const { events } = stage.call();
  const invite = await stage.peer.next('INVITE');
  await stage.peer.respond(invite, 180, { headers: [PEER_CONTACT] });
  stage.peer.socket.lose();
  assert.equal(events.at(-1), 'failed system Connection Error');
  assert.ok(!events.some((event) => event.includes('Canceled')));
  await stage.assertReleased();
});

test('a denied microphone is told first by its own event, and nothing is sent', async () => {
  denyMicrophone(stage);
  const { events } = stage.call();
  await stage.peer.platform.advance(100);
  assert.deepEqual(events, [
    'peerconnection',
    'getusermediafailed NotAllowedError',
    'failed local User Denied Media Access',
  ]);
  assert.deepEqual(await stage.peer.rest(), []);
  await stage.assertReleased();
});

test('on an insecure page there is no microphone to ask for', async () => {
  Object.defineProperty(stage.peer.platform, 'mediaDevices', { value: undefined });
  const { events } = stage.call();
  await stage.peer.platform.advance(100);
  assert.deepEqual(events.slice(-2), [
    'getusermediafailed NotSupportedError',
    'failed local User Denied Media Access',
  ]);
  await stage.assertReleased();
});

test('without WebRTC there is no call', async () => {
  Object.defineProperty(stage.peer.platform, 'RTCPeerConnection', { value: undefined });
  assert.throws(() => stage.call(), Exceptions.NotSupportedError);
  await stage.assertReleased();
});

test('a call that wants no media of ours asks for no microphone', async () => {
  const { session } = stage.call({ mediaConstraints: { audio: false, video: false } });
  await stage.peer.next('INVITE');
  assert.equal(stage.peer.platform.streams.length, 0);
  session.terminate();
  await stage.assertReleased();
});

const badAnswers: [string, string, RegExp][] = [
  ['without a description', '', /^SIP ;cause=400; text="/],
  ['with a description that cannot be used', 'no description', /^SIP ;cause=488; text="/],
];
for (const [which, body, reason] of badAnswers) {
  test(`a 200 ${which} gets ACK and BYE with its Reason, and all is released`, async () => {
    const { peer } = stage;
    const { events } = stage.call();
    await peer.accept(await peer.next('INVITE'), { body });
    await peer.next('ACK');
    const bye = await peer.next('BYE');
    assert.match(bye.header('Reason') ?? '', reason);
    await peer.respond(bye, 200);
    assert.equal(events.at(-1), 'failed remote Bad Media Description');
    assert.ok(!events.includes('accepted remote'));
    await stage.assertReleased();
  });
}

test('an offer that the browser cannot make ends the call', async () => {
  const { events, connection } = stage.call();
  connection().createOffer = () => Promise.reject(new DOMException('no', 'OperationError'));
  await stage.peer.platform.advance(100);
  assert.deepEqual(events.slice(-2), [
    'peerconnection:createofferfailed OperationError',
    'failed local WebRTC Error',
  ]);
  await stage.assertReleased();
});

test('a 200 without Contact makes no dialog, and ends the call', async () => {
  const { peer } = stage;
  const { events } = stage.call();
  await peer.respond(await peer.next('INVITE'), 200, { body: sdp() });
  assert.equal(events.at(-1), 'failed remote SIP Failure Code');
  await stage.assertReleased();
});

test('who answers as the second of a fork is not who has the call', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  const invite = await peer.next('INVITE');
  await peer.accept(invite, { toTag: 'a', headers: ['P-Asserted-Identity: <sip:anna@example.com>'] });
  await peer.accept(invite, { toTag: 'b', headers: ['P-Asserted-Identity: <sip:bert@example.com>'] });
  assert.deepEqual(
    session.asserted_identity.map(({ uri }) => uri.user),
    ['anna'],
  );
});
