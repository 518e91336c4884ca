import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QualitySample } from '../../src/media/quality-sample.ts';
import { addSample, NO_TOTALS, summarize } from '../../src/media/quality-summary.ts';
import {
  gradeOfMoment,
  NO_HISTORY,
  remember,
  type QualityWarningName,
} from '../../src/media/quality-warnings.ts';

const GOOD: QualitySample = {
  ...{ at: 0, mos: 4.4, codec: 'opus', packets: 50, loss: 0, sentLoss: 0, jitter: 2, roundTrip: 40 },
  ...{ concealed: 0, remoteLevel: -30, localLevel: -30 },
};

/** What changed at each sample: `+name` began, `-name` ended. */
function changesOf(samples: Partial<QualitySample>[]): string[] {
  let history = NO_HISTORY;
  return samples.map((sample) => {
    history = remember(history, { ...GOOD, ...sample });
    return history.changes.map(({ name, active }) => `${active ? '+' : '-'}${name}`).join(' ');
  });
}

/** A bad value, one between the limits, and a good one, for each warning. */
const VALUES: [QualityWarningName, Partial<QualitySample>, Partial<QualitySample> | null][] = [
  ['mos', { mos: 3.5 }, { mos: 3.7 }],
  ['loss', { loss: 0.04 }, { loss: 0.02 }],
  ['sent-loss', { sentLoss: 0.04 }, { sentLoss: 0.02 }],
  ['jitter', { jitter: 31 }, { jitter: 25 }],
  ['round-trip', { roundTrip: 401 }, { roundTrip: 350 }],
  ['concealment', { concealed: 0.06 }, { concealed: 0.03 }],
  ['no-media', { packets: 0 }, null],
];

for (const [name, bad, between] of VALUES) {
  test(`${name} begins at the third bad sample of five`, () => {
    assert.deepEqual(changesOf([bad, {}, bad, {}, bad]), ['', '', '', '', `+${name}`]);
    assert.deepEqual(changesOf([bad, {}, bad, {}, {}, bad, {}, {}]), Array(8).fill(''));
  });

  if (between) {
    test(`${name} ends after three good samples, and nothing between the limits begins or ends it`, () => {
      assert.deepEqual(changesOf(Array(10).fill(between)), Array(10).fill(''));
      assert.deepEqual(changesOf([bad, bad, bad, between, between, between, between]), [
        ...['', '', `+${name}`, '', '', '', ''],
      ]);
      assert.deepEqual(changesOf([bad, bad, bad, {}, {}, between, {}, {}, {}]), [
        ...['', '', `+${name}`, '', '', '', '', '', `-${name}`],
      ]);
    });
  }
}

test('"no media" ends after two seconds with packets, and single packets do not make it come and go', () => {
  const none = { packets: 0 };
  assert.deepEqual(changesOf([none, none, none, none, {}, {}, {}]), [
    ...['', '', '+no-media', '', '', '-no-media', ''],
  ]);
  assert.deepEqual(changesOf([none, none, none, {}, none, {}, none]), ['', '', '+no-media', '', '', '', '']);
});

for (const [name, silent] of [
  ['remote-silent', { remoteLevel: -120 }],
  ['microphone-silent', { localLevel: -120 }],
] as const) {
  test(`${name} begins after ten silent seconds, for people pause, and ends with the first sound`, () => {
    assert.deepEqual(changesOf([...Array(9).fill(silent), {}, silent]), Array(11).fill(''));
    const changes = changesOf([...Array(10).fill(silent), silent, {}]);
    assert.deepEqual(changes, [...Array(9).fill(''), `+${name}`, '', `-${name}`]);
  });
}

test('a call on hold has nothing to warn of, and what was wrong is over', () => {
  const held = { mos: null, packets: null, loss: null, remoteLevel: null, localLevel: null };
  const none = { packets: 0 };
  assert.equal(changesOf([none, none, none, held, held]).at(-1), '-no-media');
  assert.deepEqual(changesOf(Array(12).fill(held)), Array(12).fill(''));
});

test('a warning says what was measured and what the limit is', () => {
  let history = NO_HISTORY;
  for (const loss of [0.1, 0.2, 0.3]) history = remember(history, { ...GOOD, loss });
  assert.deepEqual(history.changes, [{ name: 'loss', active: true, value: 0.3, limit: 0.03 }]);
  assert.deepEqual(history.warnings, ['loss']);
});

test('several warnings begin and end each by itself', () => {
  const both = { loss: 0.1, jitter: 50 };
  const changes = changesOf([both, both, both, { jitter: 50 }, { jitter: 50 }, { jitter: 50 }, {}, {}, {}]);
  assert.deepEqual(changes, ['', '', '+loss +jitter', '', '', '-loss', '', '', '-jitter']);
});

test('the grade of the moment is that of the last five seconds', () => {
  const after = (...scores: (number | null)[]) =>
    gradeOfMoment(scores.reduce((history, mos) => remember(history, { ...GOOD, mos }), NO_HISTORY));
  assert.equal(after(), null);
  assert.equal(after(null), null);
  assert.equal(after(4.4, 4.4, 4.4, 4.4, 1), 'fair');
  assert.equal(after(1, 1, 1, 1, 1), 'bad');
  assert.equal(after(1, 1, 4.4, 4.4, 4.4, 4.4, 4.4), 'excellent');
});

test('the summary of a call has means and worst values, and skips what was not measured', () => {
  const samples: Partial<QualitySample>[] = [
    { mos: 4, loss: 0, jitter: 10, roundTrip: 100 },
    { mos: 2, loss: 0.2, jitter: 30, roundTrip: 300 },
    { mos: null, loss: null, jitter: null, roundTrip: null },
  ];
  const totals = samples.reduce((sum, sample) => addSample(sum, { ...GOOD, ...sample }), NO_TOTALS);
  assert.deepEqual(summarize(totals), {
    samples: 3,
    mos: { mean: 3, worst: 2 },
    loss: { mean: 0.1, worst: 0.2 },
    jitter: { mean: 20, worst: 30 },
    roundTrip: { mean: 200, worst: 300 },
  });
  assert.deepEqual(summarize(NO_TOTALS), {
    samples: 0,
    mos: null,
    loss: null,
    jitter: null,
    roundTrip: null,
  });
});
