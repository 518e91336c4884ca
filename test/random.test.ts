import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { platform, systemPlatform, usePlatform, type Platform } from '../src/platform.ts';
import { randomFraction, randomToken, randomUUID } from '../src/random.ts';

const system = platform;
afterEach(() => usePlatform(system));

/** Random octets that are given one after another, again and again. */
function useOctets(...octets: number[]): void {
  let next = 0;
  const randomBytes = (length: number) =>
    Uint8Array.from({ length }, () => octets[next++ % octets.length] ?? 0);
  usePlatform({ ...systemPlatform(), randomBytes } as Platform);
}

test('a token has the length that was asked for, and holds letters and digits', () => {
  for (const length of [0, 1, 10, 22, 100])
    assert.match(randomToken(length), new RegExp(`^[a-z0-9]{${length}}$`));
});

test('each character of a token is as likely as any other', () => {
  const counts = new Map<string, number>();
  for (const character of Array.from({ length: 72 }, () => randomToken(1_000)).join('')) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  assert.equal(counts.size, 36);
  // 2,000 are expected of each; 300 is more than six times the standard deviation.
  for (const [character, count] of counts) assert.ok(Math.abs(count - 2_000) < 300, `${character}: ${count}`);
});

test('octets that would make some characters likelier are drawn again', () => {
  useOctets(255, 252, 0, 251);
  assert.equal(randomToken(4), 'a9a9');
});

test('tokens and UUIDs do not repeat', () => {
  assert.equal(new Set(Array.from({ length: 1_000 }, () => randomToken(10))).size, 1_000);
  assert.equal(new Set(Array.from({ length: 1_000 }, () => randomUUID())).size, 1_000);
});

test('a fraction is at least 0, less than 1, and spread evenly', () => {
  const draws = Array.from({ length: 20_000 }, randomFraction);
  assert.ok(draws.every((draw) => draw >= 0 && draw < 1));
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const count = draws.filter((draw) => Math.floor(draw * 10) === tenth).length;
    assert.ok(Math.abs(count - 2_000) < 300, `${tenth}: ${count}`);
  }
  useOctets(255);
  assert.ok(randomFraction() < 1);
  useOctets(0);
  assert.equal(randomFraction(), 0);
});

test('a UUID has version 4 and the variant of RFC 9562', () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  for (let draw = 0; draw < 100; draw += 1) assert.match(randomUUID(), form);
  useOctets(0);
  assert.equal(randomUUID(), '00000000-0000-4000-8000-000000000000');
  useOctets(255);
  assert.equal(randomUUID(), 'ffffffff-ffff-4fff-bfff-ffffffffffff');
});
