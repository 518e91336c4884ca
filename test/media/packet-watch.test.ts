import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newestPacket, PacketWatch } from '../../src/media/packet-watch.ts';

/** Looks every quarter of a second at a stream whose packets come while `sends` says so. Returns what was new, and when. */
function watch(sends: (ms: number) => boolean, expected: (ms: number) => boolean = () => true): string[] {
  const packets = new PacketWatch();
  const news: string[] = [];
  let newest = 0;
  for (let ms = 0; ms <= 5_000; ms += 250) {
    if (sends(ms)) newest = ms + 1;
    const one = packets.look(newest, ms, expected(ms));
    if (one) news.push(`${one} ${ms}`);
  }
  return news;
}

test('packets that stop are noticed within a second, and once', () => {
  assert.deepEqual(
    watch((ms) => ms <= 1_000),
    ['silence 1750'],
  );
});

test('packets that come again are noticed at once', () => {
  assert.deepEqual(
    watch((ms) => ms <= 1_000 || ms >= 3_000),
    ['silence 1750', 'sound 3000'],
  );
});

test('a gap of half a second is none', () => {
  assert.deepEqual(
    watch((ms) => ms % 750 === 0),
    [],
  );
});

test('who never sent anything is not silent', () => {
  assert.deepEqual(
    watch(() => false),
    [],
  );
});

test('while somebody holds nothing is missed, nor before the first packet after it', () => {
  assert.deepEqual(
    watch(
      (ms) => ms < 1_000 || ms >= 4_000,
      (ms) => ms < 1_000 || ms >= 2_000,
    ),
    [],
  );
});

test('a hold ends a silence: nothing is expected any more', () => {
  assert.deepEqual(
    watch(
      (ms) => ms < 1_000,
      (ms) => ms < 3_000,
    ),
    ['silence 1500', 'sound 3000'],
  );
});

test('a packet that was heard before is no new one, though the browser forgot it for a while', () => {
  const packets = new PacketWatch();
  packets.look(100, 100, true);
  packets.look(0, 400, true);
  packets.look(100, 650, true);
  assert.equal(packets.look(100, 700, true), 'silence');
});

test('the newest packet is that of all receivers, and zero where none came', () => {
  const receiver = (...timestamps: number[]) => ({
    getSynchronizationSources: () => timestamps.map((timestamp) => ({ timestamp })),
  });
  const connection = (...receivers: object[]) =>
    ({ getReceivers: () => receivers }) as unknown as RTCPeerConnection;
  assert.equal(newestPacket(connection(receiver(1, 7), receiver(3))), 7);
  assert.equal(newestPacket(connection(receiver(), {})), 0);
  assert.equal(newestPacket(connection()), 0);
});
