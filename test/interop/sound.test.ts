// Browsers let a page make sound only after a gesture: a phone that cannot ring says so, and one click lets it ring.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import en from '../../components/locales/en.ts';
import { useBrowsers } from './support/browsers.ts';
import { untilBindings, webSocketUrls } from './support/kamailio.ts';
import { Phone } from './support/phone.ts';
import { useServers } from './support/servers.ts';

await useServers(['rtpengine', 'kamailio']);
const browsers = await useBrowsers();

/** Runs code in a page that must not take it for a gesture, as it does Puppeteer's own `evaluate()`. */
async function runUntouched(page: Page, expression: string): Promise<unknown> {
  const session = await page.createCDPSession();
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    ...{ expression, awaitPromise: true, returnByValue: true, userGesture: false },
  });
  assert.equal(exceptionDetails, undefined);
  return result.value;
}

test('a phone in a page that nobody has touched asks for a gesture when it should ring, and rings after it', async () => {
  const page = await browsers.open('Chromium that wants a gesture', 'elements');
  const account = { server: webSocketUrls.ws, uri: 'sip:bob@sip.test', password: 'pass-bob' };
  await runUntouched(page, `elements.show('sip-phone', ${JSON.stringify(account)})`);
  await untilBindings('bob', 1);
  const alice = await Phone.registered(browsers, 'Chromium', 'alice');
  await alice.dial('bob');
  await runUntouched(page, `elements.untilText(${JSON.stringify(en.labels.playSound)})`);
  assert.equal(await runUntouched(page, 'navigator.userActivation.hasBeenActive'), false);
  await page.click('sip-phone >>> button.sound');
  await page.evaluate((text) => window.elements.untilNoText(text), en.labels.playSound);
  assert.match(await page.evaluate(() => window.elements.text()), new RegExp(en.labels.incomingCall));
  await alice.do('terminate');
  await alice.close();
  await page.close();
});
