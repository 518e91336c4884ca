// Calls in which the two see each other, from the beginning or for a while.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { settings } from '../../demo/kamailio/stack.ts';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { Phone } from './support/phone.ts';
import { useServers } from './support/servers.ts';
import { until } from './support/until.ts';

await useServers(['rtpengine', 'kamailio']);
const browsers = await useBrowsers();

const pairs: [BrowserName, BrowserName][] = [
  ['Chromium', 'Chromium'],
  ['Chromium', 'Firefox'],
  ['Firefox', 'Chromium'],
];
const withVideo = { mediaConstraints: { audio: true, video: true } };

/** Waits until 10 more pictures of the far end were decoded. */
async function sees(phone: Phone): Promise<void> {
  const before = await phone.do('frames');
  await until('pictures arrive', async () => (await phone.do('frames')) > before + 10);
}

/** Waits until a second goes by without a picture. */
async function seesNothing(phone: Phone): Promise<void> {
  await until('no picture arrives any more', async () => {
    const before = await phone.do('frames');
    await sleep(1_000);
    return (await phone.do('frames')) === before;
  });
}

async function open([first, second]: [BrowserName, BrowserName]): Promise<{ alice: Phone; bob: Phone }> {
  const [alice, bob] = await Promise.all([
    Phone.registered(browsers, first, 'alice'),
    Phone.registered(browsers, second, 'bob'),
  ]);
  return { alice, bob };
}

async function end(alice: Phone, bob: Phone): Promise<void> {
  await bob.do('terminate');
  const { originator, cause } = await alice.until('call:ended');
  assert.deepEqual([originator, cause], ['remote', 'Terminated']);
  await Promise.all([alice.close(), bob.close()]);
}

for (const pair of pairs) {
  const [first, second] = pair;

  test(`${first} calls ${second} with video, and both see and hear each other, also after a hold`, async () => {
    const { alice, bob } = await open(pair);
    await alice.dial('bob', withVideo);
    await bob.until('ua:newRTCSession');
    await bob.do('answer', withVideo);
    await Promise.all([alice.hears(), bob.hears(), sees(alice), sees(bob)]);
    await alice.do('hold');
    await bob.until('call:hold');
    // The one on hold sends nothing; what the holder may send is black.
    await seesNothing(alice);
    await until('the hold may end', () => alice.do('isReadyToReOffer'));
    await alice.do('unhold');
    await bob.until('call:unhold');
    await Promise.all([sees(alice), sees(bob)]);
    await end(alice, bob);
  });
}

for (const pair of pairs.slice(0, 2)) {
  const [first, second] = pair;

  test(`${first} adds its camera, then a screen, to a call of sound with ${second}, and takes them away again`, async () => {
    const { alice, bob } = await open(pair);
    await alice.do('dialWithDevices', `sip:bob@${settings.domain}`);
    await bob.until('ua:newRTCSession');
    await bob.do('answer');
    await Promise.all([alice.until('call:confirmed'), bob.until('call:confirmed')]);
    await Promise.all([alice.hears(), bob.hears()]);
    for (const source of ['camera', 'screen'] as const) {
      await alice.do('show', source);
      await sees(bob);
    }
    await alice.do('show', null);
    await seesNothing(bob);
    await alice.do('show', 'screen');
    await sees(bob);
    await alice.do('show', null);
    await seesNothing(bob);
    await Promise.all([alice, bob].map(async (one) => one.hears(30_000, await one.do('received'))));
    await end(alice, bob);
  });
}
