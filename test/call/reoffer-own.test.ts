import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Stage, type EstablishedCall } from '../support/calls.ts';
import { PEER_CONTACT, sdp, type Wire } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ password: 'secret' });
});

afterEach(() => stage.close());

const direction = ({ body }: Wire) => /^a=(sendrecv|sendonly|recvonly|inactive)\r$/m.exec(body)?.[1];
const sends = ({ connection }: EstablishedCall) => connection().senders[0]?.track?.enabled;

async function hangUp({ session }: EstablishedCall): Promise<void> {
  session.terminate();
  await stage.peer.respond(await stage.peer.next('BYE'), 200);
  await stage.assertReleased();
}

test('hold and unhold by re-INVITE: the directions say so, and the far end hears nothing meanwhile', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const { session, events } = call;
  const done: string[] = [];
  assert.equal(
    session.hold({ extraHeaders: ['X-Why: lunch'] }, () => done.push('held')),
    true,
  );
  const hold = await peer.next('INVITE');
  assert.equal(direction(hold), 'sendonly');
  assert.equal(hold.header('X-Why'), 'lunch');
  assert.equal(hold.cseq, call.invite.cseq + 1);
  assert.ok(hold.header('Contact'));
  assert.deepEqual(session.isOnHold(), { local: false, remote: false }, 'not before the far end agreed');
  await peer.accept(hold, { body: sdp('recvonly') });
  assert.equal((await peer.next('ACK')).cseq, hold.cseq);
  assert.deepEqual(session.isOnHold(), { local: true, remote: false });
  assert.equal(sends(call), false);
  assert.deepEqual(done, ['held']);

  assert.equal(
    session.unhold(null, () => done.push('resumed')),
    true,
  );
  const resume = await peer.next('INVITE');
  assert.equal(direction(resume), 'sendrecv');
  await peer.accept(resume, { body: sdp() });
  await peer.next('ACK');
  assert.deepEqual(session.isOnHold(), { local: false, remote: false });
  assert.equal(sends(call), true);
  assert.deepEqual(done, ['held', 'resumed']);
  assert.deepEqual(events, [
    'sdp local offer',
    'sdp remote answer',
    'hold local',
    'sdp local offer',
    'sdp remote answer',
    'unhold local',
  ]);
  await hangUp(call);
});

test('hold by UPDATE needs no ACK', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  call.session.hold({ useUpdate: true });
  const update = await peer.next('UPDATE');
  assert.equal(direction(update), 'sendonly');
  await peer.accept(update, { body: sdp('recvonly') });
  assert.deepEqual(await peer.rest(), []);
  assert.ok(call.session.isOnHold().local);
  await hangUp(call);
});

test('of two in the same tick the second does not start', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const { session } = call;
  assert.equal(session.isReadyToReOffer(), true);
  assert.equal(session.hold(), true);
  assert.equal(session.isReadyToReOffer(), false);
  assert.equal(session.renegotiate(), false);
  assert.equal(session.hold(), false);
  await peer.accept(await peer.next('INVITE'), { body: sdp('recvonly') });
  await peer.next('ACK');
  assert.deepEqual(await peer.rest(), []);
  assert.equal(session.isReadyToReOffer(), true);
  await hangUp(call);
});

test('a hold does not wait again for a STUN server that is silent', async () => {
  const { peer } = stage;
  peer.platform.candidates = [
    { afterMs: 2, candidate: 'candidate:1 1 udp 1 192.0.2.1 5000 typ host' },
    { afterMs: 700, candidate: 'candidate:2 1 udp 1 198.51.100.1 5000 typ srflx' },
    { afterMs: 40_000, candidate: null },
  ];
  const call = await stage.callAnswered({ pcConfig: { iceServers: [{ urls: 'stun:stun.example.com' }] } });
  await peer.platform.advance(1_000);
  const began = peer.platform.now();
  call.session.hold();
  const hold = await peer.next('INVITE');
  assert.ok(peer.platform.now() - began <= 10);
  assert.match(hold.body, /typ srflx/, 'what came late is told');
  await peer.accept(hold, { body: sdp('recvonly') });
  await peer.next('ACK');
  await hangUp(call);
});

test('a hold of who is on hold, and an unhold of who is not, do nothing', async () => {
  const call = await stage.callAnswered();
  assert.equal(call.session.unhold(), false);
  call.session.hold();
  await stage.peer.accept(await stage.peer.next('INVITE'), { body: sdp('recvonly') });
  await stage.peer.next('ACK');
  assert.equal(call.session.hold(), false);
  await hangUp(call);
});

test('a call that is not up, or over, makes no new offer', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  assert.equal(session.hold(), false);
  await peer.respond(await peer.next('INVITE'), 180);
  assert.equal(session.renegotiate(), false);
  session.terminate();
  assert.equal(session.renegotiate(), false);
  await stage.assertReleased();
});

test('an answer may say the same, to the letter, as the one before', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  for (const round of [1, 2]) {
    let done = false;
    assert.equal(
      call.session.renegotiate({}, () => (done = true)),
      true,
      `round ${round}`,
    );
    await peer.accept(await peer.next('INVITE'), { body: sdp() });
    await peer.next('ACK');
    assert.equal(done, true, `round ${round}`);
  }
  assert.equal(call.connection().signalingState, 'stable');
  await hangUp(call);
});

test('a refused hold leaves the call as it was, and says so', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const { session, events, connection } = call;
  let done = false;
  session.hold({}, () => (done = true));
  await peer.respond(await peer.next('INVITE'), 488);
  await peer.next('ACK');
  assert.deepEqual(events, ['sdp local offer', 'negotiationfailed remote INVITE Incompatible SDP']);
  assert.equal(connection().signalingState, 'stable');
  assert.deepEqual(session.isOnHold(), { local: false, remote: false });
  assert.equal(sends(call), true);
  assert.equal(done, false);
  assert.equal(session.isReadyToReOffer(), true);
  await hangUp(call);
});

for (const [what, body] of [
  ['no description', ''],
  ['one that cannot be used', 'nonsense'],
]) {
  test(`a 200 to a hold with ${what} is acknowledged, and the call stays as it was`, async () => {
    const { peer } = stage;
    const call = await stage.callAnswered();
    call.session.hold();
    await peer.accept(await peer.next('INVITE'), { body: body! });
    await peer.next('ACK');
    assert.equal(call.events.at(-1), 'negotiationfailed remote INVITE Bad Media Description');
    assert.ok(call.session.isEstablished());
    assert.ok(call.session.isReadyToReOffer());
    assert.equal(call.connection().signalingState, 'stable');
    await hangUp(call);
  });
}

test('an offer that the browser cannot make is told, and a later one may still be made', async () => {
  const call = await stage.callAnswered();
  const { createOffer } = call.connection();
  call.connection().createOffer = () => Promise.reject(new DOMException('no', 'OperationError'));
  call.session.renegotiate();
  await stage.peer.platform.advance(10);
  assert.deepEqual(call.events, [
    'peerconnection:createofferfailed OperationError',
    'negotiationfailed local INVITE WebRTC Error',
  ]);
  call.connection().createOffer = createOffer;
  assert.equal(call.session.renegotiate(), true);
  await stage.peer.accept(await stage.peer.next('INVITE'), { body: sdp() });
  await stage.peer.next('ACK');
  await hangUp(call);
});

test('a hold that nobody answers is told after 32 s, and the call goes on', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  call.session.hold();
  await peer.next('INVITE');
  await peer.platform.advance(32_100);
  assert.equal(call.events.at(-1), 'negotiationfailed system INVITE Request Timeout');
  assert.ok(call.session.isReadyToReOffer());
  await hangUp(call);
});

test('a 481 tells that the far end knows the call no more, and ends it', async () => {
  const { peer } = stage;
  const { session, events } = await stage.callAnswered();
  session.hold();
  await peer.respond(await peer.next('INVITE'), 481);
  assert.deepEqual(events.slice(-2), [
    'negotiationfailed remote INVITE SIP Failure Code',
    'ended remote Dialog Error',
  ]);
  await stage.assertReleased();
});

const sides: [string, () => Promise<EstablishedCall>, number, number][] = [
  ['who called waits 2.1 to 4 s', () => stage.callAnswered(), 2_100, 4_000],
  ['who was called waits up to 2 s', () => stage.ringAnswered(), 0, 2_000],
];
for (const [who, establish, least, most] of sides) {
  test(`after a 491 ${who}, and offers again with a new CSeq`, async () => {
    const { peer } = stage;
    const call = await establish();
    let done = false;
    call.session.hold({}, () => (done = true));
    const first = await peer.next('INVITE');
    await peer.respond(first, 491);
    await peer.next('ACK');
    const refused = peer.platform.now();
    const second = await peer.next('INVITE');
    const waited = peer.platform.now() - refused;
    assert.ok(waited >= least && waited <= most + 20, `it waited ${waited} ms`);
    assert.ok(second.cseq > first.cseq);
    assert.equal(direction(second), 'sendonly');
    await peer.accept(second, { body: sdp('recvonly') });
    await peer.next('ACK');
    assert.ok(call.session.isOnHold().local);
    assert.equal(done, true);
    assert.ok(!call.events.some((event) => event.startsWith('negotiationfailed')));
    await hangUp(call);
  });
}

test('while we wait after a 491, the offer of the far end is let through', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  call.session.hold();
  const first = await peer.next('INVITE');
  const theirs = await call.ask('INVITE', { body: sdp('sendonly', 2) });
  await peer.next(491);
  await peer.respond(first, 491);
  await peer.next('ACK');
  await call.ask('INVITE', { body: sdp('sendonly', 3) });
  assert.equal(direction(await peer.next(200)), 'recvonly');
  // Theirs still waits for its ACK: ours waits on.
  await peer.platform.advance(450);
  await call.ask('ACK', { cseq: theirs.cseq + 1 });
  const again = await peer.next('INVITE');
  assert.equal(direction(again), 'inactive', 'both hold now');
  await peer.accept(again, { body: sdp('inactive', 4) });
  await peer.next('ACK');
  assert.deepEqual(call.session.isOnHold(), { local: true, remote: true });
  await hangUp(call);
});

test('whose time after a 491 is over while an offer of the far end has no ACK yet waits once more', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  call.session.hold();
  await peer.respond(await peer.next('INVITE'), 491);
  await peer.next('ACK');
  const theirs = await call.ask('INVITE', { body: sdp('sendonly', 2) });
  await peer.next(200);
  // Longer than whoever called waits (RFC 3261 section 14.1). The 200 comes again, and nothing else.
  await peer.platform.advance(4_500);
  const meanwhile = await peer.rest();
  assert.deepEqual(new Set(meanwhile.map(({ startLine }) => startLine)), new Set(['SIP/2.0 200 OK']));
  await call.ask('ACK', { cseq: theirs.cseq });
  const again = await peer.next('INVITE');
  assert.equal(direction(again), 'inactive', 'both hold now');
  await peer.accept(again, { body: sdp('inactive', 3) });
  await peer.next('ACK');
  assert.deepEqual(call.session.isOnHold(), { local: true, remote: true });
  await hangUp(call);
});

test('a call that ends while we wait after a 491 offers no more', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  call.session.hold();
  await peer.respond(await peer.next('INVITE'), 491);
  await peer.next('ACK');
  await hangUp(call);
  assert.deepEqual(await peer.rest(), []);
});

test('a challenged re-INVITE is sent again with credentials, which its ACK carries', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  call.session.hold();
  const first = await peer.next('INVITE');
  await peer.respond(first, 407, {
    headers: ['Proxy-Authenticate: Digest realm="example.com", nonce="n1", algorithm=MD5'],
  });
  await peer.next('ACK');
  const second = await peer.next('INVITE');
  assert.equal(second.cseq, first.cseq + 1);
  assert.match(second.header('Proxy-Authorization') ?? '', /^Digest /);
  await peer.accept(second, { body: sdp('recvonly') });
  const ack = await peer.next('ACK');
  assert.equal(ack.header('Proxy-Authorization'), second.header('Proxy-Authorization'));
  assert.equal(ack.cseq, second.cseq);
  call.session.terminate();
  assert.equal((await peer.next('BYE')).cseq, second.cseq + 1);
  await stage.assertReleased();
});

test('a 200 to a re-INVITE that comes again gets its ACK again', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  call.session.renegotiate();
  const invite = await peer.next('INVITE');
  await peer.accept(invite);
  await peer.next('ACK');
  await peer.accept(invite);
  assert.equal((await peer.next('ACK')).cseq, invite.cseq);
  await hangUp(call);
});

test('a 200 to a re-INVITE that comes after the end of the call gets its ACK', async () => {
  const { peer } = stage;
  const { session, events } = await stage.callAnswered();
  session.hold();
  const invite = await peer.next('INVITE');
  session.terminate();
  await peer.respond(await peer.next('BYE'), 200);
  await peer.accept(invite, { body: sdp('recvonly') });
  await peer.next('ACK');
  assert.equal(events.at(-1), 'ended local Terminated');
  await stage.assertReleased();
});

test('a re-INVITE that is never answered is given up after the end of the call', async () => {
  const { peer } = stage;
  const { session } = await stage.callAnswered();
  session.hold();
  await peer.respond(await peer.next('INVITE'), 100);
  session.terminate();
  await peer.respond(await peer.next('BYE'), 200);
  await peer.respond(await peer.next('CANCEL'), 200);
  await stage.assertReleased();
});

test('a 200 may name a new place where the far end is', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  call.session.renegotiate();
  await peer.respond(await peer.next('INVITE'), 200, {
    headers: [PEER_CONTACT.replace('192.0.2.9', '192.0.2.77')],
    body: sdp(),
  });
  assert.match((await peer.next('ACK')).ruri, /192\.0\.2\.77/);
  await hangUp(call);
});

test('headers that would break the message are refused', async () => {
  const call = await stage.callAnswered();
  assert.throws(() => call.session.hold({ extraHeaders: ['X: a\nY: b'] }), TypeError);
  assert.ok(call.session.isReadyToReOffer());
  await hangUp(call);
});

test('a far end that meets every offer with 491 is not asked for ever, and the call stays as it was', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  call.session.hold();
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await peer.respond(await peer.next('INVITE'), 491);
    await peer.next('ACK');
  }
  assert.equal(call.events.at(-1), 'negotiationfailed remote INVITE SIP Failure Code');
  assert.deepEqual(call.session.isOnHold(), { local: false, remote: false });
  assert.ok(call.session.isReadyToReOffer());
  await peer.platform.advance(10_000);
  assert.deepEqual(await peer.rest(), []);
  await hangUp(call);
});
