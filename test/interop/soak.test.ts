// Released is released: a thousand calls leave behind what the first of them leave, in a page and in Node.js.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import type { CDPSession, Page } from 'puppeteer-core';
import { Call } from '../../src/call/call.ts';
import { Dialog } from '../../src/dialog/dialog.ts';
import { OutgoingRequest } from '../../src/message/outgoing.ts';
import { NodeWebSocketInterface } from '../../src/node.ts';
import { CallLoop } from '../support/call-loop.ts';
import { CountingPlatform } from '../support/counting-platform.ts';
import { FakeMediaStream, FakePeerConnection, FakeTrack } from '../support/fake-webrtc.ts';
import { useBrowsers } from './support/browsers.ts';
import { webSocketUrls } from './support/kamailio.ts';

const domain = 'soak.example';
const password = 'secret';
/** A page may connect to Kamailio's address only; the demo's server is there in its place. */
const url = `${webSocketUrls.ws}/sip`;
/** In octets: 1 KB for each of the 700 calls. What is kept of a call is more; what the runtimes need varies by half of it. */
const HEAP_NOISE = 700_000;

const browsers = await useBrowsers();
const accounts = { alice: password, bob: password };
const server = new Worker(new URL('support/sip-server-thread.ts', import.meta.url), {
  workerData: { port: Number(new URL(url).port), domain, accounts },
});
after(() => server.terminate());
await once(server, 'message');

/** What calls have left behind. */
interface Left {
  /** Octets in use after a collection of garbage. */
  heap: number;
  /** What must be the same after more calls, to the last one. */
  exactly: object;
}

function assertNoGrowth(context: TestContext, before: Left, now: Left): void {
  assert.deepEqual(now.exactly, before.exactly);
  const grown = now.heap - before.heap;
  context.diagnostic(`${Math.round(grown / 1000)} KB`);
  assert.ok(grown < HEAP_NOISE, `the heap has grown by ${grown} octets`);
}

// First, while no browser is driven from this program.
test('100 calls at a time, ten times over, leave in Node.js what the first 300 leave', async (context) => {
  // What the compilers make of hot code lies in the heap too: megabytes, which come and go.
  for (const flag of ['--no-opt', '--no-maglev', '--no-sparkplug', '--no-flush-bytecode', '--expose-gc']) {
    setFlagsFromString(flag);
  }
  const collectGarbage = runInNewContext('gc') as () => void;
  const platform = new CountingPlatform({
    RTCPeerConnection: PeerConnection as unknown as typeof RTCPeerConnection,
    MediaStream: FakeMediaStream as unknown as typeof MediaStream,
    mediaDevices: { getUserMedia } as unknown as MediaDevices,
  });
  const sockets = [new NodeWebSocketInterface(url), new NodeWebSocketInterface(url)] as const;
  const loop = await CallLoop.open({ sockets, domain, password });
  const callHundredAtATime = async (rounds: number): Promise<Left> => {
    for (let round = 0; round < rounds; round++) {
      await Promise.all(Array.from({ length: 100 }, () => loop.call()));
      await loop.settled();
      platform.skip(FORGOTTEN_MS);
    }
    // Again and again: what Node.js itself holds of frames and promises goes a part at a time.
    for (let collection = 0; collection < 4; collection++) {
      await sleep(50);
      collectGarbage();
    }
    const counted = [Call, Dialog, OutgoingRequest, FakePeerConnection, FakeTrack];
    const objects = counted.map((type) => [type.name, queryObjects(type, { format: 'count' })]);
    const held = { ...loop.held, timers: platform.timers };
    return { heap: process.memoryUsage().heapUsed, exactly: { objects, held } };
  };
  const before = await callHundredAtATime(3);
  const now = await callHundredAtATime(7);
  loop.stop();
  assertNoGrowth(context, before, now);
});

/** A call by itself mostly waits: so many at a time take half as long. More take no less, for then the processor is busy. */
const LANES = 5;

test('1,000 calls leave in a page what the first 300 leave, which are made one after another', async (context) => {
  const page = await browsers.open('Chromium', 'soak');
  context.after(() => page.close());
  const devtools = await page.createCDPSession();
  await devtools.send('Performance.enable');
  await page.evaluate((...account) => window.soak.start(...account), url, domain, password);
  const call = async (hundreds: number, lanes: number) => {
    for (let hundred = 0; hundred < hundreds; hundred++) {
      await page.evaluate((times, abreast) => window.soak.call(times, abreast), 100, lanes);
      // Chromium makes 500 peer connections between two collections of garbage, and no more.
      await devtools.send('HeapProfiler.collectGarbage');
    }
    return leftIn(page, devtools);
  };
  // The first calls also warm up the compiler.
  assertNoGrowth(context, await call(3, 1), await call(7, LANES));
});

async function leftIn(page: Page, devtools: CDPSession): Promise<Left> {
  const objects: Record<string, number> = {};
  const prototypes = await page.evaluateHandle(() => window.soak.prototypes);
  for (const [name, prototype] of await prototypes.getProperties()) {
    const found = await page.queryObjects(prototype);
    objects[name] = await found.evaluate((all) => (all as object[]).length);
    await found.dispose();
  }
  await prototypes.dispose();
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? NaN;
  const held = await page.evaluate(() => window.soak.held());
  return {
    heap: metric('JSHeapUsedSize'),
    exactly: { objects, held, listeners: metric('JSEventListeners') },
  };
}

/** Longer than SIP remembers anything of a call: 64*T1 and as long again. */
const FORGOTTEN_MS = 70_000;

/** One that has gathered as soon as it is asked. */
class PeerConnection extends FakePeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration, [{ afterMs: 0, candidate: null }]);
  }
}

async function getUserMedia(): Promise<FakeMediaStream> {
  return new FakeMediaStream([new FakeTrack('audio')]);
}
