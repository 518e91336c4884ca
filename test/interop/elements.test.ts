// The elements with a real server and a real telephone: what a visitor sees while a call lives.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Baresip } from './support/baresip.ts';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { Element } from './support/element.ts';
import { cutWebSocketOf, untilBindings, untilRegisteredAnew, webSocketUrls } from './support/kamailio.ts';
import { useServers } from './support/servers.ts';

const servers = await useServers();
const browsers = await useBrowsers();
await untilBindings('baresip', 1);
const baresip = await Baresip.connect(servers.stack.run);
after(() => baresip.close());

for (const name of ['Chromium', 'Firefox'] satisfies BrowserName[]) {
  test(`${name}: a click on a call button reaches baresip, and a click in its panel hangs up`, async () => {
    const button = await Element.open(browsers, name, 'sip-call-button', 'baresip');
    await button.click();
    await button.until('connected');
    await button.page.evaluate(() => window.elements.untilAudible());
    await baresip.untilHeard(2);
    await button.click('sip-hangup-button >>> button');
    await button.until('ended');
    assert.ok((baresip.heard().at(-1)?.level ?? 0) > 0.01);
    await button.close();
  });

  test(`${name}: a phone that loses its WebSocket in a call says so, and the call goes on`, async () => {
    const phone = await Element.open(browsers, name, 'sip-phone', 'baresip');
    const bindings = await untilBindings('alice', 1);
    const from = baresip.events.length;
    await phone.page.evaluate(() => window.elements.call());
    await phone.until('connected');
    await baresip.until('CALL_ESTABLISHED', from);
    const before = await phone.page.evaluate(() => window.elements.states.length);
    await cutWebSocketOf('alice');
    await phone.until('reconnecting', before);
    await phone.until('connected', before);
    await untilRegisteredAnew('alice', bindings);
    baresip.hangUp();
    await phone.until('ended');
    await phone.close();
  });
}

for (const insecure of [true, false]) {
  const where = insecure ? 'a host of the network' : 'localhost';
  test(`Chromium: a password in a tag on ${where} is ${insecure ? 'said to be unsafe' : 'nothing to warn of'}, and leaves the page`, async () => {
    const page = await browsers.open('Chromium', 'elements', { insecure });
    const console: string[] = [];
    page.on('console', (message) => console.push(message.text()));
    const account = {
      server: webSocketUrls.ws,
      uri: 'sip:alice@sip.test',
      password: 'pass-alice',
      dtmf: 'loud',
    };
    await page.evaluate((all) => window.elements.show('sip-phone', all), account);
    await page.evaluate((state) => window.elements.untilState(state), insecure ? 'unsupported' : 'idle');
    assert.ok(console.some((line) => line.includes('dtmf')));
    assert.equal(
      console.some((line) => line.includes('A password stands in the page')),
      insecure,
    );
    const html = await page.evaluate(() => document.documentElement.outerHTML);
    assert.doesNotMatch(html + console.join(), /pass-alice/);
    await page.close();
  });
}
