// Every way in which a real browser withholds the microphone is told as what it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { type BrowserSetup, useBrowsers } from './support/browsers.ts';

const browsers = await useBrowsers();

async function ask(page: Page): Promise<string> {
  return page.evaluate(() => window.askForMicrophone());
}

const outcomes: [BrowserSetup, string][] = [
  ['Chromium', 'open'],
  ['Firefox', 'open'],
  ['Chromium without a microphone', 'microphone-missing'],
  ['Firefox that blocks', 'microphone-blocked'],
  ['Firefox without WebRTC', 'webrtc-unsupported'],
];

for (const [setup, outcome] of outcomes) {
  test(`${setup}: ${outcome}`, async () => {
    const page = await browsers.open(setup, 'microphone');
    assert.equal(await ask(page), outcome);
    await page.close();
  });
}

const permissions: ['prompt' | 'denied', string][] = [
  // Headless, the question is closed at once, as by a visitor who clicks it away.
  ['prompt', 'microphone-dismissed'],
  ['denied', 'microphone-blocked'],
];

for (const [setting, outcome] of permissions) {
  test(`Chromium that asks, permission "${setting}": ${outcome}`, async () => {
    const page = await browsers.open('Chromium that asks', 'microphone');
    const devtools = await page.createCDPSession();
    const { origin } = new URL(page.url());
    await devtools.send('Browser.setPermission', { permission: { name: 'microphone' }, setting, origin });
    assert.equal(await ask(page), outcome);
    await page.close();
  });
}

for (const setup of ['Chromium', 'Firefox'] satisfies BrowserSetup[]) {
  test(`${setup} on a page without https: page-insecure`, async () => {
    const page = await browsers.open(setup, 'microphone', { insecure: true });
    assert.equal(await ask(page), 'page-insecure');
    await page.close();
  });
}
