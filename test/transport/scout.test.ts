import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { checkWithScout } from '../../src/transport/scout.ts';
import type { Socket } from '../../src/transport/socket.ts';
import { Transport } from '../../src/transport/transport.ts';
import { WebSocketInterface } from '../../src/transport/websocket-interface.ts';
import { FakePlatform } from '../support/fake-platform.ts';
import { FakeWebSocket } from '../support/fake-web-socket.ts';
import { FakeSocket } from '../support/scripted-peer.ts';

const PING = '\r\n\r\n';
const PONG = '\r\n';

let platform: FakePlatform;
let transport: Transport;
let lostAfter: number[];
let began: number;
const { opened } = FakeWebSocket;

beforeEach(() => {
  platform = new FakePlatform();
  Object.defineProperty(platform, 'WebSocket', { value: FakeWebSocket });
  opened.length = 0;
  lostAfter = [];
});
afterEach(() => {
  transport.stop();
  assert.equal(platform.timerCount, 0);
  platform.release();
});

/** Connects; what is suspect is so from now on. */
async function connectOver(socket: Socket): Promise<void> {
  transport = new Transport(
    [{ socket }],
    { min: 2, max: 30 },
    {
      connecting() {},
      connected() {},
      disconnected: () => lostAfter.push(platform.now() - began),
      received() {},
      probe() {},
      inCall: () => true,
    },
  );
  transport.start();
  opened[0]?.open();
  await platform.advance(1);
  assert.ok(transport.isConnected());
  began = platform.now();
}

const overWebSocket = () => connectOver(new WebSocketInterface('wss://server.example.com/ws'));

/** Checks the connection; gives it, and the scout. */
function check(): [FakeWebSocket, FakeWebSocket] {
  checkWithScout(transport);
  const [connection, scout] = opened;
  assert.ok(connection && scout, 'a scout was sent');
  return [connection, scout];
}

test('a connection is lost that says nothing in twice the time in which another one opens beside it', async () => {
  await overWebSocket();
  const [connection, scout] = check();
  assert.deepEqual(connection.sent, [PING]);
  assert.equal(scout.protocol, 'sip');
  await platform.advance(150);
  scout.open();
  assert.ok(scout.closed, 'it is no connection of ours');
  await platform.advance(299);
  assert.deepEqual(lostAfter, []);
  await platform.advance(1);
  assert.deepEqual(lostAfter, [450]);
});

test('on a fast link the server has a fifth of a second all the same', async () => {
  await overWebSocket();
  const [, scout] = check();
  await platform.advance(5);
  scout.open();
  await platform.advance(1_000);
  assert.deepEqual(lostAfter, [205]);
});

test('on a link of long ways a connection is not lost that only takes its time', async () => {
  await overWebSocket();
  const [connection, scout] = check();
  await platform.advance(1_100);
  connection.onmessage?.({ data: PONG });
  await platform.advance(1_100);
  scout.open();
  await platform.advance(1_100);
  connection.onmessage?.({ data: PONG });
  await platform.advance(10_000);
  assert.deepEqual(lostAfter, []);
});

test('where another one cannot be opened either, the connection has 4 s, and nothing is left of the scout', async () => {
  await overWebSocket();
  const [, scout] = check();
  await platform.advance(5_000);
  assert.deepEqual(lostAfter, [4_000]);
  assert.ok(scout.closed);
});

test('where another one is refused, the connection has 800 ms', async () => {
  await overWebSocket();
  const [, scout] = check();
  await platform.advance(10);
  scout.onclose?.({ wasClean: false, code: 1006, reason: '' });
  await platform.advance(2_000);
  assert.deepEqual(lostAfter, [810]);
});

test('several calls that suspect a connection at once send one scout', async () => {
  await overWebSocket();
  const [, scout] = check();
  check();
  assert.equal(opened.length, 2);
  scout.open();
  check();
  assert.equal(opened.length, 3, 'the next suspicion sends another');
  await platform.advance(4_000);
});

test("a socket of the application's own has 800 ms", async () => {
  const socket = new FakeSocket();
  await connectOver(socket);
  socket.frozen = true;
  checkWithScout(transport);
  await platform.advance(2_000);
  assert.equal(lostAfter[0], 800);
});

test('while there is no connection none is checked', async () => {
  await overWebSocket();
  transport.stop();
  checkWithScout(transport);
  assert.equal(opened.length, 1);
});
