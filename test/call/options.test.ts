/** What the options of calls and of new offers come to. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Stage } from '../support/calls.ts';
import type { FakePeerConnection } from '../support/fake-webrtc.ts';
import { sdp } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ password: 'secret' });
});

afterEach(() => stage.close());

/** Notes the options of each offer and answer that a peer connection makes. */
function watch(connection: FakePeerConnection): unknown[] {
  const given: unknown[] = [];
  for (const method of ['createOffer', 'createAnswer'] as const) {
    const original = connection[method].bind(connection);
    connection[method] = (options?: object) => {
      given.push(options);
      return original(options as RTCOfferOptions);
    };
  }
  return given;
}

test('without constraints a call asks for microphone and camera', async () => {
  const asked: unknown[] = [];
  const { getUserMedia } = stage.peer.platform;
  stage.peer.platform.getUserMedia = (constraints) => {
    asked.push(constraints);
    return getUserMedia(constraints);
  };
  stage.ua.call('bob');
  const invite = await stage.peer.next('INVITE');
  assert.deepEqual(asked, [{ audio: true, video: true }]);
  assert.match(invite.body, /m=audio[\s\S]*m=video/);
});

test('the configuration and constraints that are given reach the peer connection, in and out', async () => {
  const pcConfig: RTCConfiguration = { iceServers: [{ urls: 'stun:stun.example.com' }] };
  const outgoing = stage.call({ pcConfig, rtcOfferConstraints: { iceRestart: false } });
  const offered = watch(outgoing.connection());
  assert.deepEqual(outgoing.connection().getConfiguration().iceServers, pcConfig.iceServers);
  await stage.peer.next('INVITE');
  assert.deepEqual(offered, [{ iceRestart: false }]);

  const late = stage.call({ lateOffer: true, rtcAnswerConstraints: { mine: 1 } as RTCAnswerOptions });
  const answeredLate = watch(late.connection());
  await stage.peer.accept(await stage.peer.next('INVITE'));
  await stage.peer.next('ACK');
  assert.deepEqual(answeredLate, [{ mine: 1 }]);

  const incoming = await stage.ring();
  await stage.peer.next(180);
  incoming.session.answer({ pcConfig, rtcAnswerConstraints: { mine: 2 } as RTCAnswerOptions });
  const answered = watch(incoming.connection());
  assert.deepEqual(incoming.connection().getConfiguration().iceServers, pcConfig.iceServers);
  await stage.peer.next(200);
  assert.deepEqual(answered, [{ mine: 2 }]);
});

test('rtcConstraints are taken, in and out, and change nothing: no browser reads them any more', async () => {
  const rtcConstraints = { optional: [{ DtlsSrtpKeyAgreement: true }] };
  const outgoing = stage.call({ rtcConstraints });
  const plain = stage.call();
  const [one, other] = [await stage.peer.next('INVITE'), await stage.peer.next('INVITE')];
  assert.equal(one.body, other.body);
  assert.deepEqual(outgoing.events, plain.events);
  const incoming = await stage.ring();
  await stage.peer.next(180);
  incoming.session.answer({ rtcConstraints });
  assert.match((await stage.peer.next(200)).body, /^v=0/);
});

test('rtcOfferConstraints of answer() are for a later re-INVITE without an offer', async () => {
  const call = await stage.ring();
  await stage.peer.next(180);
  call.session.answer({ rtcOfferConstraints: { iceRestart: true } });
  const given = watch(call.connection());
  await stage.peer.next(200);
  await call.ask('ACK', { cseq: call.invite.cseq });
  given.length = 0;
  await call.ask('INVITE');
  await stage.peer.next(200);
  assert.deepEqual(given, [{ iceRestart: true }]);
});

test('renegotiate() makes a new offer by re-INVITE or UPDATE, with the headers and constraints that are given', async () => {
  const { peer } = stage;
  const { session, connection } = await stage.callAnswered();
  const given = watch(connection());
  const extraHeaders = ['X-Why: camera'];
  assert.equal(session.renegotiate({ extraHeaders, rtcOfferConstraints: { iceRestart: true } }), true);
  const invite = await peer.next('INVITE');
  assert.equal(invite.header('X-Why'), 'camera');
  assert.match(invite.body, /^v=0/);
  assert.deepEqual(given, [{ iceRestart: true }]);
  await peer.accept(invite, { body: sdp('sendrecv', 2) });
  await peer.next('ACK');
  assert.equal(session.renegotiate({ useUpdate: true, extraHeaders }), true);
  const update = await peer.next('UPDATE');
  assert.equal(update.header('X-Why'), 'camera');
  assert.match(update.body, /^v=0/);
});

test('a challenged UPDATE is sent again with credentials', async () => {
  const { peer } = stage;
  const { session } = await stage.callAnswered();
  session.hold({ useUpdate: true });
  const first = await peer.next('UPDATE');
  await peer.respond(first, 401, { headers: ['WWW-Authenticate: Digest realm="x", nonce="n"'] });
  const second = await peer.next('UPDATE');
  assert.match(second.header('Authorization') ?? '', /^Digest /);
  assert.equal(second.body, first.body);
  await peer.accept(second, { body: sdp('recvonly', 2) });
  assert.equal(session.isOnHold().local, true);
});

test('ICE that fails while the connection is away is restarted on the next one', async () => {
  const { peer } = stage;
  const { session, connection } = await stage.callAnswered();
  for (const seconds of [3, 12, 3]) {
    peer.socket.behaviour = 'refuse';
    peer.socket.lose();
    connection().reportIce('failed');
    await peer.platform.advance(seconds * 1_000);
    assert.equal(session.isEstablished(), true, `after ${seconds} s`);
    peer.socket.behaviour = 'accept';
    await peer.platform.advance(2_100);
    const restart = (await peer.rest()).find(({ method }) => method === 'INVITE');
    assert.match(restart?.body ?? '', /a=ice-ufrag:fake\d/);
    await peer.accept(restart!, { body: sdp('sendrecv', seconds) });
    await peer.next('ACK');
    connection().reportIce('connected');
    assert.equal(session.isEstablished(), true);
  }
});
