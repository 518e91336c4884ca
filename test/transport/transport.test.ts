import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Socket, WeightedSocket } from '../../src/transport/socket.ts';
import { Transport } from '../../src/transport/transport.ts';
import { FakePlatform } from '../support/fake-platform.ts';
import { FakeSocket } from '../support/scripted-peer.ts';

let platform: FakePlatform;
let events: string[];
let received: unknown[];
let probes: number;
let inCall: boolean;

beforeEach(() => {
  platform = new FakePlatform();
  events = [];
  received = [];
  probes = 0;
  inCall = false;
});
afterEach(() => platform.release());

const hostOf = (socket: Socket) => new URL(socket.url).hostname.split('.')[0] ?? '';

function transportOver(sockets: (Socket | WeightedSocket)[], bounds = { min: 2, max: 30 }): Transport {
  const weighted = sockets.map((entry) => ('socket' in entry ? entry : { socket: entry }));
  return new Transport(weighted, bounds, {
    connecting: (socket, attempts) => events.push(`connecting ${hostOf(socket)} ${attempts}`),
    connected: (socket) => events.push(`connected ${hostOf(socket)}`),
    disconnected: (socket, error, code) => events.push(`disconnected ${hostOf(socket)} ${error} ${code}`),
    received: (data) => received.push(data),
    probe: () => (probes += 1),
    inCall: () => inCall,
  });
}

/** When attempts began, in ms from now on. */
async function attemptsWithin(socket: FakeSocket, ms: number): Promise<number[]> {
  const begin = platform.now();
  const times: number[] = [];
  const connect = socket.connect.bind(socket);
  socket.connect = () => {
    times.push(platform.now() - begin);
    connect();
  };
  await platform.advance(ms);
  return times;
}

test('it connects, says so, and carries messages both ways', async () => {
  const socket = new FakeSocket('one.example.com');
  const transport = transportOver([socket]);
  assert.equal(transport.send('early'), false);
  transport.start();
  assert.equal(transport.isConnected(), false);
  await platform.advance(1);
  assert.ok(transport.isConnected());
  assert.ok(transport.send('hello'));
  socket.ondata?.('hi');
  assert.deepEqual(socket.sent, ['hello']);
  assert.deepEqual(received, ['hi']);
  assert.deepEqual(events, ['connecting one 0', 'connected one']);
  assert.equal(transport.url, socket.url);
  assert.equal(transport.sip_uri, socket.sip_uri);
  assert.equal(transport.via_transport, 'WS');
  assert.equal(transport.socket, socket);
});

test('starting twice is starting once', async () => {
  const socket = new FakeSocket();
  const transport = transportOver([socket]);
  transport.start();
  transport.start();
  await platform.advance(1);
  transport.start();
  assert.equal(socket.connects, 1);
});

test('after a loss it connects again at once', async () => {
  const socket = new FakeSocket('one.example.com');
  transportOver([socket]).start();
  await platform.advance(1);
  events.length = 0;
  socket.lose();
  await platform.advance(0);
  assert.deepEqual(events, ['disconnected one true 1006', 'connecting one 1', 'connected one']);
});

test('a connection that the server closes in good order is made again, too', async () => {
  const socket = new FakeSocket('one.example.com');
  transportOver([socket]).start();
  await platform.advance(1);
  socket.ondisconnect?.(false, 1001, 'going away');
  await platform.advance(1);
  assert.deepEqual(events.slice(2), ['disconnected one false 1001', 'connecting one 1', 'connected one']);
});

test('attempts are no more than 2 s apart in the first 30 s while the page is visible, then back off', async () => {
  const socket = new FakeSocket();
  transportOver([socket], { min: 10, max: 60 }).start();
  await platform.advance(1);
  socket.behaviour = 'refuse';
  socket.lose();
  const times = await attemptsWithin(socket, 600_000);
  assert.equal(times[0], 0);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const early = gaps.filter((_, index) => (times[index] ?? 0) < 30_000);
  const late = gaps.filter((_, index) => (times[index] ?? 0) >= 30_000);
  assert.ok(early.length >= 15 && Math.max(...early) <= 2_000, String(early));
  assert.ok(late.length > 5 && Math.min(...late) >= 10_000 && Math.max(...late) <= 60_000, String(late));
});

test('the same holds for a call in a hidden page, and not for a hidden page without one', async () => {
  for (const calling of [true, false]) {
    const socket = new FakeSocket();
    const transport = transportOver([socket], { min: 10, max: 60 });
    platform.visible = false;
    inCall = calling;
    socket.behaviour = 'refuse';
    transport.start();
    const times = await attemptsWithin(socket, 30_000);
    assert.ok(calling ? times.length >= 14 : times.length <= 4, `${calling}: ${times}`);
    transport.stop();
  }
});

test('it tries for ever, and is there when the server is', async () => {
  const socket = new FakeSocket();
  const transport = transportOver([socket]);
  socket.behaviour = 'refuse';
  transport.start();
  await platform.advance(24 * 3_600_000);
  assert.ok(socket.connects > 1_000);
  socket.behaviour = 'accept';
  await platform.advance(30_000);
  assert.ok(transport.isConnected());
});

test('the count of attempts begins anew with each connection', async () => {
  const socket = new FakeSocket('one.example.com');
  socket.behaviour = 'refuse';
  transportOver([socket]).start();
  await platform.advance(3_000);
  socket.behaviour = 'accept';
  await platform.advance(3_000);
  socket.lose();
  await platform.advance(1);
  const attempts = events.filter((event) => event.startsWith('connecting')).map((event) => event.slice(-1));
  assert.deepEqual(attempts.slice(0, 2), ['0', '1']);
  assert.equal(attempts.at(-1), '1');
});

test('an attempt that hangs is given up after a bounded time', async () => {
  platform.visible = false;
  const socket = new FakeSocket('one.example.com');
  socket.behaviour = 'hang';
  const transport = transportOver([socket]);
  transport.start();
  await platform.advance(7_999);
  assert.deepEqual(events, ['connecting one 0']);
  socket.behaviour = 'accept';
  await platform.advance(10);
  assert.deepEqual(events.slice(1), ['disconnected one true 1006', 'connecting one 1', 'connected one']);
  assert.ok(transport.isConnected());
});

test('an attempt that hangs is given up sooner while somebody waits', async () => {
  const socket = new FakeSocket('one.example.com');
  socket.behaviour = 'hang';
  transportOver([socket]).start();
  await platform.advance(3_999);
  assert.equal(socket.connects, 1);
  await platform.advance(10);
  assert.equal(socket.connects, 2);
});

test('an attempt that began on the network of before is made anew when the network comes back', async () => {
  const socket = new FakeSocket('one.example.com');
  socket.behaviour = 'hang';
  const transport = transportOver([socket]);
  transport.start();
  await platform.advance(500);
  platform.wake();
  assert.equal(socket.connects, 1, 'a new one is given its time');
  await platform.advance(1_000);
  socket.behaviour = 'accept';
  platform.wake();
  await platform.advance(0);
  assert.ok(transport.isConnected());
  assert.equal(socket.connects, 2);
});

test('the network or the page coming back ends the pause at once', async () => {
  const socket = new FakeSocket();
  platform.visible = false;
  socket.behaviour = 'refuse';
  const transport = transportOver([socket], { min: 60, max: 600 });
  transport.start();
  await platform.advance(1_000);
  const before = socket.connects;
  socket.behaviour = 'accept';
  platform.wake();
  await platform.advance(0);
  assert.equal(socket.connects, before + 1);
  assert.ok(transport.isConnected());
});

test('the network coming back makes a connection prove that it lives, within 5 s', async () => {
  const socket = new FakeSocket('one.example.com');
  transportOver([socket]).start();
  await platform.advance(30_000);
  assert.ok(socket.pings >= 1);
  socket.answersPings = false;
  events.length = 0;
  const pings = socket.pings;
  platform.wake();
  assert.equal(socket.pings, pings + 1);
  await platform.advance(5_000);
  assert.deepEqual(events, ['disconnected one true 1006', 'connecting one 1', 'connected one']);
});

/** A server that takes each connection and closes it at once. */
function closingAtOnce(socket: FakeSocket): FakeSocket {
  const connect = socket.connect.bind(socket);
  socket.connect = () => {
    connect();
    platform.setTimeout(() => socket.lose(), 10);
  };
  return socket;
}

test('a server that takes each connection and closes it at once is left alone more and more', async () => {
  const socket = closingAtOnce(new FakeSocket());
  transportOver([socket], { min: 10, max: 60 }).start();
  const times = await attemptsWithin(socket, 600_000);
  assert.equal(times[0], 10, 'the first time it may be chance');
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  assert.ok(Math.min(...gaps) >= 1_000, String(gaps));
  const late = gaps.filter((_, index) => (times[index] ?? 0) >= 30_100);
  assert.ok(late.length > 5 && Math.min(...late) >= 10_000, String(late));
});

test('the next server is tried after one that takes connections and closes them at once', async () => {
  const best = closingAtOnce(new FakeSocket('best.example.com'));
  const other = new FakeSocket('other.example.com');
  const transport = transportOver([{ socket: best, weight: 1 }, other]);
  transport.start();
  await platform.advance(100);
  assert.equal(transport.socket, other);
  assert.ok(transport.isConnected());
  await platform.advance(60_000);
  assert.equal(best.connects, 2);
  other.behaviour = 'refuse';
  other.lose();
  await platform.advance(0);
  assert.equal(transport.socket, best, 'after a connection that lasted all servers are new again');
});

test('the next server is tried after one that takes connections and never says a word', async () => {
  const best = new FakeSocket('best.example.com');
  const other = new FakeSocket('other.example.com');
  best.answersPings = false;
  const transport = transportOver([{ socket: best, weight: 1 }, other]);
  transport.start();
  await platform.advance(70_000);
  assert.equal(transport.socket, other);
  await platform.advance(600_000);
  assert.equal(best.connects, 2);
  assert.ok(transport.isConnected());
});

test('several servers that all close at once are not tried in a circle without a pause', async () => {
  const sockets = ['a', 'b', 'c'].map((name) => closingAtOnce(new FakeSocket(`${name}.example.com`)));
  transportOver(sockets, { min: 10, max: 60 }).start();
  await platform.advance(600_000);
  const connects = sockets.reduce((sum, socket) => sum + socket.connects, 0);
  assert.ok(connects < 200, String(connects));
});

test('a socket that cannot send is lost at once, and is connected again', async () => {
  const socket = new FakeSocket('one.example.com');
  const transport = transportOver([socket]);
  transport.start();
  await platform.advance(3_000);
  // A WebSocket that the server has closed, before its event comes.
  socket.open = false;
  events.length = 0;
  assert.ok(!transport.send('hello'));
  assert.deepEqual(events, ['disconnected one true 1006']);
  assert.ok(!transport.isConnected());
  await platform.advance(1);
  assert.ok(transport.send('hello'));
  assert.deepEqual(socket.sent, ['hello']);
});

test('servers are tried by weight, the next one at once, and after all of them the best one again', async () => {
  const [low, high, middle] = ['low', 'high', 'middle'].map((name) => new FakeSocket(`${name}.example.com`));
  assert.ok(low && high && middle);
  for (const socket of [low, high, middle]) socket.behaviour = 'refuse';
  transportOver([
    { socket: low, weight: 1 },
    { socket: high, weight: 10 },
    { socket: middle, weight: 5 },
  ]).start();
  await platform.advance(0);
  const tried = () =>
    events.filter((event) => event.startsWith('connecting')).map((event) => event.split(' ')[1]);
  assert.deepEqual(tried(), ['high', 'middle', 'low']);
  high.behaviour = 'accept';
  await platform.advance(2_000);
  assert.deepEqual(tried(), ['high', 'middle', 'low', 'high']);
});

test('a lost server is tried first again, the next one if it stays away', async () => {
  const [best, other] = ['best', 'other'].map((name) => new FakeSocket(`${name}.example.com`));
  assert.ok(best && other);
  const transport = transportOver([{ socket: best, weight: 1 }, other]);
  transport.start();
  await platform.advance(1);
  assert.equal(transport.socket, best);
  best.lose();
  await platform.advance(0);
  assert.equal(transport.socket, best);
  best.behaviour = 'refuse';
  best.lose();
  await platform.advance(0);
  assert.equal(transport.socket, other);
  assert.ok(transport.isConnected());
});

test('servers of one weight are chosen at random', () => {
  const counts = new Map<string, number>();
  for (let draw = 0; draw < 300; draw += 1) {
    const transport = transportOver(['a', 'b', 'c'].map((name) => new FakeSocket(`${name}.example.com`)));
    counts.set(transport.url, (counts.get(transport.url) ?? 0) + 1);
  }
  assert.equal(counts.size, 3);
  for (const count of counts.values()) assert.ok(count > 60, String([...counts]));
});

test('stop() closes the connection and lets nothing run', async () => {
  const socket = new FakeSocket('one.example.com');
  const transport = transportOver([socket]);
  transport.start();
  await platform.advance(1);
  const { ondata } = socket;
  transport.stop();
  assert.equal(socket.open, false);
  assert.deepEqual(events.slice(2), ['disconnected one false undefined']);
  assert.equal(platform.timerCount, 0);
  assert.equal(platform.wakeListenerCount, 0);
  assert.equal(socket.ondata, undefined);
  assert.ok(ondata);
  platform.wake();
  transport.wake();
  transport.stop();
  await platform.advance(3_600_000);
  assert.equal(socket.connects, 1);
  assert.equal(events.length, 3);
  assert.equal(transport.send('late'), false);
});

test('stop() in a pause or in an attempt ends those, and start() begins anew', async () => {
  const socket = new FakeSocket('one.example.com');
  const transport = transportOver([socket]);
  for (const behaviour of ['refuse', 'hang'] as const) {
    socket.behaviour = behaviour;
    transport.start();
    await platform.advance(5_000);
    transport.stop();
    assert.equal(platform.timerCount, 0);
    await platform.advance(60_000);
    assert.ok(!transport.isConnected());
  }
  socket.behaviour = 'accept';
  events.length = 0;
  transport.start();
  await platform.advance(1);
  assert.deepEqual(events, ['connecting one 0', 'connected one']);
});

test('a listener of "connecting" may stop the transport, or start it anew', async () => {
  const socket = new FakeSocket();
  let again = false;
  let connecting = 0;
  const transport: Transport = new Transport(
    [{ socket }],
    { min: 2, max: 30 },
    {
      connecting: () => {
        connecting += 1;
        if (connecting > 1) return;
        transport.stop();
        if (again) transport.start();
      },
      connected() {},
      disconnected() {},
      received() {},
      probe() {},
      inCall: () => false,
    },
  );
  transport.start();
  await platform.advance(10_000);
  assert.equal(socket.connects, 0);
  assert.equal(platform.timerCount, 0);
  again = true;
  connecting = 0;
  transport.start();
  await platform.advance(10_000);
  assert.equal(socket.connects, 1);
  assert.ok(transport.isConnected());
});

test('a socket whose methods are async works', async () => {
  const inner = new FakeSocket('one.example.com');
  const socket: Socket = {
    via_transport: 'WS',
    url: inner.url,
    sip_uri: inner.sip_uri,
    connect: async () => {
      inner.onconnect = () => socket.onconnect?.();
      inner.ondisconnect = (...args) => socket.ondisconnect?.(...args);
      inner.connect();
    },
    disconnect: async () => inner.disconnect(),
    send: async (data) => inner.send(data),
  };
  const transport = transportOver([socket]);
  transport.start();
  await platform.advance(1);
  assert.ok(transport.send('hello'));
  assert.deepEqual(inner.sent, ['hello']);
  inner.open = false;
  assert.ok(transport.send('nobody hears this'));
  await platform.advance(1);
  assert.equal(events[2], 'disconnected one true 1006', 'what it could not send shows that it is dead');
  transport.stop();
});

test('a socket that throws or rejects is a connection that failed, and no uncaught error', async () => {
  const broken: ((...args: unknown[]) => never | Promise<never>)[] = [
    () => {
      throw new Error('broken');
    },
    () => Promise.reject(new Error('broken')),
  ];
  for (const fail of broken) {
    const socket = new FakeSocket('one.example.com');
    const works = { connect: socket.connect.bind(socket) };
    events.length = 0;
    Object.assign(socket, { connect: fail, disconnect: fail });
    const transport = transportOver([socket]);
    transport.start();
    await platform.advance(1);
    assert.deepEqual(events.slice(0, 2), ['connecting one 0', 'disconnected one true 1006']);
    Object.assign(socket, works);
    await platform.advance(4_000);
    assert.ok(transport.isConnected());
    events.length = 0;
    Object.assign(socket, { send: fail });
    transport.send('hello');
    await platform.advance(1);
    assert.equal(events[0], 'disconnected one true 1006');
    transport.stop();
  }
});

test('a message that an async socket could not send does not cost the connection after it', async () => {
  const socket = new FakeSocket('one.example.com');
  const transport = transportOver([socket]);
  transport.start();
  await platform.advance(1);
  let fail: ((sent: boolean) => void) | undefined;
  const send = socket.send.bind(socket);
  Object.assign(socket, { send: () => new Promise<boolean>((resolve) => (fail = resolve)) });
  transport.send('hello');
  socket.lose();
  Object.assign(socket, { send });
  await platform.advance(1);
  events.length = 0;
  fail?.(false);
  await platform.advance(1);
  assert.deepEqual(events, []);
  assert.ok(transport.isConnected());
});
