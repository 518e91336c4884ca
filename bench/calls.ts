/** How long a call takes to be on its way, to be answered and to be heard, in Chromium. */
import type { Browser, Page } from 'puppeteer-core';
import { silentStun } from '../test/interop/support/silent-stun.ts';
import { DOMAIN, launch, openPage, World } from './browser.ts';
import type { ContenderName } from './bundle.ts';
import { median, within } from './measure.ts';
import type { CallTimes } from './pages/probe.ts';
import type { Row, Section } from './report.ts';

const PAGES: Record<ContenderName, string> = { ours: 'ours.ts', jssip: 'jssip.mjs', sip: 'sip.mjs' };
const NAMES = ['ours', 'jssip', 'sip'] as const;
const TARGET = `sip:callee@${DOMAIN}`;
const CALLS = 7;

/** The group `calls`. */
export async function calls(): Promise<Section> {
  const world = new World();
  await world.start();
  const browser = await launch();
  try {
    const pages = await openPages(browser, world);
    const stun = await silentStun();
    // It waits for 40 s, and needs nothing for that: the others are measured meanwhile.
    const jssip = await openCaller(browser, world, 'jssip');
    const patient = silentInvite('jssip', jssip, stun.iceServer);
    const quiet = await withoutStun(pages);
    const silent = await withSilentStun(pages, stun.iceServer, patient).finally(() => stun.close());
    return {
      title: 'Calls in Chromium',
      asks: 'How soon a call is on its way, rings, is answered and is heard.',
      how: `A guest calls, over the demo's SIP server on loopback, someone who answers at once (the same sip-elements page for all). Times in ms since call(), median of ${CALLS} after one to get warm; with the silent STUN server, an open UDP port that never answers, of three, and one for the peers.`,
      rows: [...quiet, silent],
    };
  } finally {
    await browser.close();
    world.stop();
  }
}

async function openPages(browser: Browser, world: World): Promise<Record<ContenderName, Page>> {
  const callee = await openPage(browser, world, 'callee.ts');
  const account = { url: world.url, uri: TARGET, password: 'secret' };
  await callee.evaluate((given) => window.probe.phone.start(given), account);
  await within(
    5_000,
    'the callee registers',
    callee.evaluate(() => window.probe.registered()),
  );
  const pages: Partial<Record<ContenderName, Page>> = {};
  for (const name of NAMES) {
    pages[name] = await openCaller(browser, world, name);
  }
  return pages as Record<ContenderName, Page>;
}

async function openCaller(browser: Browser, world: World, name: ContenderName): Promise<Page> {
  const page = await openPage(browser, world, PAGES[name]);
  const guest = { url: world.url, uri: `sip:guest-${name}@${DOMAIN}` };
  await page.evaluate((given) => window.probe.phone.start(given), guest);
  return page;
}

async function withoutStun(pages: Record<ContenderName, Page>): Promise<Row[]> {
  const times: Record<ContenderName, CallTimes[]> = { ours: [], jssip: [], sip: [] };
  // In turn, so that a busy minute of the machine meets all of them.
  for (let round = 0; round <= CALLS; round++) {
    for (const name of NAMES) {
      await pages[name].bringToFront();
      const call = pages[name].evaluate((target) => window.probe.measureCall(target, []), TARGET);
      const measured = await within(10_000, `a call of ${name}`, call);
      // The first one also wakes up the microphone.
      if (round > 0) times[name].push(measured);
    }
  }
  const row = (what: string, step: keyof CallTimes): Row => {
    const of = (name: ContenderName) => median(times[name].map((one) => one[step]));
    return { what, unit: 'ms', ours: of('ours'), jssip: of('jssip'), sip: of('sip') };
  };
  const invite = row('no STUN: to INVITE sent', 'invite');
  return [
    { ...invite, budget: { gate: 0.4 * (invite.jssip ?? NaN), words: '≤ 0.4 × JsSIP' } },
    row('no STUN: to 180', 'ringing'),
    row('no STUN: to 200', 'accepted'),
    row('no STUN: to first audio', 'audio'),
  ];
}

async function withSilentStun(
  pages: Record<ContenderName, Page>,
  server: RTCIceServer,
  patient: Promise<number>,
): Promise<Row> {
  const once = async (name: ContenderName) => {
    await pages[name].bringToFront();
    return silentInvite(name, pages[name], server);
  };
  const ours = median([await once('ours'), await once('ours'), await once('ours')]);
  const sip = await once('sip');
  const what = 'silent STUN server: to INVITE sent';
  return { what, unit: 'ms', ours, jssip: await patient, sip, budget: { gate: 600 } };
}

function silentInvite(name: ContenderName, page: Page, server: RTCIceServer): Promise<number> {
  const invite = page.evaluate((target, servers) => window.probe.measureInvite(target, servers), TARGET, [
    server,
  ]);
  return within(60_000, `a call of ${name} with a silent STUN server`, invite);
}
