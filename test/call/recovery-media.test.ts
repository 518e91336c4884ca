import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Stage, type EstablishedCall } from '../support/calls.ts';
import { FakeTrack } from '../support/fake-webrtc.ts';
import { sdp, type Wire } from '../support/scripted-peer.ts';

let stage: Stage;
let call: EstablishedCall;

beforeEach(async () => {
  stage = await Stage.open();
  call = await stage.callAnswered();
  call.connection().reportIce('connected');
  await stage.peer.platform.advance(1_000);
});

afterEach(async () => {
  await stage.assertReleased();
  stage.close();
});

/** The far end accepts a restart; its candidates are new ones, too. */
async function acceptRestart(restart: Wire): Promise<void> {
  assert.match(restart.body, /a=ice-ufrag:fake\d/);
  await stage.peer.accept(restart, { body: sdp('sendrecv', 2).replace('ice-ufrag:peer', 'ice-ufrag:new') });
  await stage.peer.next('ACK');
}

/** The connection is lost, and there is no new one for a while. */
function cut(): void {
  stage.peer.socket.behaviour = 'refuse';
  stage.peer.socket.lose();
}

/** Packets of the far end come until the function is called that this returns. */
function sound(): () => void {
  const { platform } = stage.peer;
  let stoppedAt = Infinity;
  const receiver = {
    track: new FakeTrack('audio'),
    getSynchronizationSources: () => [{ timestamp: Math.min(platform.now(), stoppedAt) }],
  };
  call.connection().receivers.splice(0, Infinity, receiver);
  return () => (stoppedAt = platform.now());
}

test('when no candidate pair works any more, ICE is restarted, and the call goes on', async () => {
  const { peer } = stage;
  call.connection().reportIce('failed');
  const restart = await peer.next('INVITE');
  assert.match(restart.body, /a=candidate:.*typ host/, 'it waited for new candidates');
  await acceptRestart(restart);
  call.connection().reportIce('checking');
  call.connection().reportIce('connected');
  await peer.platform.advance(60_000);
  assert.equal(call.connection().restarts, 1);
  assert.deepEqual(
    call.events.filter((event) => event.startsWith('reconnect')),
    ['reconnecting media', 'reconnected media'],
  );
  // It may be needed again, an hour later.
  call.connection().reportIce('failed');
  await acceptRestart(await peer.next('INVITE'));
  call.connection().reportIce('connected');
  assert.equal(call.connection().restarts, 2);
  call.session.terminate();
});

test('who called restarts ICE a second after it lost the far end from sight', async () => {
  const { peer } = stage;
  call.connection().reportIce('disconnected');
  await peer.platform.advance(900);
  assert.deepEqual(await peer.rest(), []);
  assert.deepEqual(call.events, []);
  await peer.platform.advance(200);
  await acceptRestart(await peer.next('INVITE'));
  call.connection().reportIce('connected');
  call.session.terminate();
});

test('who was called waits two seconds longer: the far end may restart first', async () => {
  call.session.terminate();
  await stage.peer.respond(await stage.peer.next('BYE'), 200);
  const incoming = await stage.ringAnswered();
  incoming.connection().reportIce('disconnected');
  await stage.peer.platform.advance(2_900);
  assert.deepEqual(await stage.peer.rest(), []);
  assert.deepEqual(stage.ua.sickness, { signalling: false, media: true });
  await acceptRestart(await stage.peer.next('INVITE'));
  incoming.connection().reportIce('connected');
  incoming.session.terminate();
});

test('who was called and has got the restart of the far end makes none of its own', async () => {
  call.session.terminate();
  await stage.peer.respond(await stage.peer.next('BYE'), 200);
  const incoming = await stage.ringAnswered();
  incoming.connection().reportIce('disconnected');
  await stage.peer.platform.advance(1_500);
  const body = sdp('sendrecv', 2).replace('ice-ufrag:peer', 'ice-ufrag:new');
  const invite = await incoming.ask('INVITE', { body });
  await stage.peer.next(200);
  await incoming.ask('ACK', { cseq: invite.cseq });
  await stage.peer.platform.advance(5_000);
  assert.deepEqual(await stage.peer.rest(), []);
  incoming.connection().reportIce('connected');
  assert.deepEqual(stage.ua.sickness, { signalling: false, media: false });
  incoming.session.terminate();
});

test('ICE that finds the far end again by itself needs no restart, and nobody hears of it', async () => {
  call.connection().reportIce('disconnected');
  await stage.peer.platform.advance(800);
  call.connection().reportIce('connected');
  await stage.peer.platform.advance(10_000);
  assert.deepEqual(await stage.peer.rest(), []);
  assert.deepEqual(call.events, []);
  call.session.terminate();
});

test('media that are lost with the connection: first the connection, then the restart', async () => {
  const { peer } = stage;
  cut();
  call.connection().reportIce('disconnected');
  await peer.platform.advance(5_000);
  assert.deepEqual(await peer.rest(), []);
  peer.socket.behaviour = 'accept';
  await peer.platform.advance(2_000);
  // The offer says where we are: no UPDATE beside it.
  await acceptRestart(await peer.next('INVITE'));
  call.connection().reportIce('connected');
  assert.deepEqual(await peer.rest(), []);
  assert.deepEqual(
    call.events.filter((event) => event.startsWith('reconnect')),
    ['reconnecting signalling', 'reconnecting signalling media', 'reconnecting media', 'reconnected media'],
  );
  call.session.terminate();
});

test('a restart that loses its connection is made anew: its candidates may be of an address that is gone', async () => {
  const { peer } = stage;
  call.connection().reportIce('failed');
  const first = await peer.next('INVITE');
  peer.socket.lose();
  const second = await peer.next('INVITE');
  assert.equal(call.connection().restarts, 2);
  assert.notEqual(second.body, first.body);
  await acceptRestart(second);
  call.connection().reportIce('connected');
  assert.ok(!call.events.some((event) => event.startsWith('negotiationfailed')));
  call.session.terminate();
});

test('a restart that is agreed on and loses its connection says nothing of the path of the next one', async () => {
  const { peer } = stage;
  const untilReconnected = async () => {
    const began = peer.platform.now();
    while (call.events.at(-1) !== 'reconnected media') await peer.platform.advance(100);
    return peer.platform.now() - began;
  };
  call.connection().reportIce('failed');
  await acceptRestart(await peer.next('INVITE'));
  await peer.platform.advance(2_000);
  peer.socket.lose();
  await acceptRestart(await peer.next('INVITE'));
  // The far end says nothing: that ICE has a path is all that is known.
  call.connection().iceConnectionState = 'connected';
  const believedAfter = await untilReconnected();
  assert.ok(believedAfter >= 2_900, `${believedAfter} ms`);
  call.session.terminate();
});

test('when media are lost from sight a dead connection is noticed within a second or so', async () => {
  const { peer } = stage;
  peer.socket.frozen = true;
  call.connection().reportIce('disconnected');
  await peer.platform.advance(1_100);
  assert.equal(peer.socket.connects, 2);
  await acceptRestart(await peer.next('INVITE'));
  call.connection().reportIce('connected');
  call.session.terminate();
});

test('a change of address: silence and a dead connection, and ICE is restarted on the next one within 3 s', async () => {
  const { peer } = stage;
  const began = peer.platform.now();
  const silence = sound();
  await peer.platform.advance(2_000);
  const changed = peer.platform.now();
  silence();
  peer.socket.frozen = true;
  // ICE has noticed nothing yet.
  const restart = await peer.next('INVITE');
  assert.ok(peer.platform.now() - changed < 2_500, `${peer.platform.now() - changed} ms`);
  assert.ok(changed > began);
  await acceptRestart(restart);
  sound();
  await peer.platform.advance(300);
  assert.equal(call.events.at(-1), 'reconnected media');
  call.session.terminate();
});

test('a far end that says nothing for a while is no fault: the connection is checked, and that is all', async () => {
  const { peer } = stage;
  const silence = sound();
  await peer.platform.advance(2_000);
  const { pings } = peer.socket;
  silence();
  await peer.platform.advance(60_000);
  assert.ok(peer.socket.pings > pings);
  assert.deepEqual(await peer.rest(), []);
  assert.deepEqual(call.events, []);
  sound();
  await peer.platform.advance(1_000);
  call.session.terminate();
});

test('a packet that comes late, while ICE has lost the far end from sight, is no proof that the path is back', async () => {
  const { peer } = stage;
  const silence = sound();
  await peer.platform.advance(1_000);
  silence();
  await peer.platform.advance(800);
  call.connection().reportIce('disconnected');
  const late = sound();
  await peer.platform.advance(100);
  late();
  await peer.platform.advance(800);
  assert.deepEqual(await peer.rest(), []);
  await acceptRestart(await peer.next('INVITE', 300));
  call.connection().reportIce('connected');
  call.session.terminate();
});

test('media that are lost from sight just after the connection was, are lost with it: ICE is restarted at once', async () => {
  const { peer } = stage;
  peer.socket.lose();
  await peer.respond(await peer.next('UPDATE'), 200);
  await peer.platform.advance(5_000);
  call.connection().reportIce('disconnected');
  await acceptRestart(await peer.next('INVITE', 500));
  call.connection().reportIce('connected');
  call.session.terminate();
});

test('a server that is away while the far end says nothing does not end the call', async () => {
  const { peer } = stage;
  const silence = sound();
  await peer.platform.advance(2_000);
  silence();
  cut();
  await peer.platform.advance(40_000);
  peer.socket.behaviour = 'accept';
  const restart = await peer.next('INVITE', 31_000);
  await acceptRestart(restart);
  await peer.platform.advance(40_000);
  assert.ok(call.session.isEstablished(), 'ICE is believed that the path is there');
  assert.deepEqual(call.session.sickness, { signalling: false, media: false });
  call.session.terminate();
});

test('whoever measures the media can say that none come: ICE is restarted, once', async () => {
  const { peer } = stage;
  call.session.mediaHealth('lost');
  await acceptRestart(await peer.next('INVITE'));
  assert.deepEqual(call.session.sickness, { signalling: false, media: true });
  call.session.mediaHealth('found');
  assert.deepEqual(call.session.sickness, { signalling: false, media: false });
  assert.equal(call.connection().restarts, 1);
  call.session.terminate();
});

test('glare: a restart that met one of the far end waits, and is not made where that one helped', async () => {
  const { peer } = stage;
  call.connection().reportIce('failed');
  await peer.respond(await peer.next('INVITE'), 491);
  await peer.next('ACK');
  const theirs = await call.ask('INVITE', { body: sdp('sendrecv', 2) });
  await peer.next(200);
  await call.ask('ACK', { cseq: theirs.cseq });
  call.connection().reportIce('connected');
  await peer.platform.advance(10_000);
  assert.deepEqual(await peer.rest(), []);
  call.session.terminate();
});

test('glare: where the other restart does not come, ours is made again after the time of RFC 3261 section 14.1', async () => {
  const { peer } = stage;
  call.connection().reportIce('failed');
  await peer.respond(await peer.next('INVITE'), 491);
  await peer.next('ACK');
  const refused = peer.platform.now();
  const again = await peer.next('INVITE');
  const waited = peer.platform.now() - refused;
  assert.ok(waited >= 2_100 && waited <= 4_200, `${waited} ms`);
  await acceptRestart(again);
  call.connection().reportIce('connected');
  call.session.terminate();
});

test('a restart that nobody answers is withdrawn, which lets one of the far end through', async () => {
  const { peer } = stage;
  call.connection().reportIce('failed');
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 100);
  await peer.next('CANCEL', 9_000);
  await peer.respond(invite, 487);
  await peer.next('ACK');
  const theirs = await call.ask('INVITE', { body: sdp('sendrecv', 2) });
  await peer.next(200);
  await call.ask('ACK', { cseq: theirs.cseq });
  call.connection().reportIce('connected');
  call.session.terminate();
});

test('a far end that cannot be reached for a moment (408) is asked again', async () => {
  const { peer } = stage;
  call.connection().reportIce('failed');
  await peer.respond(await peer.next('INVITE'), 408);
  await peer.next('ACK');
  await acceptRestart(await peer.next('INVITE'));
  call.connection().reportIce('connected');
  assert.ok(call.session.isEstablished());
  call.session.terminate();
});

test('a far end that knows nothing of the call any more (481) ends it', async () => {
  const { peer } = stage;
  call.connection().reportIce('failed');
  await peer.respond(await peer.next('INVITE'), 481);
  await peer.next('ACK');
  await peer.next('BYE');
  assert.equal(call.events.at(-1), 'ended remote Dialog Error');
});

test('where the restart does not help, the call ends', async () => {
  const { peer } = stage;
  call.connection().reportIce('failed');
  await acceptRestart(await peer.next('INVITE'));
  call.connection().reportIce('checking');
  await peer.platform.advance(15_000);
  assert.ok(call.session.isEstablished());
  call.connection().reportIce('failed');
  assert.equal(call.connection().restarts, 1, 'one attempt');
  assert.match((await peer.next('BYE')).header('Reason') ?? '', /^SIP ;cause=408; text="RTP Timeout"$/);
  assert.equal(call.events.at(-1), 'ended system RTP Timeout');
});

test('where the far end refuses every restart, the call ends after 17 s', async () => {
  const { peer } = stage;
  const lost = peer.platform.now();
  call.connection().reportIce('failed');
  for (let next = await peer.next('INVITE'); next.method !== 'BYE'; next = await peer.next())
    if (next.method === 'INVITE') await peer.respond(next, 488);
  assert.ok(Math.abs(peer.platform.now() - lost - 17_000) < 100);
  assert.equal(call.events.at(-1), 'ended system RTP Timeout');
});

test('where neither the far end nor the server can be reached, the call ends within 30 s, and says so', async () => {
  const { peer } = stage;
  const lost = peer.platform.now();
  cut();
  await peer.platform.advance(6_000);
  call.connection().reportIce('disconnected');
  await peer.platform.advance(30_000 - (peer.platform.now() - lost));
  assert.equal(call.events.at(-1), 'ended system Connection Error');
  assert.equal(call.session.end_time?.getTime(), lost + 23_000);
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
