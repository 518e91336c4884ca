// `npm start`, as one person alone would try it: call from the shop, answer at the desk, in one window.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HTTPRequest, Page } from 'puppeteer-core';
import type { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import en from '../../components/locales/en.ts';
import { AUDIBLE } from '../support/audio.ts';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { useDemo } from './support/demo.ts';
import { until } from './support/until.ts';

const url = await useDemo();
const browsers = await useBrowsers();

const opened: Page[] = [];
// Also where a test fails: of two tabs with the desk's phone only one would ring.
afterEach(() => Promise.all(opened.splice(0).map((page) => page.close())));

async function blank(name: BrowserName): Promise<Page> {
  const page = await browsers.blank(name);
  opened.push(page);
  return page;
}

/** The demo's page with the desk's phone ready for calls. */
async function openDemo(name: BrowserName): Promise<Page> {
  const page = await blank(name);
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
  });

  for (const [who, panel] of [
    ['the shop', '#call'],
    ['the desk', '#agent'],
  ] as const) {
    test(`${name}: ${who} hangs up, and the call ends on both sides`, async () => {
      const page = await openDemo(name);
      await callFromShop(page);
      // Both at once: the end of a call is shown for five seconds.
      await Promise.all([
        page.waitForSelector('#call[state=ended]'),
        page.waitForSelector('#agent[state=ended]'),
        page.locator(`${panel} >>> sip-hangup-button >>> button`).click(),
      ]);
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
  });
}

/** The demo, of which the browser gets the code of a call only when the test lets it. */
async function openWithoutCode(): Promise<{ page: Page; give: (give: boolean) => void }> {
  const page = await openDemo('Chromium');
  const waiting: HTTPRequest[] = [];
  let answer: ((request: HTTPRequest) => void) | null = null;
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (!request.url().includes('private-phone')) void request.continue();
    else if (answer) answer(request);
    else waiting.push(request);
  });
  const give = (give: boolean) => {
    answer = (request) => void (give ? request.continue() : request.abort());
    waiting.splice(0).forEach(answer);
  };
  return { page, give };
}

test('Chromium: a call whose code does not come says so at the click, not before, and the next click tries again', async () => {
  const { page, give } = await openWithoutCode();
  give(false);
  const told = page.evaluate(
    () => new Promise((resolve) => addEventListener('sip-error', ({ code }) => resolve(code))),
  );
  const failed = new Promise((resolve) => page.once('requestfailed', resolve));
  await page.hover('#call >>> [part=button]');
  await failed;
  assert.equal(await page.$eval('#call', (button) => button.getAttribute('state')), 'idle');
  await page.locator('#call >>> [part=button]').click();
  await page.waitForSelector('#call[state=failed]');
  assert.equal(await told, 'code-missing');
  const seen = await page.$eval('#call >>> [part=message]', (message) => message.textContent);
  const said = await page.$eval('#call >>> [role=alert]', (region) => region.textContent);
  assert.deepEqual([seen, said], [en.errors['code-missing'], en.errors['code-missing']]);
  assert.ok(await page.$eval('#call > a', (fallback) => fallback.checkVisibility()));
  give(true);
  await page.locator('#call >>> [part=button]').click();
  await page.waitForSelector('#call[state=ringing]');
});

test('Chromium: a click shows at once that it was heard, and two clicks are one call, however slow the network', async () => {
  const { page, give } = await openWithoutCode();
  await page.click('#call >>> [part=button]', { count: 2 });
  await page.waitForSelector('#call[state=loading] >>> [part=says]');
  give(true);
  await page.waitForSelector('#agent[state=ringing]');
  assert.equal(await page.$eval('#agent', (phone) => (phone as SipPhone).calls.length), 1);
});

test('Chromium: a button that has left the page before its code came calls nobody', async () => {
  const { page, give } = await openWithoutCode();
  await page.click('#call >>> [part=button]');
  await page.evaluate(async () => {
    const button = document.querySelector('#call')!;
    button.remove();
    await new Promise((resolve) => button.addEventListener('sip-state-change', resolve));
  });
  const came = page.waitForResponse((response) => response.url().includes('private-phone'));
  give(true);
  await came;
  // Long enough for a call to ring at the desk.
  await sleep(1_000);
  assert.equal(await page.$eval('#agent', (phone) => phone.getAttribute('state')), 'idle');
});

test('Chromium: nothing moves in the page when the script of the elements comes', async () => {
  const page = await blank('Chromium');
  await page.setViewport({ width: 1280, height: 900 });
  const places = () =>
    page.$$eval('h1, h2, p, a, label, sip-call-button, sip-phone, sip-level', (elements) =>
      elements
        // The fallback of a button is gone once there is a button.
        .filter((element) => !element.parentElement?.matches('sip-call-button'))
        .map((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return [element.localName, ...[x, y, width, height].map(Math.round)].join(' ');
        }),
    );
  await page.setJavaScriptEnabled(false);
  await page.goto(url);
  const before = await places();
  await page.setJavaScriptEnabled(true);
  await page.goto(url);
  await page.waitForSelector('#agent:state(registered)');
  assert.deepEqual(await places(), before);
});
