import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRateLimit } from '../../server/index.ts';

test('so many requests of one address are let through in a time, then it waits for the rest of it', () => {
  let now = 0;
  const limit = createRateLimit({
    requests: 2,
    seconds: 60,
    addressOf: (request) => request.headers.get('X-Address') ?? '',
    now: () => now,
  });
  const ask = (address: string) =>
    limit(new Request('https://shop.example/', { headers: { 'X-Address': address } }));
  assert.deepEqual([ask('a'), ask('a'), ask('a')], [0, 0, 60]);
  assert.equal(ask('b'), 0, 'another address');
  now = 59_001;
  assert.equal(ask('a'), 1);
  now = 60_000;
  assert.deepEqual([ask('a'), ask('a'), ask('a')], [0, 0, 60]);
});

test('many addresses do not fill the memory: the oldest is forgotten', () => {
  let next = 0;
  let address: string | null = null;
  const addressOf = () => address ?? String(next++);
  const limit = createRateLimit({ requests: 1, seconds: 3600, addressOf, now: () => 0 });
  const request = new Request('https://shop.example/');
  for (let count = 0; count <= 10_000; count++) limit(request);
  address = '1';
  assert.equal(limit(request), 3600, 'the second is remembered');
  address = '0';
  assert.equal(limit(request), 0, 'the first is not');
});
