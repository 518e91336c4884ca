// The elements with a real server and a real telephone: what a visitor sees while a call lives.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { Baresip } from './support/baresip.ts';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { cutWebSocketOf, untilBindings, webSocketUrls } from './support/kamailio.ts';
import { useServers } from './support/servers.ts';

const servers = await useServers();
const browsers = await useBrowsers();
await untilBindings('baresip', 1);
const baresip = await Baresip.connect(servers.stack.run);
after(() => baresip.close());

const account = `server="${webSocketUrls.ws}" uri="sip:alice@sip.test" password="pass-alice"`;

async function show(page: Page, markup: string): Promise<void> {
  await page.evaluate((html) => window.elements.show(html), markup);
}

async function untilState(page: Page, state: string, count = 0): Promise<void> {
  await page.evaluate((wanted, from) => window.elements.untilState(wanted, from), state, count);
}

for (const name of ['Chromium', 'Firefox'] satisfies BrowserName[]) {
  test(`${name}: a click on a call button reaches baresip, and a click in its panel hangs up`, async () => {
    const page = await browsers.open(name, 'elements');
    await show(page, `<sip-call-button ${account} target="baresip"></sip-call-button>`);
    await page.click('sip-call-button >>> [part=button]');
    await untilState(page, 'connected');
    await page.evaluate(() => window.elements.untilAudible());
    await baresip.untilHeard(2);
    await page.click('sip-call-button >>> sip-hangup-button >>> button');
    await untilState(page, 'ended');
    assert.ok((baresip.heard().at(-1)?.level ?? 0) > 0.01);
    await page.close();
  });

  test(`${name}: a phone that loses its WebSocket in a call says so, and the call goes on`, async () => {
    const page = await browsers.open(name, 'elements');
    await show(page, `<sip-phone ${account} target="baresip"></sip-phone>`);
    await untilBindings('alice', 1);
    const from = baresip.events.length;
    await page.evaluate(() => window.elements.call());
    await untilState(page, 'connected');
    await baresip.until('CALL_ESTABLISHED', from);
    const before = await page.evaluate(() => window.elements.states.length);
    await cutWebSocketOf('alice');
    await untilState(page, 'reconnecting', before);
    await untilState(page, 'connected', before);
    await untilBindings('alice', 1);
    baresip.hangUp();
    await untilState(page, 'ended');
    await page.close();
  });
}
