/** The program of faults.ts: breaks the network under a call of each contender, all at once, and tells for how long. */
import { setTimeout as sleep } from 'node:timers/promises';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { startStack } from '../demo/kamailio/stack.ts';
import { turnServer } from '../test/interop/support/credentials.ts';
import { makeLaptop } from '../test/interop/support/laptop.ts';
import { ACCOUNTS, DOMAIN, launch, openPage, World } from './browser.ts';
import { temporaryFolder, type ContenderName } from './bundle.ts';
import type { Silences } from './faults.ts';
import { median, within } from './measure.ts';

/** Caller and callee are of the same library. */
const PAGES: Record<ContenderName, string> = { ours: 'ours.ts', jssip: 'jssip.mjs', sip: 'sip.mjs' };
const NAMES = ['ours', 'jssip', 'sip'] as const;
/** What is silent for longer will be so for ever. */
const LONGEST_S = 30;
const AWAY_S = 8;
const ADDRESS_CHANGES = 3;
/** A browser that has just got another address drops what it loads. */
const SETTLED_S = 3;

type Call = readonly [Page, Page];

const folder = temporaryFolder();
const laptop = await makeLaptop(folder);
const coturn = await startStack(folder, ['coturn']);
const world = new World();
await world.start();
// Who is called is at home; who calls travels.
const home = await launch();
const away = await puppeteer.launch(laptop.launches['Chromium on a laptop']);
const worldFromAway = {
  page: `${laptop.servePages(Number(new URL(world.page).port))}/`,
  url: `ws://${laptop.reach(Number(new URL(world.url).port))}/sip`,
};

const silences: Silences = {
  'address changed': await addressChanges(),
  [`network away for ${AWAY_S} s, back`]: await silencesOf(away, worldFromAway, {}, async () => {
    laptop.cut();
    await sleep(AWAY_S * 1_000);
    laptop.mend();
  }),
  'TURN server restarted': await silencesOf(home, world, relayed(), async () => {
    await coturn.stopServer('coturn');
    await coturn.startServer('coturn');
  }),
};
process.send?.(silences, () => process.exit());
await Promise.all([home.close(), away.close(), coturn.stop()]);
world.stop();
laptop.close();

function relayed(): RTCConfiguration {
  return { iceServers: [turnServer('udp')], iceTransportPolicy: 'relay' };
}

/** The medians of some changes. Who was silent for half a minute after the first is not asked again. */
async function addressChanges(): Promise<Silences[string]> {
  const rounds: Silences[string][] = [];
  for (let round = 0; round < ADDRESS_CHANGES; round++) {
    const names = NAMES.filter((name) => !rounds[0] || name in rounds[0]);
    rounds.push(await silencesOf(away, worldFromAway, {}, () => laptop.swap(), names));
    await sleep(SETTLED_S * 1_000);
  }
  const medians = NAMES.map((name) => {
    // A round in which it stayed silent is the longest.
    const times = rounds.map((round) => round[name] ?? Infinity);
    return [name, median(times)] as const;
  });
  return Object.fromEntries(medians.filter(([, time]) => Number.isFinite(time)));
}

async function silencesOf(
  browser: Browser,
  { page, url }: Pick<World, 'page' | 'url'>,
  ice: RTCConfiguration,
  fault: () => unknown,
  names: readonly ContenderName[] = NAMES,
): Promise<Silences[string]> {
  const calls: Partial<Record<ContenderName, Call>> = {};
  for (const name of names) {
    const callee = await openPage(home, world, PAGES[name]);
    const uri = `sip:callee-${name}@${DOMAIN}`;
    await callee.evaluate((configuration) => window.probe.useIce(configuration), ice);
    const account = { url: world.url, uri, password: ACCOUNTS[`callee-${name}`] };
    await callee.evaluate((given) => window.probe.phone.start(given), account);
    await callee.evaluate(() => window.probe.registered());
    const caller = await openPage(browser, { page }, PAGES[name]);
    await caller.evaluate((configuration) => window.probe.useIce(configuration), ice);
    const guest = { url, uri: `sip:guest-${name}@${DOMAIN}` };
    await caller.evaluate((given) => window.probe.phone.start(given), guest);
    // It has no event for it that all three have.
    await sleep(500);
    await caller.evaluate((target) => window.probe.phone.call(target, []), uri);
    calls[name] = [caller, callee];
    await within(10_000, `a call of ${name}`, flow([caller, callee], 0));
  }
  await fault();
  const start = performance.now();
  const silent: Silences[string] = {};
  await Promise.all(
    names.map(async (name) => {
      if (await flow(calls[name] as Call, LONGEST_S)) silent[name] = (performance.now() - start) / 1000;
    }),
  );
  for (const call of Object.values(calls)) for (const opened of call) await opened.close();
  return silent;
}

/** Resolves with true once packets arrive on both sides; with false after so many seconds, 0 being never. */
async function flow(call: Call, seconds: number): Promise<boolean> {
  const end = seconds > 0 ? performance.now() + seconds * 1_000 : Infinity;
  const flows = await Promise.all(
    call.map(async (page) => {
      const packets = () => page.evaluate(() => window.probe.received());
      const before = await packets();
      while ((await packets()) < before + 10) {
        if (performance.now() > end) return false;
        await sleep(50);
      }
      return true;
    }),
  );
  return flows.every(Boolean);
}
