// `npm start`, as one person alone would try it: call from the shop, answer at the desk, in one window.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import en from '../../components/locales/en.ts';
import { AUDIBLE } from '../support/audio.ts';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { useDemo } from './support/demo.ts';
import { until } from './support/until.ts';

const url = await useDemo();
const browsers = await useBrowsers();

/** The demo's page with the desk's phone ready for calls. */
async function openDemo(name: BrowserName): Promise<Page> {
  const page = await browsers.blank(name);
  await page.evaluateOnNewDocument(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective), true);
  });
  // Shop and desk side by side.
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(url);
  await page.waitForSelector('#agent:state(registered)');
  return page;
}

/** Packets and energy that have arrived at one side of the page. */
async function received(page: Page, side: '#call' | '#agent'): Promise<{ packets: number; energy: number }> {
  return page.evaluate(async (selector) => {
    const element = document.querySelector<HTMLElementTagNameMap['sip-call-button' | 'sip-phone']>(selector);
    const stats = await element?.activeCall?.session?.connection?.getStats();
    const inbound = [...(stats?.values() ?? [])].find(
      ({ type, kind }) => type === 'inbound-rtp' && kind === 'audio',
    );
    return { packets: inbound?.packetsReceived ?? 0, energy: inbound?.totalAudioEnergy ?? 0 };
  }, side);
}

/** The desk's voice comes from an AudioContext, which Firefox does not start on a machine without a sound device. */
function isMute(name: BrowserName, side: '#call' | '#agent'): boolean {
  return name === 'Firefox' && side === '#call';
}

async function callFromShop(page: Page): Promise<void> {
  await page.locator('#call >>> [part=button]').click();
  await page.locator('#agent >>> sip-answer-button >>> button').click();
  await page.waitForSelector('#agent[state=connected]');
  await page.waitForSelector('#call[state=connected]');
}

for (const name of ['Chromium', 'Firefox'] satisfies BrowserName[]) {
  test(`${name}: a click on the shop's button rings at the desk, a click answers, and both sides hear`, async () => {
    const page = await openDemo(name);
    await callFromShop(page);
    // Chromium counts as energy only what its loudspeaker plays, and the desk's is off at first.
    await page.locator('#loudspeaker').click();
    for (const side of ['#call', '#agent'] as const) {
      await until(`${side} hears`, async () => {
        const { packets, energy } = await received(page, side);
        return packets > 0 && (energy > AUDIBLE || isMute(name, side));
      });
    }
    assert.deepEqual(await page.evaluate('violations'), []);
    await page.close();
  });

  for (const [who, panel] of [
    ['the shop', '#call'],
    ['the desk', '#agent'],
  ] as const) {
    test(`${name}: ${who} hangs up, and the call ends on both sides`, async () => {
      const page = await openDemo(name);
      await callFromShop(page);
      await page.locator(`${panel} >>> sip-hangup-button >>> button`).click();
      await page.waitForSelector('#call[state=ended]');
      await page.waitForSelector('#agent[state=ended]');
      await page.close();
    });
  }

  test(`${name}: the shop's other button says that nobody has this number`, async () => {
    const page = await openDemo(name);
    await page.locator('#wrong >>> [part=button]').click();
    await page.waitForSelector('#wrong[state=failed]');
    const sentence = await page.waitForSelector('#wrong >>> sip-error >>> [part=text]');
    assert.equal(
      await sentence?.evaluate((element) => element.textContent?.trim()),
      en.errors['call-not-found'],
    );
    await page.close();
  });
}
