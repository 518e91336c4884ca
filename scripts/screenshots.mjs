/**
 * Makes the pictures in docs/images/ anew, from the real demo in Debian's Chromium: `node scripts/screenshots.mjs`,
 * under the Node.js of node_modules. Each picture at 1280 and at 360 CSS pixels.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';
import { chromiumOptions } from '../test/support/browser-launch.ts';

const root = new URL('..', import.meta.url).pathname;
const images = `${root}docs/images`;
const sizes = [
  { name: 'wide', width: 1280, height: 780 },
  { name: 'narrow', width: 360, height: 780 },
];

/** Starts the demo; returns its URL and how to stop it. */
async function startDemo() {
  const demo = spawn(process.execPath, ['demo/server/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: demo.stdout })) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url) return { url, stop: () => demo.kill() };
  }
  throw new Error('The demo did not start.');
}

/** Waits until an element of the page has a state. */
async function untilState(page, selector, ...states) {
  await page.waitForFunction(
    (wanted, among) => among.includes(document.querySelector(wanted)?.getAttribute('state')),
    { timeout: 10_000 },
    selector,
    states,
  );
}

const press = (page, selector) => page.locator(selector).click();

/** One picture after the other, as a person would go through the page. */
async function walk(page, picture) {
  await page.waitForFunction(() => document.querySelector('#agent')?.matches(':state(registered)'));
  await picture('rest');
  await press(page, '#call >>> [part=button]');
  await untilState(page, '#call', 'ringing');
  await picture('ringing', '#agent');
  await press(page, '#agent >>> sip-answer-button >>> button');
  await untilState(page, '#call', 'connected');
  // The quality of a call is known after some seconds; the levels need a moment of speech.
  await page.locator('#call >>> sip-quality >>> [part=bars]').setTimeout(15_000).wait();
  await page.waitForFunction(
    () => {
      const track = document.querySelector('sip-level').shadowRoot.querySelector('[part=track]');
      return Number(track.getAttribute('aria-valuenow')) > 40;
    },
    { polling: 'raf' },
  );
  await picture('call', '#agent');
  await press(page, '#call >>> sip-hangup-button >>> button');
  await untilState(page, '#call', 'ended');
  await untilState(page, '#agent', 'ended');
  await picture('ended', '#agent');
  await untilState(page, '#call', 'idle');
  await press(page, '#wrong >>> [part=button]');
  await untilState(page, '#wrong', 'failed');
  await picture('failed');
}

/** All pictures of one size; those that show another part of a narrow page get a second one of it. */
async function takeAll(browser, url, { name, width, height }) {
  const page = await browser.newPage();
  await page.setViewport({
    width,
    height,
    deviceScaleFactor: 2,
    hasTouch: width < 500,
    isMobile: width < 500,
  });
  await page.goto(url);
  await walk(page, async (what, other) => {
    await page.evaluate(() => document.fonts.ready);
    await page.mouse.move(0, 0);
    await page.screenshot({ path: `${images}/${what}-${name}.png` });
    if (!other || width > 500) return;
    const top = await page.evaluate(() => window.scrollY);
    await page.$eval(other, (element) => element.scrollIntoView({ block: 'start' }));
    await page.screenshot({ path: `${images}/${what}-${name}-agent.png` });
    await page.evaluate((y) => window.scrollTo(0, y), top);
  });
  await page.close();
}

mkdirSync(images, { recursive: true });
const demo = await startDemo();
const browser = await puppeteer.launch(chromiumOptions());
try {
  for (const size of sizes) await takeAll(browser, demo.url, size);
} finally {
  await browser.close();
  demo.stop();
}
