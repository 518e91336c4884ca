import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { KeepAlive } from '../../src/transport/keep-alive.ts';
import { FakePlatform } from '../support/fake-platform.ts';

const PING = '\r\n\r\n';
const PONG = '\r\n';

let platform: FakePlatform;
let sent: { data: string; at: number }[];
let probes: number;
let deaths: number[];
let keepAlive: KeepAlive;
let begin: number;

beforeEach(() => {
  platform = new FakePlatform();
  begin = platform.now();
  sent = [];
  probes = 0;
  deaths = [];
  keepAlive = new KeepAlive({
    send: (data) => void sent.push({ data, at: platform.now() - begin }),
    probe: () => void (probes += 1),
    dead: () => void deaths.push(platform.now() - begin),
  });
});
afterEach(() => platform.release());

/** Lets time go by, while the server answers each ping at once. */
async function answering(ms: number): Promise<void> {
  for (let answered = 0, waited = 0; waited < ms; waited += 100) {
    await platform.advance(100);
    for (; answered < sent.length; answered += 1) keepAlive.received(PONG);
  }
}

test('a ping goes every 16 to 20 s, at random', async () => {
  await answering(400_000);
  const gaps = sent.map(({ at }, index) => at - (sent[index - 1]?.at ?? 0));
  assert.ok(sent.every(({ data }) => data === PING));
  assert.ok(Math.min(...gaps) >= 16_000 && Math.max(...gaps) <= 20_100, String(gaps));
  assert.ok(new Set(gaps).size > 5);
  assert.deepEqual(deaths, []);
});

test('a missing pong is death where this connection answered one before', async () => {
  await answering(25_000);
  await platform.advance(30_000);
  assert.equal(deaths.length, 1);
});

test('an idle connection that dies is noticed within 30 s', async () => {
  await answering(100_000);
  begin = platform.now();
  await platform.advance(60_000);
  assert.ok((deaths[0] ?? Infinity) <= 30_000, String(deaths));
});

test('where no pong ever came, the server is asked with a request, and any message is life', async () => {
  for (let round = 0; round < 40; round += 1) {
    await platform.advance(5_000);
    assert.equal(keepAlive.received('SIP/2.0 405 Method Not Allowed\r\n\r\n'), false);
  }
  assert.ok(probes >= 9);
  assert.deepEqual(deaths, []);
  await platform.advance(30_000);
  assert.equal(deaths.length, 1, 'and silence is death');
});

test('where pongs come, no request is sent', async () => {
  await answering(25_000);
  probes = 0;
  await answering(100_000);
  assert.equal(probes, 0);
});

test('Flow-Timer makes a missing pong death, and pings come at least so often', async () => {
  keepAlive.promised(10);
  await platform.advance(10_000);
  assert.equal(sent.length, 1);
  assert.equal(probes, 0);
  await platform.advance(8_000);
  assert.equal(deaths.length, 1);
});

test('a Flow-Timer of next to nothing does not make us flood the server, nor a long one silent', async () => {
  keepAlive.promised(0.001);
  await answering(100_000);
  assert.ok(sent.length <= 26, String(sent.length));
  sent.length = 0;
  keepAlive.promised(86_400);
  await answering(100_000);
  assert.ok(sent.length >= 4, String(sent.length));
});

test('a ping of the server is answered, and is no message', () => {
  assert.equal(keepAlive.received(PING), true);
  assert.deepEqual(
    sent.map(({ data }) => data),
    [PONG],
  );
});

test('in binary frames pings and pongs are the same', async () => {
  const octets = (text: string) => new TextEncoder().encode(text);
  assert.equal(keepAlive.received(octets(PING)), true);
  assert.equal(keepAlive.received(octets(PING).buffer), true);
  assert.deepEqual(
    sent.map(({ data }) => data),
    [PONG, PONG],
  );
  assert.equal(keepAlive.received(octets(PONG)), true);
  // This connection answers pings: from now on a missing pong is death, and no request is needed.
  await platform.advance(30_000);
  assert.equal(deaths.length, 1);
  assert.equal(probes, 0);
});

test('a pong is no message, and a message is no pong', async () => {
  assert.equal(keepAlive.received(PONG), true);
  assert.equal(keepAlive.received('OPTIONS sip:a@b SIP/2.0'), false);
  assert.equal(keepAlive.received(new Uint8Array([1, 2])), false);
  assert.deepEqual(sent, []);
});

test('a suspect connection has 4 s to answer, however often it is suspected', async () => {
  keepAlive.check(4_000);
  for (let second = 0; second < 4; second += 1) {
    await platform.advance(1_000);
    keepAlive.check(4_000);
  }
  assert.deepEqual(deaths, [4_000]);
});

test('where no pong ever came, a check of little time asks with a request while an answer can still come', async () => {
  keepAlive.check(400);
  await platform.advance(150);
  assert.equal(probes, 1);
  await platform.advance(400);
  assert.equal(deaths.length, 1);
});

test('after its end nothing runs', async () => {
  keepAlive.check(4_000);
  keepAlive.stop();
  sent.length = 0;
  keepAlive.check(4_000);
  keepAlive.promised(10);
  assert.equal(keepAlive.received(PONG), true);
  assert.equal(platform.timerCount, 0);
  await platform.advance(100_000);
  assert.deepEqual(sent, []);
  assert.deepEqual(deaths, []);
});
