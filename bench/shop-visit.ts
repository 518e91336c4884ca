/** A visit to a page of the shop, each in a profile of its own that has nothing cached, and what it costs. */
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { chromiumArgs, chromiumOptions } from '../test/support/browser-launch.ts';
import { bundleProgram } from './bundle.ts';
import { within } from './measure.ts';
import type { ShopWatch } from './pages/shop-watch.ts';
import type { ShopName, ShopSite } from './shop-site.ts';

declare global {
  interface Window {
    shopWatch: ShopWatch;
  }
}

/** What the load of a page costs, until {@link SETTLE} after its `load` event. */
export interface Load {
  /** Requests to the page's own server. */
  requests: number;
  /** Requests to other servers; none of them is there. */
  elsewhere: number;
  /** What the page's own server sent, compressed, without HTTP headers. */
  bytes: number;
  /** How long JavaScript ran, and how long the main thread was busy, in ms. */
  script: number;
  busy: number;
  longTasks: number;
  longest: number;
  shift: number;
}

/** What a click costs, until {@link SETTLE} after it. */
export interface Click {
  /** Until the paint after the slowest of its events, in ms. */
  interaction: number;
  /** Until the paint of the first change of what was clicked, in ms; NaN where nothing changed. */
  answer: number;
  /** What was fetched for it from the page's own server, compressed. */
  bytes: number;
  longTasks: number;
  longest: number;
  /** Of what is not the widget. */
  pageShift: number;
  shift: number;
}

/** How long a page is looked at after its load, and after a click, in ms. */
export const SETTLE = 1_000;

/** The element of each tag, and what is clicked in it. */
const BUTTONS = {
  ours: ['sip-call-button', 'sip-call-button >>> button'],
  elevenLabs: ['elevenlabs-convai', 'elevenlabs-convai >>> button'],
  // It is no button, but can be clicked.
  vapi: ['vapi-widget', 'vapi-widget [style*="cursor: pointer"]'],
} as const;

/** Those that can be clicked. */
export type Clickable = keyof typeof BUTTONS;

/** Starts a Chromium for which no server exists but those on loopback. */
export function launchOffline(): Promise<Browser> {
  const loopbackOnly = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';
  return puppeteer.launch(chromiumOptions([...chromiumArgs, loopbackOnly]));
}

/** The shop as its visitors see it. */
export class Visits {
  readonly #browser: Browser;
  readonly #site: ShopSite;
  readonly #watch: string;

  private constructor(browser: Browser, site: ShopSite, watch: string) {
    this.#browser = browser;
    this.#site = site;
    this.#watch = watch;
  }

  static async of(browser: Browser, site: ShopSite): Promise<Visits> {
    return new Visits(browser, site, await bundleProgram('pages/shop-watch.ts'));
  }

  /** Opens a page and looks at it. */
  load(name: ShopName, slower: number): Promise<Load> {
    return this.#visit(name, slower, async (page, requests) => {
      await settle();
      const { ScriptDuration = NaN, TaskDuration = NaN } = await page.metrics();
      const { longTasks, shift } = await page.evaluate(() => window.shopWatch.seen);
      return {
        ...requests,
        bytes: await fetched(page),
        script: ScriptDuration * 1_000,
        busy: TaskDuration * 1_000,
        longTasks: longTasks.length,
        longest: Math.max(0, ...longTasks),
        shift,
      };
    });
  }

  /** Opens a page and clicks, at once on the way of the pointer. */
  click(name: Clickable, slower: number): Promise<Click> {
    return this.#visit(name, slower, async (page) => {
      await settle();
      const before = await fetched(page);
      const { host, button } = await findButton(page, name);
      await page.evaluate(() => window.shopWatch.forget());
      const answer = host.evaluate((element) => window.shopWatch.answer(element));
      await button.click();
      const milliseconds = await answer;
      await settle();
      const { longTasks, pageShift, shift, interaction } = await page.evaluate(() => window.shopWatch.seen);
      return {
        interaction,
        answer: milliseconds ?? NaN,
        bytes: (await fetched(page)) - before,
        longTasks: longTasks.length,
        longest: Math.max(0, ...longTasks),
        pageShift,
        shift,
      };
    });
  }

  /** Opens a page and clicks on our button; how long until the INVITE leaves, in ms. */
  invite({ warm }: { warm: boolean }): Promise<number> {
    return this.#visit('ours', 1, async (page) => {
      const { button } = await findButton(page, 'ours');
      if (warm) await hover(page, button);
      const invite = page.evaluate(() => window.shopWatch.invite());
      await button.click();
      return within(10_000, 'the INVITE after a click', invite);
    });
  }

  async #visit<T>(
    name: ShopName,
    slower: number,
    use: (page: Page, requests: Pick<Load, 'requests' | 'elsewhere'>) => Promise<T>,
  ): Promise<T> {
    const context = await this.#browser.createBrowserContext();
    try {
      const page = await context.newPage();
      const requests = { requests: 0, elsewhere: 0 };
      page.on('request', (request) => {
        if (request.url().startsWith(this.#site.origin)) requests.requests++;
        else if (request.url().startsWith('http')) requests.elsewhere++;
      });
      await page.setViewport({ width: 1280, height: 800 });
      await page.emulateCPUThrottling(slower);
      await page.evaluateOnNewDocument(this.#watch);
      await page.goto(`${this.#site.origin}/${name}`);
      return await use(page, requests);
    } finally {
      await context.close();
    }
  }
}

/** The element of a tag, and what is clicked in it. */
async function findButton(
  page: Page,
  name: Clickable,
): Promise<{ host: ElementHandle; button: ElementHandle }> {
  const [host, button] = await Promise.all(
    BUTTONS[name].map((selector) => page.waitForSelector(selector, { timeout: 5_000 })),
  );
  if (!host || !button) throw new Error(`${name} has no button`);
  return { host, button };
}

/** Rests on our button until it is connected. */
async function hover(page: Page, button: ElementHandle): Promise<void> {
  const connected = page.evaluate(async () => {
    await new Promise((resolve) => addEventListener('sip-connection-change', resolve, { once: true }));
  });
  await button.hover();
  await within(5_000, 'the connection by hover', connected);
}

/** What the page's own server has sent so far, in bytes. */
function fetched(page: Page): Promise<number> {
  return page.evaluate(() => {
    const entries = [
      ...performance.getEntriesByType('navigation'),
      ...performance.getEntriesByType('resource'),
    ] as PerformanceResourceTiming[];
    const own = entries.filter(({ name }) => name.startsWith(location.origin));
    return own.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  });
}

const settle = () => new Promise((resolve) => setTimeout(resolve, SETTLE));
