import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Emitter } from '../../src/emitter.ts';
import { QualityMonitor, type MonitoredSession } from '../../src/media/quality.ts';
import type { QualityWarning } from '../../src/media/quality-warnings.ts';
import { FakePlatform, settle } from '../support/fake-platform.ts';

/** A call whose packets the test counts. */
class FakeCall extends Emitter<{ accepted: []; ended: []; failed: [] }> implements MonitoredSession {
  packets = 0;
  lost = 0;
  established = false;
  ended = false;
  held = false;
  muted = false;
  broken = false;
  readonly connection = { getStats: () => this.#stats() } as unknown as RTCPeerConnection;

  isEstablished = () => this.established;
  isEnded = () => this.ended;
  isOnHold = () => ({ local: this.held, remote: false });
  isMuted = () => ({ audio: this.muted });

  async #stats(): Promise<RTCStatsReport> {
    if (this.broken) throw new DOMException('closed', 'InvalidStateError');
    const { packets, lost } = this;
    const entries = [
      { id: 'i', type: 'inbound-rtp', kind: 'audio', packetsReceived: packets, packetsLost: lost },
      {
        id: 'm',
        type: 'media-source',
        kind: 'audio',
        totalAudioEnergy: packets,
        totalSamplesDuration: packets,
      },
    ];
    return new Map(entries.map((entry) => [entry.id, entry])) as unknown as RTCStatsReport;
  }
}

let world: FakePlatform;
let call: FakeCall;

beforeEach(() => {
  world = new FakePlatform();
  call = new FakeCall();
});

afterEach(() => world.release());

/** Lets seconds pass, in each of which so many packets come and so many are lost. */
async function pass(seconds: number, { packets = 50, lost = 0 } = {}): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    call.packets += packets;
    call.lost += lost;
    await world.advance(1000);
    await settle();
  }
}

function watch(): { monitor: QualityMonitor; told: string[]; warnings: QualityWarning[] } {
  const monitor = new QualityMonitor(call);
  const told: string[] = [];
  const warnings: QualityWarning[] = [];
  monitor.on('quality', ({ packets }) => told.push(String(packets)));
  monitor.on('qualitywarning', (warning) => warnings.push(warning));
  return { monitor, told, warnings };
}

test('a call is measured each second from its answer to its end', async () => {
  const { monitor, told } = watch();
  await pass(3);
  assert.deepEqual(told, [], 'it only rings');
  assert.equal(monitor.sample, null);
  call.emit('accepted');
  await settle();
  await pass(3);
  assert.deepEqual(told, ['50', '50', '50']);
  assert.equal(monitor.grade, 'excellent');
  call.emit('ended');
  await pass(3);
  assert.equal(told.length, 3);
  assert.equal(world.timerCount, 0);
});

test('a call that was answered before is measured from now on, one that is over not at all', async () => {
  call.established = true;
  const { told } = watch();
  await pass(2);
  assert.equal(told.length, 2);
  call.ended = true;
  const late = watch();
  await pass(2);
  assert.deepEqual(late.told, []);
});

test('lost packets are warned of, and that they are lost no more', async () => {
  call.established = true;
  const { monitor, warnings } = watch();
  await settle();
  await pass(2);
  await pass(4, { packets: 40, lost: 10 });
  assert.deepEqual(
    warnings.map(({ name, active }) => [name, active]),
    [
      ['mos', true],
      ['loss', true],
    ],
  );
  assert.deepEqual(monitor.warnings, ['mos', 'loss']);
  await pass(3);
  assert.deepEqual(monitor.warnings, []);
  assert.deepEqual(
    warnings.slice(2).map(({ name, active }) => [name, active]),
    [
      ['mos', false],
      ['loss', false],
    ],
  );
});

test('media that stop are told of within three seconds, but not while the call is held', async () => {
  call.established = true;
  const { warnings } = watch();
  await settle();
  await pass(2);
  call.held = true;
  await pass(6, { packets: 0 });
  assert.deepEqual(warnings, []);
  call.held = false;
  await pass(3, { packets: 0 });
  assert.ok(warnings.some(({ name, active }) => name === 'no-media' && active));
});

test('a muted microphone is not taken for a silent one', async () => {
  call.established = true;
  call.muted = true;
  const { monitor } = watch();
  await settle();
  await pass(2);
  assert.equal(monitor.sample?.localLevel, null);
  call.muted = false;
  await pass(1);
  assert.equal(monitor.sample?.localLevel, 0);
});

test('the summary says how the whole call was, after its end, too', async () => {
  call.established = true;
  const { monitor } = watch();
  await settle();
  await pass(1);
  await pass(1, { packets: 40, lost: 10 });
  call.emit('ended');
  assert.equal(monitor.summary.samples, 2);
  assert.deepEqual(monitor.summary.loss, { mean: 0.1, worst: 0.2 });
  assert.ok((monitor.summary.mos?.worst ?? 5) < (monitor.summary.mos?.mean ?? 0));
});

test('a browser that refuses statistics for a moment, or a call without media, breaks nothing', async () => {
  call.established = true;
  call.broken = true;
  const { told } = watch();
  await pass(2);
  call.broken = false;
  await pass(2);
  assert.equal(told.length, 1);
});

test('a monitor that was stopped measures no more', async () => {
  call.established = true;
  const { monitor, told } = watch();
  await settle();
  monitor.stop();
  await pass(2);
  assert.deepEqual(told, []);
  assert.equal(call.listenerCount('ended'), 0);
  assert.equal(world.timerCount, 0);
});
