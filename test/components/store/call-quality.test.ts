import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { nextQuality, UNKNOWN_QUALITY, type CallQuality } from '../../../components/store/call-quality.ts';
import { PhoneStore } from '../../../components/store/phone-store.ts';
import type { QualityGrade } from '../../../src/media/mos.ts';
import { FakePlatform, settle } from '../../support/fake-platform.ts';
import { configurationOf, FakeAgent } from '../fake-core.ts';

const after = (grades: (QualityGrade | null)[]): CallQuality =>
  grades.reduce((quality, grade) => nextQuality(quality, grade, []), UNKNOWN_QUALITY);

test('a call is troubled from poor or bad until it is good again, and in between nothing is said', () => {
  assert.equal(after(['excellent', 'fair']).troubled, false);
  assert.equal(after(['excellent', 'poor']).troubled, true);
  assert.equal(after(['bad']).troubled, true);
  assert.equal(after(['poor', 'fair', null, 'poor', 'fair']).troubled, true);
  assert.equal(after(['poor', 'fair', 'good']).troubled, false);
});

test('a second like the one before changes nothing', () => {
  const good = nextQuality(UNKNOWN_QUALITY, 'good', ['jitter']);
  assert.equal(nextQuality(good, 'good', ['jitter']), good);
  assert.notEqual(nextQuality(good, 'good', []), good);
});

let world: FakePlatform;

beforeEach(() => {
  world = new FakePlatform();
});

afterEach(() => world.release());

/** A call that is up, and its packets. */
async function inCall() {
  let agent: FakeAgent | undefined;
  const store = new PhoneStore({
    createAgent: async (configuration) => (agent = new FakeAgent(configuration)),
  });
  store.configure(configurationOf({ server: 'wss://sip.example', uri: 'sip:anna@sip.example' }));
  const mediaStream = await world.getUserMedia({ audio: true });
  store.call('sip:bob@sip.example', {
    mediaStream: Object.assign(mediaStream, { clone: () => mediaStream }),
  });
  await settle();
  const session = agent!.sessions[0]!;
  const received = { packets: 0, lost: 0 };
  const getStats = async () => {
    const entry = {
      type: 'inbound-rtp',
      kind: 'audio',
      packetsReceived: received.packets,
      packetsLost: received.lost,
    };
    return new Map([['i', entry]]) as unknown as RTCStatsReport;
  };
  session.connection = Object.assign(new EventTarget(), {
    ...{ getStats, getReceivers: () => [], getTransceivers: () => [], getSenders: () => [] },
  }) as unknown as RTCPeerConnection;
  session.progress();
  session.accept();
  await settle();
  const pass = async (seconds: number, { packets = 50, lost = 0 } = {}) => {
    for (let second = 0; second < seconds; second++) {
      received.packets += packets;
      received.lost += lost;
      await world.advance(1000);
      await settle();
    }
  };
  return { store, session, pass };
}

test('a call shows how it sounds, tells of warnings, and at its end how it was', async () => {
  const { store, session, pass } = await inCall();
  const told: string[] = [];
  store.on('quality', (_call, { name, active }) => told.push(`${active ? '+' : '-'}${name}`));
  let drawn = 0;
  store.on('change', () => drawn++);
  assert.equal(store.snapshot.active?.quality, UNKNOWN_QUALITY);
  await pass(5);
  assert.equal(store.snapshot.active?.quality.grade, 'excellent');
  assert.equal(drawn, 1, 'five good seconds are one thing to show');
  await pass(5, { packets: 25, lost: 25 });
  assert.equal(store.snapshot.active?.quality.troubled, true);
  assert.deepEqual(store.snapshot.active?.quality.warnings, ['mos', 'loss']);
  await pass(8);
  assert.equal(store.snapshot.active?.quality.troubled, false);
  assert.deepEqual(told, ['+mos', '+loss', '-mos', '-loss']);
  let worst = 0;
  store.on('ended', (_call, { quality }) => (worst = quality.loss?.worst ?? 0));
  session.end({ originator: 'remote', cause: 'Terminated' });
  assert.equal(worst, 0.5);
  await pass(10);
  assert.deepEqual(told.length, 4, 'nothing is measured after the end');
});
