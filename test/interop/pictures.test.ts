// A phone in a page that begins a call with sound alone, and shows camera and screen in it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { Element } from './support/element.ts';
import { untilBindings } from './support/kamailio.ts';
import { Phone } from './support/phone.ts';
import { useServers } from './support/servers.ts';
import { until } from './support/until.ts';

await useServers(['rtpengine', 'kamailio']);
const browsers = await useBrowsers();

/** Waits until 10 more pictures of the far end were decoded. */
async function sees(phone: Phone): Promise<void> {
  const before = await phone.do('frames');
  await until('pictures arrive', async () => (await phone.do('frames')) > before + 10);
}

for (const name of ['Chromium', 'Firefox'] satisfies BrowserName[]) {
  test(`${name}: a call of sound shows pictures${name === 'Chromium' ? ' of camera and screen' : ''} for a while, and goes on`, async () => {
    const bob = await Phone.registered(browsers, 'Chromium', 'bob');
    const alice = await Element.open(browsers, name, 'sip-phone', 'bob');
    const { page } = alice;
    await untilBindings('alice', 1);
    await page.evaluate(() => window.elements.call());
    await bob.until('ua:newRTCSession');
    await bob.do('answer');
    await alice.until('connected');
    await bob.until('call:confirmed');
    // A call of sound has no buttons for pictures unless the page wants video.
    await page.evaluate(() => document.querySelector('sip-phone')?.setAttribute('video', ''));
    const untilShown = (source: 'camera' | 'screen' | null) =>
      until(`shown: ${source}`, () =>
        page.evaluate((wanted) => {
          const { active } = document.querySelector('sip-phone')?.snapshot ?? {};
          return active?.media.localVideo === wanted && active.problem === null;
        }, source),
      );
    const press = (button: string) => page.locator(`sip-phone >>> ${button} >>> button`).click();
    await press('sip-camera-button');
    await untilShown('camera');
    await sees(bob);
    // Firefox without a screen has none to share.
    if (name === 'Chromium') {
      await press('sip-screen-button');
      await untilShown('screen');
      await sees(bob);
      await press('sip-screen-button');
      await untilShown('camera');
      await sees(bob);
    }
    await press('sip-camera-button');
    await untilShown(null);
    await until('no picture arrives any more', async () => {
      const before = await bob.do('frames');
      await sleep(500);
      return (await bob.do('frames')) === before;
    });
    await bob.hears();
    await page.evaluate(() => window.elements.hangUp());
    assert.equal((await bob.until('call:ended')).originator, 'remote');
    await alice.close();
    await bob.close();
  });
}
