// Who moves to another network restarts ICE, and may be held up by candidates of before (src/media/stale-path.ts).
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Stage, type EstablishedCall } from '../support/calls.ts';
import { FakeTrack } from '../support/fake-webrtc.ts';
import { sdp } from '../support/scripted-peer.ts';

let stage: Stage;
let call: EstablishedCall;
/** The packets of the far end end at this time. */
let soundEndsAt: number;

const newCandidates = sdp('sendrecv', 2).replace('ice-ufrag:peer', 'ice-ufrag:new');

beforeEach(async () => {
  stage = await Stage.open();
  call = await stage.callAnswered();
  hearOver('peer');
  call.connection().reportIce('connected');
  await stage.peer.platform.advance(1_000);
});

afterEach(async () => {
  await stage.assertReleased();
  stage.close();
});

/** Packets come, and media go to a candidate of this user fragment. */
function hearOver(usernameFragment: string): void {
  const { platform } = stage.peer;
  soundEndsAt = Infinity;
  const receiver = {
    track: new FakeTrack('audio'),
    getSynchronizationSources: () => [{ timestamp: Math.min(platform.now(), soundEndsAt) }],
    transport: { iceTransport: { getSelectedCandidatePair: () => ({ remote: { usernameFragment } }) } },
  };
  call.connection().receivers.splice(0, Infinity, receiver);
}

function silence(): void {
  soundEndsAt = stage.peer.platform.now();
}

/** The far end accepts our restart of ICE, which is the next that it gets, within so many ms. */
async function acceptOurRestart(within: number): Promise<void> {
  const { peer } = stage;
  await peer.accept(await peer.next('INVITE', within), { body: newCandidates });
  await peer.next('ACK');
}

/** Our network is gone, and our restart of ICE is accepted. */
async function ourNetworkIsGone(): Promise<void> {
  silence();
  stage.peer.socket.frozen = true;
  await acceptOurRestart(3_000);
}

/** The far end restarts ICE. */
async function farEndRestarts(): Promise<void> {
  const invite = await call.ask('INVITE', { body: newCandidates });
  await stage.peer.next(200);
  await call.ask('ACK', { cseq: invite.cseq });
}

test('a far end that has restarted ICE, and is as silent as before, gets a restart of ours', async () => {
  const { peer } = stage;
  silence();
  await peer.platform.advance(2_000);
  await farEndRestarts();
  await acceptOurRestart(1_500);
  hearOver('new');
  await peer.platform.advance(300);
  assert.deepEqual(
    call.events.filter((event) => event.startsWith('reconnect')),
    ['reconnecting media', 'reconnected media'],
  );
  assert.equal(call.connection().restarts, 1);
  call.session.terminate();
});

test('a far end that is heard after its restart gets none', async () => {
  const { peer } = stage;
  silence();
  await peer.platform.advance(2_000);
  await farEndRestarts();
  await peer.platform.advance(500);
  hearOver('new');
  await peer.platform.advance(10_000);
  assert.equal(call.connection().restarts, 0);
  call.session.terminate();
});

test('ICE that is connected to where the far end was before the restart is not believed: the call ends', async () => {
  const { peer } = stage;
  await ourNetworkIsGone();
  await peer.platform.advance(10_000);
  assert.deepEqual(call.session.sickness, { signalling: false, media: true });
  await peer.platform.advance(10_000);
  assert.equal(call.events.at(-1), 'ended system RTP Timeout');
});

test('ICE that is connected over candidates of the restart is believed, though nobody says anything', async () => {
  const { peer } = stage;
  await ourNetworkIsGone();
  hearOver('new');
  silence();
  await peer.platform.advance(10_000);
  assert.deepEqual(call.session.sickness, { signalling: false, media: false });
  call.session.terminate();
});
