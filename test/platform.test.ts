import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { platform, systemPlatform, usePlatform } from '../src/platform.ts';

test('a time longer than timers know is waited for as long as they can, and not over at once', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  let over = false;
  const world = systemPlatform();
  const timer = world.setTimeout(() => (over = true), 2 ** 32 * 1000);
  mock.timers.tick(24 * 86_400_000);
  assert.equal(over, false);
  mock.timers.tick(86_400_000);
  assert.equal(over, true);
  world.clearTimeout(timer);
  world.clearTimeout(undefined);
  mock.timers.reset();
});

test('a world can be put in the place of the real one, and back', () => {
  const before = platform;
  const other = systemPlatform();
  assert.equal(usePlatform(other), before);
  assert.equal(platform, other);
  usePlatform(before);
  assert.equal(platform, before);
});

test('without a page there is no WebRTC, everything is visible, and nothing wakes', () => {
  const world = systemPlatform();
  assert.equal(world.RTCPeerConnection, undefined);
  assert.equal(world.MediaStream, undefined);
  assert.equal(world.mediaDevices, undefined);
  assert.equal(world.visible, true);
  world.onWake(() => assert.fail())();
  assert.equal(world.WebSocket, globalThis.WebSocket);
  assert.equal(world.randomBytes(5).length, 5);
  assert.ok(Math.abs(world.now() - Date.now()) < 1_000);
});

test('a page wakes when the network is back, when it is restored and when it becomes visible', (t) => {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
  Object.assign(globalThis, { window, document });
  t.after(() => {
    Reflect.deleteProperty(globalThis, 'window');
    Reflect.deleteProperty(globalThis, 'document');
  });
  const world = systemPlatform();
  assert.equal(world.visible, false);
  let woken = 0;
  const stop = world.onWake(() => (woken += 1));
  document.dispatchEvent(new Event('visibilitychange'));
  assert.equal(woken, 0, 'it was hidden');
  document.visibilityState = 'visible';
  assert.equal(world.visible, true);
  document.dispatchEvent(new Event('visibilitychange'));
  window.dispatchEvent(new Event('online'));
  window.dispatchEvent(new Event('pageshow'));
  assert.equal(woken, 3);
  stop();
  window.dispatchEvent(new Event('online'));
  document.dispatchEvent(new Event('visibilitychange'));
  assert.equal(woken, 3);
});
