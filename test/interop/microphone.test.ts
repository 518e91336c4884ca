// Every way in which a real browser withholds the microphone, or the whole call, is told the visitor as what it is.
import { test } from 'node:test';
import en from '../../components/locales/en.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { type BrowserSetup, type OpenOptions, useBrowsers } from './support/browsers.ts';
import { Element } from './support/element.ts';
import { useServers } from './support/servers.ts';

await useServers(['rtpengine', 'kamailio']);
const browsers = await useBrowsers();

/** Opens a page with a call button that would reach someone who only rings. */
async function buttonIn(setup: BrowserSetup, options?: OpenOptions): Promise<Element> {
  return Element.open(browsers, setup, 'sip-call-button', 'slow', options);
}

for (const setup of ['Chromium', 'Firefox'] satisfies BrowserSetup[]) {
  test(`${setup} with a microphone: it rings`, async () => {
    const button = await buttonIn(setup);
    await button.click();
    await button.until('ringing');
    await button.page.evaluate(() => window.elements.hangUp());
    await button.close();
  });

  test(`${setup} on a page without https says so before any click`, async () => {
    const button = await buttonIn(setup, { insecure: true });
    await button.until('unsupported');
    await button.untilSays(en.errors['page-insecure']);
    await button.close();
  });
}

test('Firefox without WebRTC says so before any click', async () => {
  const button = await buttonIn('Firefox without WebRTC');
  await button.until('unsupported');
  await button.untilSays(en.errors['webrtc-unsupported']);
  await button.close();
});

test('Chromium on a page whose policy forbids the microphone: a click fails, and the button says so', async () => {
  const button = await buttonIn('Chromium', { permissionsPolicy: 'microphone=()' });
  await button.click();
  await button.until('failed');
  await button.untilSays(en.errors['microphone-policy']);
  await button.close();
});

test('Firefox that asks: the button says that the microphone must be allowed, for as long as it is asked', async () => {
  const button = await buttonIn('Firefox that asks');
  await button.click();
  await button.until('permission');
  await button.untilSays(en.states.permission);
  await button.close();
});

const refusals: [BrowserSetup, ErrorCode][] = [
  ['Chromium without a microphone', 'microphone-missing'],
  ['Firefox that blocks', 'microphone-blocked'],
];

for (const [setup, code] of refusals) {
  test(`${setup}: a click fails, and the button says ${code}`, async () => {
    const button = await buttonIn(setup);
    await button.click();
    await button.until('failed');
    await button.untilSays(en.errors[code]);
    await button.close();
  });
}

const permissions: ['prompt' | 'denied', ErrorCode][] = [
  // Headless, the question is closed at once, as by a visitor who clicks it away.
  ['prompt', 'microphone-dismissed'],
  ['denied', 'microphone-blocked'],
];

for (const [setting, code] of permissions) {
  test(`Chromium that asks, permission "${setting}": a click fails, and the button says ${code}`, async () => {
    const button = await buttonIn('Chromium that asks');
    const devtools = await button.page.createCDPSession();
    const { origin } = new URL(button.page.url());
    await devtools.send('Browser.setPermission', { permission: { name: 'microphone' }, setting, origin });
    await button.click();
    await button.until('failed');
    await button.untilSays(en.errors[code]);
    await button.close();
  });
}
