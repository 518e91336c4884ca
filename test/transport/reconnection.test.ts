import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reconnectionDelay } from '../../src/transport/reconnection.ts';
import { FakePlatform } from '../support/fake-platform.ts';

const BOUNDS = { min: 2, max: 30 };
const LONG_AGO = 60_000;

/** The shortest and the longest of many draws, in ms. */
function range(draw: () => number): [least: number, most: number] {
  const platform = new FakePlatform();
  const draws = Array.from({ length: 2_000 }, draw);
  platform.release();
  return [Math.min(...draws), Math.max(...draws)];
}

function assertWithin([least, most]: [number, number], from: number, to: number): void {
  assert.ok(least >= from && most <= to, `${least} … ${most} is not within ${from} … ${to}`);
  assert.ok(most - least >= (to - from) * 0.9, `${least} … ${most} is less than ${from} … ${to}`);
}

test('the first attempt follows at once, whoever waits', () => {
  assert.equal(reconnectionDelay(1, 0, true, BOUNDS), 0);
  assert.equal(reconnectionDelay(1, 0, false, BOUNDS), 0);
});

test('the pause doubles from the lower bound to the upper one, and its jitter stays within them', () => {
  const steps: [attempt: number, from: number, to: number][] = [
    [2, 2_000, 4_000],
    [3, 4_000, 8_000],
    [4, 8_000, 16_000],
    [5, 15_000, 30_000],
    [6, 15_000, 30_000],
    [1_000, 15_000, 30_000],
  ];
  for (const [attempt, from, to] of steps) {
    assertWithin(
      range(() => reconnectionDelay(attempt, LONG_AGO, true, BOUNDS)),
      from,
      to,
    );
  }
});

test('no two attempts are more than 2 s apart in the first 30 s while somebody waits, whatever the bounds say', () => {
  for (const attempt of [2, 3, 10]) {
    for (const bounds of [BOUNDS, { min: 20, max: 60 }]) {
      assertWithin(
        range(() => reconnectionDelay(attempt, 29_999, true, bounds)),
        1_000,
        2_000,
      );
      const [least] = range(() => reconnectionDelay(attempt, 30_000, true, bounds));
      assert.ok(least >= bounds.min * 1000);
    }
  }
});

test('where nobody waits, the bounds hold from the beginning', () => {
  const [least, most] = range(() => reconnectionDelay(2, 0, false, { min: 20, max: 60 }));
  assert.ok(least >= 20_000 && most <= 60_000);
});

test('a lower bound above the upper one leaves the upper one', () => {
  const [least, most] = range(() => reconnectionDelay(5, LONG_AGO, false, { min: 60, max: 10 }));
  assert.ok(least === 10_000 && most === 10_000);
});
