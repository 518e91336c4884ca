import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gradeOf, mosOf, mosOfRating, ratingOf, type Transmission } from '../../src/media/mos.ts';

const near = (actual: number, expected: number, within: number, what: string) =>
  assert.ok(Math.abs(actual - expected) <= within, `${what}: ${actual.toFixed(3)} is not ${expected}`);

const quiet = { loss: 0, delay: 0 };

test('R becomes the scores of the table in G.107 annex B', () => {
  const table = [
    [90, 4.34],
    [80, 4.03],
    [70, 3.6],
    [60, 3.1],
    [50, 2.58],
    [0, 1],
    [100, 4.5],
    [120, 4.5],
    [-20, 1],
  ] as const;
  for (const [rating, mos] of table) near(mosOfRating(rating), mos, 0.01, `R ${rating}`);
});

test('G.711 without loss has R 93.2 and a score of 4.41, as G.107 gives it for all its defaults', () => {
  for (const codec of ['PCMU', 'pcma']) {
    near(ratingOf({ codec, ...quiet }), 93.2, 0.001, codec);
    near(mosOf({ codec, ...quiet }), 4.41, 0.01, codec);
  }
});

test('loss costs each codec what its Ie and Bpl of G.113 say', () => {
  // R by hand: 93.2 − Ie − (95 − Ie) · Ppl / (Ppl + Bpl), then G.107 annex B.
  const published: [Partial<Transmission>, number, number][] = [
    [{ codec: 'PCMU', loss: 0.01 }, 89.56, 4.33],
    [{ codec: 'PCMU', loss: 0.02 }, 86.19, 4.24],
    [{ codec: 'PCMU', loss: 0.03 }, 83.06, 4.14],
    [{ codec: 'PCMU', loss: 0.05 }, 77.42, 3.92],
    [{ codec: 'PCMA', loss: 0.1 }, 66.13, 3.41],
    [{ codec: 'G729', loss: 0 }, 82.2, 4.11],
    [{ codec: 'G729', loss: 0.01 }, 78.0, 3.95],
    [{ codec: 'G729', loss: 0.03 }, 70.75, 3.63],
    [{ codec: 'G729', loss: 0.05 }, 64.7, 3.34],
  ];
  for (const [given, rating, mos] of published) {
    const transmission = { codec: '', ...quiet, ...given };
    near(ratingOf(transmission), rating, 0.05, JSON.stringify(given));
    near(mosOf(transmission), mos, 0.02, JSON.stringify(given));
  }
});

test('wideband codecs have the scale of G.107.1: R 129 without any loss, and 13 less for G.722', () => {
  near(ratingOf({ codec: 'opus', ...quiet }), 100, 0.001, 'opus');
  near(mosOf({ codec: 'opus', ...quiet }), 4.5, 0.001, 'opus');
  near(ratingOf({ codec: 'G722', ...quiet }), 116 / 1.29, 0.001, 'G.722');
  near(mosOf({ codec: 'G722', ...quiet }), 4.34, 0.03, 'G.722');
});

test('losses that come together cost more than random ones', () => {
  const random = mosOf({ codec: 'PCMU', delay: 0, loss: 0.05 });
  assert.ok(mosOf({ codec: 'PCMU', delay: 0, loss: 0.05, burstRatio: 2 }) < random - 0.05);
});

test('delay costs nothing up to 100 ms, and then what Idd of G.107 says', () => {
  const idd = (delay: number) => 93.2 - ratingOf({ codec: 'PCMU', loss: 0, delay });
  near(idd(0), 0, 0.001, '0 ms');
  near(idd(100), 0, 0.001, '100 ms');
  near(idd(200), 3.04, 0.02, '200 ms');
  near(idd(300), 14.8, 0.1, '300 ms');
  near(idd(400), 23.5, 0.6, '400 ms');
});

test('the score falls with loss and with delay, never rises, and stays between 1 and 4.5', () => {
  for (const codec of ['opus', 'G722', 'PCMU', 'G729', 'unheard-of']) {
    let before = 4.5;
    for (let percent = 0; percent <= 100; percent++) {
      const mos = mosOf({ codec, loss: percent / 100, delay: percent * 20 });
      assert.ok(mos >= 1 && mos <= before, `${codec} ${percent} %: ${mos} after ${before}`);
      before = mos;
    }
  }
});

test('a codec that nobody knows is taken for G.711', () => {
  assert.equal(mosOf({ codec: 'x-new', ...quiet }), mosOf({ codec: 'PCMU', ...quiet }));
});

test('the grades are those of G.109 and leave no gap', () => {
  const graded = Array.from({ length: 4501 }, (_, step) => gradeOf(step / 1000));
  const order = ['bad', 'poor', 'fair', 'good', 'excellent'];
  assert.deepEqual([...new Set(graded)], order);
  for (const [rating, grade] of [
    [90, 'excellent'],
    [89.9, 'good'],
    [80, 'good'],
    [79.9, 'fair'],
    [70, 'fair'],
    [69.9, 'poor'],
    [60, 'poor'],
    [59.9, 'bad'],
  ] as const)
    assert.equal(gradeOf(mosOfRating(rating)), grade, `R ${rating}`);
});
