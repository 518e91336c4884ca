import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Exceptions, RTCSession } from '../../src/index.ts';
import { Stage, type EstablishedCall } from '../support/calls.ts';
import { FakeMediaStream, FakeTrack } from '../support/fake-webrtc.ts';
import { sdp } from '../support/scripted-peer.ts';

let stage: Stage;
let call: EstablishedCall;

beforeEach(async () => {
  stage = await Stage.open({ password: 'secret' });
  call = await stage.callAnswered();
});

afterEach(async () => {
  if (!call.session.isEnded()) {
    call.session.terminate();
    await stage.peer.respond(await stage.peer.next('BYE'), 200);
  }
  await stage.assertReleased();
  stage.close();
});

test('a request whose CSeq is not higher than the last gets 500', async () => {
  await call.ask('INFO', { cseq: 7, headers: ['Content-Type: text/plain'], body: 'a' });
  await stage.peer.next(200);
  for (const cseq of [7, 6]) {
    await call.ask('INFO', { cseq, headers: ['Content-Type: text/plain'], body: 'b' });
    await stage.peer.next(500);
  }
  assert.deepEqual(call.events, ['newInfo remote']);
});

test('a method that we do not know gets 501', async () => {
  await call.ask('DANCE');
  await stage.peer.next(501);
  assert.ok(call.session.isEstablished());
});

test('an INFO without Content-Type gets 415', async () => {
  await call.ask('INFO');
  await stage.peer.next(415);
  assert.deepEqual(call.events, []);
});

test('an INFO is told with its type and body', async () => {
  const infos: unknown[] = [];
  call.session.on('newInfo', ({ info, request }) => infos.push(info, request.method));
  await call.ask('INFO', { headers: ['Content-Type: application/json; charset=utf-8'], body: '{"a":1}' });
  await stage.peer.next(200);
  const [info, method] = infos as [InstanceType<typeof RTCSession.Info>, string];
  assert.ok(info instanceof RTCSession.Info);
  assert.deepEqual(
    { ...info },
    { direction: 'incoming', contentType: 'application/json; charset=utf-8', body: '{"a":1}' },
  );
  assert.equal(method, 'INFO');
});

test('an INFO of ours has the type, body and headers that are given, and is told', async () => {
  call.session.sendInfo('text/plain', 'hello', { extraHeaders: ['X-A: b'] });
  const info = await stage.peer.next('INFO');
  assert.equal(info.header('Content-Type'), 'text/plain');
  assert.equal(info.header('X-A'), 'b');
  assert.equal(info.body, 'hello');
  assert.deepEqual(call.events, ['newInfo local']);
  await stage.peer.respond(info, 200);
});

test('a challenged INFO is sent again with credentials, and told once', async () => {
  call.session.sendInfo('text/plain', 'hello');
  const first = await stage.peer.next('INFO');
  await stage.peer.respond(first, 401, {
    headers: ['WWW-Authenticate: Digest realm="example.com", nonce="n", algorithm=MD5'],
  });
  const second = await stage.peer.next('INFO');
  assert.match(second.header('Authorization') ?? '', /^Digest /);
  assert.equal(second.cseq, first.cseq + 1);
  assert.deepEqual(call.events, ['newInfo local']);
  await stage.peer.respond(second, 200);
});

test('a challenged BYE is sent again with credentials', async () => {
  call.session.terminate();
  const first = await stage.peer.next('BYE');
  await stage.peer.respond(first, 407, {
    headers: ['Proxy-Authenticate: Digest realm="example.com", nonce="n", algorithm=MD5'],
  });
  const second = await stage.peer.next('BYE');
  assert.match(second.header('Proxy-Authorization') ?? '', /^Digest /);
  await stage.peer.respond(second, 200);
});

test('an INFO needs a call that is up, and a type that is one line', async () => {
  assert.throws(() => call.session.sendInfo('text/plain\r\nX: y', 'a'), TypeError);
  assert.throws(
    () => call.session.sendInfo('text/plain', 'a', { extraHeaders: ['X: a\r\nY: b'] }),
    TypeError,
  );
  call.session.terminate();
  await stage.peer.respond(await stage.peer.next('BYE'), 200);
  assert.throws(() => call.session.sendInfo('text/plain', 'a'), Exceptions.InvalidStateError);
});

test('requests of a call that is over get 481', async () => {
  await call.ask('BYE');
  await stage.peer.next(200);
  await call.ask('INFO', { headers: ['Content-Type: text/plain'], body: 'a' });
  await stage.peer.next(481);
});

test('a stray ACK changes nothing', async () => {
  await call.ask('ACK', { cseq: 1 });
  assert.deepEqual(await stage.peer.rest(), []);
  assert.deepEqual(call.events, []);
});

test('mute and unmute silence the tracks and are told, once each', () => {
  const { session, events, connection } = call;
  const told: unknown[] = [];
  session.on('muted', (kinds) => told.push(kinds));
  session.on('unmuted', (kinds) => told.push(kinds));
  const track = connection().senders[0]?.track;
  session.mute();
  session.mute();
  assert.equal(track?.enabled, false);
  assert.deepEqual(session.isMuted(), { audio: true, video: false });
  session.mute({ video: true });
  session.unmute();
  session.unmute();
  assert.equal(track?.enabled, true);
  assert.deepEqual(session.isMuted(), { audio: false, video: false });
  assert.deepEqual(events, ['muted', 'muted', 'unmuted']);
  assert.deepEqual(told, [
    { audio: true, video: false },
    { audio: false, video: true },
    { audio: true, video: true },
  ]);
});

test('what is muted stays silent when a hold ends, and resetLocalMedia makes it live again', async () => {
  const { session, connection } = call;
  const track = connection().senders[0]?.track;
  session.mute();
  for (const act of ['hold', 'unhold'] as const) {
    session[act]({ useUpdate: true });
    const update = await stage.peer.next('UPDATE');
    await stage.peer.accept(update, {
      body: update.body.replace('a=sendonly', 'a=recvonly').replace('actpass', 'active'),
    });
  }
  assert.equal(track?.enabled, false);
  session.resetLocalMedia();
  assert.equal(track?.enabled, true);
  assert.deepEqual(session.isMuted(), { audio: false, video: false });
});

test('resetLocalMedia does not talk into a hold of the far end', async () => {
  await call.ask('UPDATE', { body: 'v=0\r\nm=audio 4 RTP/AVP 0\r\na=sendonly\r\n' });
  await stage.peer.next(200);
  call.session.resetLocalMedia();
  assert.equal(call.connection().senders[0]?.track?.enabled, false);
});

test('before there are media nothing is muted', async () => {
  const { session } = await stage.ring({ callId: 'second' });
  await stage.peer.next(180);
  session.mute();
  session.resetLocalMedia();
  assert.deepEqual(session.isMuted(), { audio: false, video: false });
  assert.deepEqual(session.isOnHold(), { local: false, remote: false });
  session.terminate();
  await stage.peer.next(480);
});

test('OPTIONS inside the dialog gets 200 with what we can do, and does nothing to the call', async () => {
  await call.ask('OPTIONS');
  const answer = await stage.peer.next(200);
  assert.match(answer.header('Allow') ?? '', /INVITE/);
  assert.ok(answer.header('Supported'));
  assert.deepEqual(call.events, []);
  assert.ok(call.session.isEstablished());
});

test('a track that the application has switched off itself stays off when the far end offers anew', async () => {
  const { connection, ask, session } = call;
  const track = connection().senders[0]!.track!;
  track.enabled = false;
  for (const direction of ['sendrecv', 'sendonly', 'sendrecv']) {
    await ask('UPDATE', { body: sdp(direction, 2) });
    await stage.peer.next(200);
    assert.equal(track.enabled, false, direction);
  }
  assert.deepEqual(session.isMuted(), { audio: true, video: false });
  session.unmute();
  assert.equal(track.enabled, true);
});

test('a track that the application has switched on again itself is heard after a hold', async () => {
  const { connection, ask, session } = call;
  const track = connection().senders[0]!.track!;
  session.mute();
  track.enabled = true;
  assert.equal(session.isMuted().audio, false);
  for (const direction of ['sendonly', 'sendrecv']) {
    await ask('UPDATE', { body: sdp(direction, 2) });
    await stage.peer.next(200);
  }
  assert.equal(track.enabled, true);
});

test('muting the microphone leaves a camera that the application has switched off as it is', async () => {
  const both = await stage.callAnswered({ mediaConstraints: { audio: true, video: true } });
  const [microphone, camera] = both.connection().senders.map(({ track }) => track!);
  camera!.enabled = false;
  both.session.mute();
  both.session.unmute({ audio: true });
  assert.equal(microphone!.enabled, true);
  assert.equal(camera!.enabled, false);
  both.session.terminate();
});

test('a stream that is handed over silent stays silent, and counts as muted', async () => {
  const track = new FakeTrack('audio');
  track.enabled = false;
  const stream = new FakeMediaStream([track]) as unknown as MediaStream;
  const { session } = await stage.callAnswered({ mediaStream: stream });
  assert.equal(track.enabled, false);
  assert.equal(session.isMuted().audio, true);
  session.unmute();
  assert.equal(track.enabled, true);
  session.terminate();
});

test('what is muted before the microphone is open is silent from its first moment', async () => {
  const { session, connection } = stage.call();
  session.mute();
  await stage.peer.next('INVITE');
  assert.equal(connection().senders[0]?.track?.enabled, false);
  assert.equal(session.isMuted().audio, true);
  session.terminate();
});
