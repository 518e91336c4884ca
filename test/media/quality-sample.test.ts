import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleOf, type SoundCounters } from '../../src/media/quality-sample.ts';
import { readSoundCounters } from '../../src/media/quality-stats.ts';

const START: SoundCounters = {
  at: 1000,
  codec: 'PCMU',
  packets: 100,
  lost: 2,
  discarded: 0,
  samples: 16_000,
  concealed: 0,
  bufferDelay: 800,
  buffered: 16_000,
  jitter: 0.004,
  roundTrip: 0.05,
  sentLoss: 0,
  remote: { energy: 1, duration: 2 },
  local: { energy: 1, duration: 2 },
};

/** One second later: 50 packets more, and what the test says. */
const later = (changes: Partial<SoundCounters> = {}): SoundCounters => ({
  ...START,
  at: 2000,
  packets: 150,
  samples: 24_000,
  buffered: 24_000,
  bufferDelay: 1200,
  remote: { energy: 1.01, duration: 3 },
  local: { energy: 1.01, duration: 3 },
  ...changes,
});

const BOTH = { remote: true, local: true };

test('a good second is told in the units of people: shares, milliseconds, decibels', () => {
  const sample = sampleOf(START, later(), BOTH);
  assert.equal(sample.packets, 50);
  assert.equal(sample.loss, 0);
  assert.equal(sample.jitter, 4);
  assert.equal(sample.roundTrip, 50);
  assert.equal(sample.concealed, 0);
  assert.ok(Math.abs((sample.remoteLevel ?? 0) - -20) < 0.01, String(sample.remoteLevel));
  assert.ok(Math.abs((sample.mos ?? 0) - 4.41) < 0.01, String(sample.mos));
});

test('what came too late counts as lost, and once only', () => {
  assert.equal(sampleOf(START, later({ packets: 140, lost: 12 }), BOTH).loss, 10 / 50);
  assert.equal(sampleOf(START, later({ discarded: 5 }), BOTH).loss, 5 / 50);
});

test('a packet that was counted as lost and came after all makes no negative loss', () => {
  assert.equal(sampleOf(START, later({ lost: 1 }), BOTH).loss, 0);
});

test('a new stream that counts from the start again spoils no second', () => {
  const sample = sampleOf(START, later({ packets: 10, samples: 100, lost: 0 }), BOTH);
  assert.equal(sample.loss, null);
  assert.equal(sample.concealed, null);
});

test('long round trips and full jitter buffers cost quality', () => {
  const far = sampleOf(START, later({ roundTrip: 0.6 }), BOTH);
  const slow = sampleOf(START, later({ bufferDelay: 800 + 0.3 * 8000 }), BOTH);
  for (const sample of [far, slow]) assert.ok((sample.mos ?? 5) < 4.1, String(sample.mos));
});

test('a second without packets is the worst there is; before the first packet it is unknown', () => {
  assert.equal(sampleOf(START, later({ packets: 100 }), BOTH).mos, 1);
  const none = { ...START, packets: 0, lost: 0 };
  assert.equal(sampleOf(none, { ...none, at: 2000 }, BOTH).mos, null);
  assert.equal(sampleOf(none, { ...none, at: 2000 }, BOTH).packets, 0);
});

test('what is held or muted is not measured', () => {
  const held = sampleOf(START, later({ packets: 100 }), { remote: false, local: false });
  assert.deepEqual(
    [held.mos, held.packets, held.loss, held.jitter, held.concealed, held.remoteLevel, held.localLevel],
    Array(7).fill(null),
  );
});

test('digital silence has a level, too', () => {
  assert.equal(sampleOf(START, later({ local: { energy: 1, duration: 3 } }), BOTH).localLevel, -120);
});

const report = (...entries: Record<string, unknown>[]) =>
  new Map(entries.map((entry) => [entry['id'], entry])) as unknown as RTCStatsReport;

test('the statistics of a browser are read, those of video left out', () => {
  const counters = readSoundCounters(
    report(
      { id: 'c', type: 'codec', mimeType: 'audio/opus' },
      {
        ...{ id: 'i', type: 'inbound-rtp', kind: 'audio', codecId: 'c', packetsReceived: 50, packetsLost: 1 },
        ...{ packetsDiscarded: 2, totalSamplesReceived: 48_000, concealedSamples: 960 },
        ...{ silentConcealedSamples: 480, jitterBufferDelay: 10, jitterBufferEmittedCount: 480 },
        ...{ jitter: 0.01, totalAudioEnergy: 0.5, totalSamplesDuration: 1 },
      },
      { id: 'v', type: 'inbound-rtp', kind: 'video', packetsReceived: 900, packetsLost: 90 },
      { id: 'r', type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.2, fractionLost: 0.1 },
      { id: 'p', type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.3 },
      { id: 'm', type: 'media-source', kind: 'audio', totalAudioEnergy: 0.1, totalSamplesDuration: 1 },
    ),
    7,
  );
  assert.deepEqual(counters, {
    ...{ at: 7, codec: 'opus', packets: 50, lost: 1, discarded: 2, samples: 48_000, concealed: 480 },
    ...{ bufferDelay: 10, buffered: 480, jitter: 0.01, roundTrip: 0.2, sentLoss: 0.1 },
    ...{ remote: { energy: 0.5, duration: 1 }, local: { energy: 0.1, duration: 1 } },
  });
});

test('a browser that counts less leaves less known, and the round trip of ICE helps out', () => {
  const counters = readSoundCounters(
    report(
      { id: 'i', type: 'inbound-rtp', kind: 'audio', packetsReceived: 5 },
      { id: 'p', type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.3 },
    ),
    7,
  );
  assert.equal(counters.roundTrip, 0.3);
  assert.deepEqual(
    [counters.codec, counters.concealed, counters.jitter, counters.remote, counters.local],
    Array(5).fill(undefined),
  );
  const sample = sampleOf({ ...counters, packets: 0 }, counters, BOTH);
  assert.deepEqual([sample.codec, sample.concealed, sample.remoteLevel], [null, null, null]);
  assert.ok(sample.mos);
});
