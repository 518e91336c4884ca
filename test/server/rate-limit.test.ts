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

test('whoever has a whole network of IPv6 addresses is one visitor, and an IPv4 address is one however it is written', () => {
  let address = '';
  const limit = createRateLimit({ requests: 1, seconds: 60, addressOf: () => address, now: () => 0 });
  const wait = (from: string) => ((address = from), limit(new Request('https://shop.example/')));
  assert.equal(wait('2001:db8:0:7::1'), 0);
  assert.equal(wait('2001:db8:0:7:aaaa:bbbb:cccc:dddd'), 60);
  assert.equal(wait('2001:0DB8:0:0007::2'), 60);
  assert.equal(wait('2001:db8::7:0:0:0:3'), 60);
  assert.equal(wait('2001:db8:0:8::1'), 0, 'the network beside it');
  assert.equal(wait('2001:db8::1'), 0);
  assert.equal(wait('2001:db8::2'), 60);
  assert.equal(wait('fe80::1%eth0'), 0);
  assert.equal(wait('fe80::2%eth0'), 60);
  assert.equal(wait('::1'), 0);
  assert.equal(wait('192.0.2.1'), 0);
  assert.equal(wait('::ffff:192.0.2.1'), 60);
  assert.equal(wait('::FFFF:192.0.2.2'), 0);
  assert.equal(wait('192.0.2.2'), 60);
  assert.equal(wait('a key that is no address'), 0);
  assert.equal(wait('a key that is no address'), 60);
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
