// Whoever leaves the page in mid-call: the far end is told at once, and does not talk to nobody.
import { after, test } from 'node:test';
import { Baresip } from './support/baresip.ts';
import { useBrowsers } from './support/browsers.ts';
import { Element } from './support/element.ts';
import { untilBindings } from './support/kamailio.ts';
import { useServers } from './support/servers.ts';

const servers = await useServers();
const browsers = await useBrowsers();
await untilBindings('baresip', 1);
const baresip = await Baresip.connect(servers.stack.run);
after(() => baresip.close());

const ways: [how: string, leave: (element: Element) => Promise<unknown>][] = [
  ['follows a link', ({ page }) => page.goto('about:blank')],
  ['reloads', ({ page }) => page.reload()],
  ['closes the window', ({ page }) => page.close()],
];

// Not in Firefox: on its way to another page it closes every WebSocket after `beforeunload`, when the user may still stay,
// and before `pagehide`. Nothing can be sent then, and the far end hears of it when no sound comes any more.
for (const [how, leave] of ways) {
  test(`Chromium: who ${how} in a call hangs up`, async () => {
    const button = await Element.open(browsers, 'Chromium', 'sip-call-button', 'baresip');
    await button.click();
    await button.until('connected');
    const from = baresip.events.length;
    await leave(button);
    await baresip.until('CALL_CLOSED', from);
    if (!button.page.isClosed()) await button.page.close();
  });
}
