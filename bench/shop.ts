/** What a shop pays for the tag, and how long its visitor waits, beside the widgets of others. */
import type { Browser } from 'puppeteer-core';
import { ACCOUNTS, DOMAIN, openPage, World } from './browser.ts';
import { median, within } from './measure.ts';
import type { Row, Section } from './report.ts';
import { ShopSite, type ShopName } from './shop-site.ts';
import { launchOffline, SETTLE, Visits, type Click, type Clickable, type Load } from './shop-visit.ts';
import { ENTRIES } from './sizes.ts';

const SLOWER = 4;
const TIMES = 3;
const INVITES = 7;
const NAMES = ['without', 'ours', 'elevenLabs', 'vapi'] as const satisfies ShopName[];
const CLICKABLE = ['ours', 'elevenLabs', 'vapi'] as const satisfies Clickable[];

/** The group `shop`. */
export async function shop(): Promise<Section> {
  const world = new World();
  const site = new ShopSite();
  await world.start();
  const target = `sip:callee@${DOMAIN}`;
  await site.start({ server: world.url, target });
  const browser = await launchOffline();
  try {
    await openCallee(browser, world, target);
    const visits = await Visits.of(browser, site);
    const loads = await inTurn(TIMES, NAMES, (name) => visits.load(name, SLOWER));
    const clicks = await inTurn(TIMES, CLICKABLE, (name) => visits.click(name, SLOWER));
    const invites = await inTurn(INVITES, ['cold', 'warm'], (how) => visits.invite({ warm: how === 'warm' }));
    return {
      title: 'A shop with a call button',
      asks: 'What the page of a shop pays for the tag, and how soon its visitor sees and gets what was clicked.',
      how: HOW,
      peers: ['without', 'elevenLabs', 'vapi'],
      rows: [...loadRows(loads), ...clickRows(clicks), ...inviteRows(invites)],
    };
  } finally {
    await browser.close();
    world.stop();
    site.stop();
  }
}

const HOW = `The demo's shop page with a telephone number alone, with our tag as README.md says to paste it (\`dist/cdn\`), and with the published widgets of ElevenLabs and Vapi (the script that their manuals say to paste, \`async\`). Each visit has an empty cache; text is sent as gzip -9. Chromium, CPU slowed ${SLOWER} times but for the INVITE; medians of ${TIMES} (${INVITES} for the INVITE) after one to get warm, ${SETTLE} ms from the \`load\` event and from the click. No server but loopback exists: the widgets get no farther than that. ElevenLabs' is told in its tag what else its server would say, and draws its button; what the two fetch from others is counted as requests, and its bytes are not. Times are of the wall clock: a busy machine lengthens them, and makes long tasks of short ones. Long tasks: 50 ms or more (Long Tasks API). Layout shift: all, also what follows the click at once (Layout Instability API). Event Timing: the slowest event of the click until its next paint, 16 being the least that it tells. First change: from the click to the paint of the first change of the widget. The INVITE is that of a guest with a microphone that is granted at once; warm: after the pointer has rested on the button until it was connected.`;

/** Who answers our button. */
async function openCallee(browser: Browser, world: World, uri: string): Promise<void> {
  const page = await openPage(browser, world, 'callee.ts');
  const account = { url: world.url, uri, password: ACCOUNTS.callee };
  await page.evaluate((given) => window.probe.phone.start(given), account);
  await within(
    5_000,
    'the callee registers',
    page.evaluate(() => window.probe.registered()),
  );
}

/** Measures each of several things, one after another and again, so that a busy minute meets all of them. */
async function inTurn<Name extends string, T>(
  times: number,
  names: readonly Name[],
  measure: (name: Name) => Promise<T>,
): Promise<Record<Name, T[]>> {
  const results = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Name, T[]>;
  for (let round = 0; round <= times; round++) {
    for (const name of names) {
      const result = await measure(name);
      // The first also starts the browser's processes for sound.
      if (round > 0) results[name].push(result);
    }
  }
  return results;
}

/** A row of the medians of one value. */
function rowOf<T, Name extends string>(results: Record<Name, T[]>, value: (one: T) => number) {
  const medians = Object.entries<T[]>(results).map(([name, all]) => [name, median(all.map(value))]);
  return Object.fromEntries(medians) as Record<Name, number>;
}

function loadRows(loads: Record<ShopName, Load[]>): Row[] {
  const row = (what: string, unit: string, value: (load: Load) => number): Row & { without: number } => ({
    ...{ what, unit },
    ...rowOf(loads, value),
  });
  const page = row('page, compressed', 'KB', ({ bytes }) => bytes / 1_000);
  const added = (theirs = NaN) => theirs - page.without;
  const longTasks = row('long tasks of the load', '', (load) => load.longTasks);
  const { gate, goal } = ENTRIES.launcher;
  return [
    page,
    {
      what: 'of it the tag’s',
      unit: 'KB',
      ours: added(page.ours),
      elevenLabs: added(page.elevenLabs),
      vapi: added(page.vapi),
      budget: { gate, goal },
    },
    row('requests', '', ({ requests }) => requests),
    { ...row('requests to servers of others', '', ({ elsewhere }) => elsewhere), budget: { gate: 0 } },
    row('JavaScript runs', 'ms', ({ script }) => script),
    row('main thread is busy', 'ms', ({ busy }) => busy),
    { ...longTasks, budget: { gate: longTasks.without, words: '≤ without' } },
    row('the longest', 'ms', ({ longest }) => longest),
    { ...row('layout shift of the load', '', ({ shift }) => shift), budget: { gate: 0 } },
  ];
}

function clickRows(clicks: Record<Clickable, Click[]>): Row[] {
  const row = (what: string, unit: string, value: (click: Click) => number): Row => ({
    ...{ what, unit },
    ...rowOf(clicks, value),
  });
  return [
    {
      ...row('click to next paint, Event Timing', 'ms', ({ interaction }) => interaction),
      budget: { gate: 100 },
    },
    { ...row('click to first change painted', 'ms', ({ answer }) => answer), budget: { gate: 100 } },
    row('fetched for the click, compressed', 'KB', ({ bytes }) => bytes / 1_000),
    row('long tasks after the click', '', ({ longTasks }) => longTasks),
    row('the longest', 'ms', ({ longest }) => longest),
    { ...row('layout shift after the click', '', ({ pageShift }) => pageShift), budget: { gate: 0 } },
    row('with what moves inside the widget', '', ({ shift }) => shift),
  ];
}

function inviteRows({ cold, warm }: Record<'cold' | 'warm', number[]>): Row[] {
  return [
    { what: 'click to INVITE, cold', unit: 'ms', ours: median(cold), budget: { gate: 1_000 } },
    { what: 'click to INVITE, warm by hover', unit: 'ms', ours: median(warm), budget: { gate: 60 } },
  ];
}
