import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { gather, gatheringDeadline, isSufficient, type GatheringFacts } from '../../src/media/gathering.ts';
import { FakePlatform } from '../support/fake-platform.ts';
import { FakePeerConnection, type TimedCandidate } from '../support/fake-webrtc.ts';
import { sdp } from '../support/scripted-peer.ts';

const facts: GatheringFacts = {
  servers: false,
  relayOnly: false,
  restart: false,
  complete: false,
  firstAt: undefined,
  lastAt: undefined,
  sufficient: false,
};

const decisions: [string, Partial<GatheringFacts>, number][] = [
  ['gathering that is complete waits for nothing', { complete: true }, 0],
  ['nothing at all is waited for 1 s', {}, 1_000],
  ['nothing at all is waited for 1 s, with servers too', { servers: true }, 1_000],
  ['after a host candidate 10 ms of quiet, without servers', { firstAt: 3, lastAt: 5, sufficient: true }, 15],
  ['host candidates alone wait 500 ms for a server', { servers: true, firstAt: 3, lastAt: 90 }, 503],
  ['… and never longer than 1 s in all', { servers: true, firstAt: 700, lastAt: 710 }, 1_000],
  ['quiet that never comes ends after 1 s', { firstAt: 3, lastAt: 995, sufficient: true }, 1_000],
  ['in a new offer nothing at all is waited for 2.5 s', { restart: true }, 2_500],
  [
    '… and host candidates alone 500 ms for a server then, too',
    { restart: true, servers: true, firstAt: 1_100, lastAt: 1_110 },
    1_600,
  ],
  ['relay alone is waited for 5 s', { servers: true, relayOnly: true }, 5_000],
  [
    'after a relayed candidate 20 ms of quiet',
    { servers: true, relayOnly: true, firstAt: 1_800, lastAt: 1_800, sufficient: true },
    1_820,
  ],
];
for (const [title, known, expected] of decisions) {
  test(`deciding: ${title}`, () => assert.equal(gatheringDeadline({ ...facts, ...known }), expected));
}

const line = (type: string, address = '192.0.2.1') =>
  `candidate:1 1 udp 2122260223 ${address} 50000 typ ${type} generation 0`;

test('which candidate suffices depends on what may still come', () => {
  const candidate = (type: string) => ({ type, candidate: line(type) }) as RTCIceCandidate;
  assert.ok(isSufficient(candidate('host'), false, false));
  assert.ok(!isSufficient(candidate('host'), true, false));
  assert.ok(isSufficient(candidate('srflx'), true, false));
  assert.ok(isSufficient(candidate('relay'), true, false));
  assert.ok(!isSufficient(candidate('srflx'), true, true));
  assert.ok(isSufficient(candidate('relay'), true, true));
});

test('the kind is read from the line where the browser does not tell it', () => {
  assert.ok(isSufficient({ candidate: line('srflx') } as RTCIceCandidate, true, false));
  assert.ok(!isSufficient({ candidate: line('host') } as RTCIceCandidate, true, false));
});

let platform: FakePlatform;

beforeEach(() => {
  platform = new FakePlatform();
});

afterEach(() => platform.release());

const STUN: RTCConfiguration = { iceServers: [{ urls: 'stun:stun.example.com' }] };
const TURN_ONLY: RTCConfiguration = {
  iceServers: [{ urls: 'turn:turn.example.com', username: 'u', credential: 'c' }],
  iceTransportPolicy: 'relay',
};
const at = (afterMs: number, type: string): TimedCandidate => ({ afterMs, candidate: line(type) });
const completeAt = (afterMs: number): TimedCandidate => ({ afterMs, candidate: null });

/** How long a gathering takes, in ms, and that it leaves no timer behind. */
async function durationOf(
  configuration: RTCConfiguration,
  candidates: TimedCandidate[],
  onCandidate: (candidate: RTCIceCandidate, ready: () => void) => void = () => {},
  signal = new AbortController().signal,
): Promise<number> {
  const connection = new FakePeerConnection(configuration, candidates, (callback, ms) =>
    platform.setTimeout(callback, ms),
  );
  await connection.setLocalDescription();
  return durationIn(connection, onCandidate, signal);
}

/** The same of a connection with a local description. */
async function durationIn(
  connection: FakePeerConnection,
  onCandidate: (candidate: RTCIceCandidate, ready: () => void) => void = () => {},
  signal = new AbortController().signal,
): Promise<number> {
  const began = platform.now();
  let ended = Number.NaN;
  void gather(connection as unknown as RTCPeerConnection, { onCandidate, signal }).then(() => {
    ended = platform.now();
  });
  await platform.advance(60_000);
  assert.equal(platform.timerCount, 0);
  return ended - began;
}

test('without servers the description leaves 10 ms after the last host candidate, not when the browser is done', async () => {
  assert.equal(await durationOf({}, [at(2, 'host'), at(4, 'host'), completeAt(145)]), 14);
});

test('a gathering that is complete before that does not wait', async () => {
  assert.equal(await durationOf({}, [at(2, 'host'), completeAt(3)]), 3);
});

test('with a STUN server it leaves 20 ms after the reflexive candidate', async () => {
  assert.equal(await durationOf(STUN, [at(2, 'host'), at(40, 'srflx'), completeAt(9_000)]), 60);
});

test('a STUN server that never answers costs 500 ms after the first candidate', async () => {
  assert.equal(await durationOf(STUN, [at(2, 'host'), at(5, 'host'), completeAt(40_000)]), 502);
});

test('where nothing comes at all it costs 1 s', async () => {
  assert.equal(await durationOf(STUN, []), 1_000);
});

test('candidates of TCP, which nobody can reach, are none to wait for or to leave with', async () => {
  const tcp = (afterMs: number) => ({ afterMs, candidate: `${line('host')} tcptype active` });
  assert.equal(await durationOf({}, [tcp(2), at(700, 'host'), tcp(710), completeAt(5_000)]), 710);
});

test('a restart waits for candidates of a new address, which come late', async () => {
  const connection = new FakePeerConnection({}, [at(2_050, 'host'), completeAt(9_000)], (callback, ms) =>
    platform.setTimeout(callback, ms),
  );
  await connection.setLocalDescription();
  await connection.setRemoteDescription({ type: 'answer', sdp: sdp() });
  await connection.setLocalDescription(await connection.createOffer({ iceRestart: true }));
  assert.equal(await durationIn(connection), 2_060);
});

test('with relay only it waits for the first relayed candidate', async () => {
  assert.equal(await durationOf(TURN_ONLY, [at(1_500, 'relay'), completeAt(40_000)]), 1_520);
});

test('a TURN server that never answers costs 5 s where only relay may be used', async () => {
  assert.equal(await durationOf(TURN_ONLY, [completeAt(40_000)]), 5_000);
});

test('the application may end it with any candidate', async () => {
  const seen: string[] = [];
  const duration = await durationOf(STUN, [at(2, 'host'), at(300, 'host')], ({ candidate }, ready) => {
    seen.push(candidate);
    ready();
  });
  assert.equal(duration, 2);
  assert.equal(seen.length, 1);
});

test('it ends with the call', async () => {
  const life = new AbortController();
  platform.setTimeout(() => life.abort(), 100);
  assert.equal(await durationOf(STUN, [at(2, 'host')], () => {}, life.signal), 100);
});

test('of a call that is over already nothing is gathered', async () => {
  const seen: unknown[] = [];
  const duration = await durationOf(
    STUN,
    [at(2, 'host')],
    (candidate) => seen.push(candidate),
    AbortSignal.abort(),
  );
  assert.equal(duration, 0);
  assert.deepEqual(seen, []);
});
