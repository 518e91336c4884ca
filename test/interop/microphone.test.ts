// Every way in which a real browser withholds the microphone, or the whole call, is told the visitor as what it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import en from '../../components/locales/en.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { type BrowserSetup, useBrowsers } from './support/browsers.ts';
import { webSocketUrls } from './support/kamailio.ts';
import { useServers } from './support/servers.ts';

await useServers(['rtpengine', 'kamailio']);
const browsers = await useBrowsers();

/** Opens a page with a call button that would reach someone who only rings. */
async function buttonIn(setup: BrowserSetup, options: { insecure?: boolean } = {}): Promise<Page> {
  const page = await browsers.open(setup, 'elements', options);
  const account = `server="${webSocketUrls.ws}" uri="sip:alice@sip.test" password="pass-alice"`;
  const markup = `<sip-call-button ${account} target="slow"></sip-call-button>`;
  await page.evaluate((html) => window.elements.show(html), markup);
  return page;
}

async function click(page: Page): Promise<void> {
  await page.click('sip-call-button >>> [part=button]');
}

async function untilState(page: Page, state: string): Promise<void> {
  await page.evaluate((wanted) => window.elements.untilState(wanted), state);
}

async function assertSays(page: Page, code: ErrorCode): Promise<void> {
  await page.waitForFunction((sentence) => window.elements.text().includes(sentence), {}, en.errors[code]);
}

for (const setup of ['Chromium', 'Firefox'] satisfies BrowserSetup[]) {
  test(`${setup} with a microphone: it rings`, async () => {
    const page = await buttonIn(setup);
    await click(page);
    await untilState(page, 'ringing');
    await page.evaluate(() => window.elements.hangUp());
    await page.close();
  });

  test(`${setup} on a page without https says so before any click`, async () => {
    const page = await buttonIn(setup, { insecure: true });
    await untilState(page, 'unsupported');
    await assertSays(page, 'page-insecure');
    await page.close();
  });
}

test('Firefox without WebRTC says so before any click', async () => {
  const page = await buttonIn('Firefox without WebRTC');
  await untilState(page, 'unsupported');
  await assertSays(page, 'webrtc-unsupported');
  await page.close();
});

test('Firefox that asks: the button says that the microphone must be allowed, for as long as it is asked', async () => {
  const page = await buttonIn('Firefox that asks');
  await click(page);
  await untilState(page, 'permission');
  assert.ok((await page.evaluate(() => window.elements.text())).includes(en.states.permission));
  await page.close();
});

const refusals: [BrowserSetup, ErrorCode][] = [
  ['Chromium without a microphone', 'microphone-missing'],
  ['Firefox that blocks', 'microphone-blocked'],
];

for (const [setup, code] of refusals) {
  test(`${setup}: a click fails, and the button says ${code}`, async () => {
    const page = await buttonIn(setup);
    await click(page);
    await untilState(page, 'failed');
    await assertSays(page, code);
    await page.close();
  });
}

const permissions: ['prompt' | 'denied', ErrorCode][] = [
  // Headless, the question is closed at once, as by a visitor who clicks it away.
  ['prompt', 'microphone-dismissed'],
  ['denied', 'microphone-blocked'],
];

for (const [setting, code] of permissions) {
  test(`Chromium that asks, permission "${setting}": a click fails, and the button says ${code}`, async () => {
    const page = await buttonIn('Chromium that asks');
    const devtools = await page.createCDPSession();
    const { origin } = new URL(page.url());
    await devtools.send('Browser.setPermission', { permission: { name: 'microphone' }, setting, origin });
    await click(page);
    await untilState(page, 'failed');
    await assertSays(page, code);
    await page.close();
  });
}
