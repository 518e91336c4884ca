// One account, several tabs of a browser, one Kamailio: one binding, one tab that rings, and another as soon as that is gone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { Element } from './support/element.ts';
import { bindingsOf, untilBindings } from './support/kamailio.ts';
import { Phone } from './support/phone.ts';
import { useServers } from './support/servers.ts';
import { until } from './support/until.ts';

await useServers(['rtpengine', 'kamailio']);
const browsers = await useBrowsers();

/** How long an account may be out of reach between two tabs, in milliseconds. */
const HANDOVER = 1000;

const WAITS = 'Calls ring in another tab';

const openTab = (name: BrowserName) => Element.open(browsers, name, 'sip-phone', 'baresip');

/** The states that an element has shown. */
const statesOf = ({ page }: Element) => page.evaluate(() => window.elements.states);

/** Somebody calls the account, and gives up as soon as it rings in this tab. */
async function ringsIn(caller: Phone, tab: Element): Promise<void> {
  const before = (await statesOf(tab)).length;
  await caller.dial('alice');
  await tab.until('ringing', before);
  await caller.do('terminate');
  await caller.until('call:failed');
}

const ways: [how: string, leave: (tab: Element) => Promise<unknown>, browsers: BrowserName[]][] = [
  ['is closed', ({ page }) => page.close(), ['Chromium', 'Firefox']],
  ['goes to another site', ({ page }) => page.goto('about:blank'), ['Chromium']],
  [
    'stops its phone',
    ({ page }) => page.evaluate(() => document.querySelector('sip-phone')?.stop()),
    ['Chromium', 'Firefox'],
  ],
];

for (const [how, leave, names] of ways) {
  for (const name of names) {
    test(`${name}: two tabs are one binding, a call rings in one of them, and in the other once that ${how}`, async (context) => {
      const caller = await Phone.registered(browsers, name, 'bob');
      const first = await openTab(name);
      const [binding] = await untilBindings('alice', 1);
      const second = await openTab(name);
      await second.untilSays(WAITS);
      assert.deepEqual(
        (await bindingsOf('alice')).map(({ contact }) => contact),
        [binding?.contact],
      );
      await ringsIn(caller, first);
      assert.ok(!(await statesOf(second)).includes('ringing'), 'the other tab is silent');

      const left = performance.now();
      await leave(first);
      const next = await until('the other tab is registered, and no other', async () => {
        const [only, ...more] = await bindingsOf('alice');
        return only !== undefined && only.contact !== binding?.contact && more.length === 0 && only;
      });
      const took = performance.now() - left;
      context.diagnostic(`${Math.round(took)} ms`);
      assert.ok(took < HANDOVER, `it took ${took} ms`);
      await ringsIn(caller, second);
      assert.deepEqual(
        (await bindingsOf('alice')).map(({ contact }) => contact),
        [next.contact],
      );
      if (!first.page.isClosed()) await first.page.close();
      await second.page.evaluate(() => document.querySelector('sip-phone')?.stop());
      await untilBindings('alice', 0);
      await Promise.all([second.close(), caller.close()]);
    });
  }
}

test('Chromium: a tab that talks while its turn comes talks on, and can be called after', async () => {
  const bob = await Phone.registered(browsers, 'Chromium', 'bob');
  const first = await openTab('Chromium');
  const [binding] = await untilBindings('alice', 1);
  const second = await Element.open(browsers, 'Chromium', 'sip-phone', 'bob');
  await second.untilSays(WAITS);
  await second.page.evaluate(() => window.elements.call());
  await bob.until('ua:newRTCSession');
  await bob.do('answer');
  await second.until('connected');
  const before = (await statesOf(second)).length;
  await first.page.close();
  await until('the tab that talks is registered', async () => {
    const bindings = await bindingsOf('alice');
    return bindings.length === 1 && bindings[0]?.contact !== binding?.contact;
  });
  await second.page.evaluate(() => window.elements.untilAudible());
  assert.deepEqual((await statesOf(second)).slice(before), []);
  await second.page.evaluate(() => window.elements.hangUp());
  await second.until('idle', before);
  await ringsIn(bob, second);
  await second.page.evaluate(() => document.querySelector('sip-phone')?.stop());
  await untilBindings('alice', 0);
  await Promise.all([second.close(), bob.close()]);
});
