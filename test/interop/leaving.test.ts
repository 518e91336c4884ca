// Whoever leaves the page in mid-call: the far end is told at once, and does not talk to nobody.
import { after, test } from 'node:test';
import { Baresip } from './support/baresip.ts';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { Element } from './support/element.ts';
import { untilBindings } from './support/kamailio.ts';
import { useServers } from './support/servers.ts';

const servers = await useServers();
const browsers = await useBrowsers();
await untilBindings('baresip', 1);
const baresip = await Baresip.connect(servers.stack.run);
after(() => baresip.close());

const link = ['follows a link', ({ page }) => page.goto('about:blank')] satisfies Way;
const reload = ['reloads', ({ page }) => page.reload()] satisfies Way;
const close = ['closes the window', ({ page }) => page.close()] satisfies Way;

type Way = [how: string, leave: (element: Element) => Promise<unknown>];

const ways: Record<BrowserName, Way[]> = {
  Chromium: [link, reload, close],
  // On its way to another page Firefox closes every WebSocket after `beforeunload`, when the user may still stay, and
  // before `pagehide`: nothing can be sent there, and the far end hears of it when no sound comes any more.
  Firefox: [close],
};

for (const name of ['Chromium', 'Firefox'] satisfies BrowserName[]) {
  for (const [how, leave] of ways[name]) {
    test(`${name}: who ${how} in a call hangs up`, async () => {
      const button = await Element.open(browsers, name, 'sip-call-button', 'baresip');
      await button.click();
      await button.until('connected');
      const from = baresip.events.length;
      await leave(button);
      await baresip.until('CALL_CLOSED', from);
      if (!button.page.isClosed()) await button.page.close();
    });
  }
}
