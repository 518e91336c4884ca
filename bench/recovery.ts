/** How long an account is away when its socket is cut, and when the server goes away and comes back. */
import type { Browser, Page } from 'puppeteer-core';
import { ACCOUNTS, DOMAIN, launch, openPage, World } from './browser.ts';
import { faults } from './faults.ts';
import { median, within } from './measure.ts';
import type { Row, Section } from './report.ts';

/** SIP.js does not reconnect by itself. */
const PAGES = { ours: 'ours.ts', jssip: 'jssip.mjs' } as const;
type Name = keyof typeof PAGES;
type Pages = Record<Name, Page>;

const CUTS = 3;
/** What is cut is a connection that has lasted: one after the other that does not is a server that fails, and gets pauses. */
const LASTS_MS = 3_000;
const AWAY_S = [1, 5, 10];
const ROUNDS = 2;

/** The group `recovery`. */
export async function recovery(): Promise<Section> {
  const world = new World();
  await world.start();
  // A browser each, so that both pages are visible: what nobody looks at may take its time.
  const browsers = { ours: await launch(), jssip: await launch() };
  try {
    const pages = {
      ours: await open(browsers.ours, world, 'ours'),
      jssip: await open(browsers.jssip, world, 'jssip'),
    };
    const cut = await cuts(pages, world);
    // Both mostly wait.
    const [absent, silent] = await Promise.all([absences(pages, world), faults()]);
    return {
      title: 'Recovery in Chromium',
      asks: 'How soon an account, and two people in a call, are back after a network or a server has failed.',
      how: `From the socket's close, or from the moment when the server listens again, to the 200 of REGISTER; the demo's SIP server on loopback, both pages visible. Median of ${CUTS} cuts and of ${ROUNDS} absences each. SIP.js does not reconnect by itself. The faults below are those of a laptop in a network of its own, or of coturn under a relayed call: from the fault, or its end, until packets arrive on both sides; no number where none did for 30 s. Both ends are of the same library. The address is changed three times, and the median told; who was silent for 30 s after the first change is not asked again.`,
      rows: [cut, ...absent, ...silent],
    };
  } finally {
    await Promise.all(Object.values(browsers).map((browser) => browser.close()));
    world.stop();
  }
}

async function open(browser: Browser, world: World, name: Name): Promise<Page> {
  const page = await openPage(browser, world, PAGES[name]);
  const account = { url: world.url, uri: `sip:${name}@${DOMAIN}`, password: ACCOUNTS[name] };
  await page.evaluate((given) => window.probe.phone.start(given), account);
  await registered(page, name);
  return page;
}

function registered(page: Page, name: Name): Promise<number> {
  return within(
    40_000,
    `${name} registers`,
    page.evaluate(() => window.probe.registered()),
  );
}

async function cuts(pages: Pages, world: World): Promise<Row> {
  const measure = async (name: Name) => {
    const times: number[] = [];
    for (let i = 0; i < CUTS; i++) {
      await new Promise((resolve) => setTimeout(resolve, LASTS_MS));
      await pages[name].evaluate(() => window.probe.forget());
      world.cut(name);
      const at = await registered(pages[name], name);
      times.push(at - (await pages[name].evaluate(() => window.probe.lost())));
    }
    return median(times);
  };
  const [ours, jssip] = await Promise.all([measure('ours'), measure('jssip')]);
  return { what: 'socket cut', unit: 'ms', ours, jssip, budget: { gate: 50 } };
}

async function absences(pages: Pages, world: World): Promise<Row[]> {
  const rows: Row[] = [];
  const back: number[] = [];
  for (const seconds of AWAY_S) {
    const { row, times } = await away(pages, world, seconds);
    rows.push(row);
    back.push(...times);
  }
  const what = 'server back to registered, all absences';
  const budget = { gate: 2_000, words: '≤ 2,000 median' };
  return [...rows, { what, unit: 'ms', ours: median(back), budget }];
}

async function away(pages: Pages, world: World, seconds: number): Promise<{ row: Row; times: number[] }> {
  const times: Record<Name, number[]> = { ours: [], jssip: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const page of Object.values(pages)) await page.evaluate(() => window.probe.forget());
    world.stopSip();
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    await world.startSip();
    const back = performance.timeOrigin + performance.now();
    await Promise.all(
      (['ours', 'jssip'] as const).map(async (name) => {
        times[name].push((await registered(pages[name], name)) - back);
      }),
    );
  }
  const what = `server away for ${seconds} s, back to registered`;
  const row: Row = { what, unit: 'ms', ours: median(times.ours), jssip: median(times.jssip) };
  return { row, times: times.ours };
}
