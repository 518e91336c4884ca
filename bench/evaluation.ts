/** How long a slow machine takes to evaluate each library. */
import type { Page } from 'puppeteer-core';
import { launch, World } from './browser.ts';
import { bundle } from './bundle.ts';
import { median } from './measure.ts';
import type { Section } from './report.ts';
import { ENTRIES, PEERS } from './sizes.ts';

const SLOWER = 4;
const TIMES = 9;

/** The group `evaluation`. */
export async function evaluation(): Promise<Section> {
  const world = new World();
  await world.start();
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(world.page);
    const client = await page.createCDPSession();
    await client.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    const times: Record<string, number[]> = {};
    const codes = { agent: ENTRIES.agent.code, all: ENTRIES.all.code, ...PEERS };
    const texts = await Promise.all(Object.values(codes).map(bundleText));
    for (let i = 0; i < TIMES; i++) {
      for (const [index, name] of Object.keys(codes).entries()) {
        // A comment of its own, or Chromium would remember what it compiled.
        (times[name] ??= []).push(await evaluate(page, `${texts[index]}\n// ${i}`));
      }
    }
    const of = (name: keyof typeof codes) => median(times[name] ?? []);
    const peers = { unit: 'ms', jssip: of('jssip'), sip: of('sip') };
    const all = of('all');
    return {
      title: 'Evaluation in Chromium',
      asks: 'How long a slow machine runs the code before it can be used.',
      how: `Importing the minified bundle, CPU slowed ${SLOWER} times; median of ${TIMES}.`,
      rows: [
        { what: 'the small agent', ours: of('agent'), ...peers },
        { what: 'all of the core', ours: all, ...peers, budget: { gate: 30 } },
      ],
    };
  } finally {
    await browser.close();
    world.stop();
  }
}

async function bundleText(code: string): Promise<string> {
  const { files } = await bundle(code);
  return new TextDecoder().decode(files[0]?.contents);
}

function evaluate(page: Page, text: string): Promise<number> {
  return page.evaluate(async (source) => {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const start = performance.now();
    await import(url);
    return performance.now() - start;
  }, text);
}
