/** An element of ours in the page `pages/elements.ts`, as a test holds it in its hands. */
import assert from 'node:assert/strict';
import { afterEach } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { BrowserSetup, Browsers, OpenOptions } from './browsers.ts';
import { webSocketUrls } from './kamailio.ts';

const alice = { uri: 'sip:alice@sip.test', password: 'pass-alice' };

/** The pages of the test that runs. */
const pages = new Set<Page>();

// Those of a test that failed, too: its call would go on in the next one, and its phone ring.
afterEach(async () => {
  const left = [...pages].filter((page) => !page.isClosed());
  pages.clear();
  await Promise.all(left.map((page) => page.close()));
});

/** A `<sip-call-button>` or a `<sip-phone>`, in a window of a browser. */
export class Element {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /**
   * Opens a page with one that calls this target.
   *
   * @param account the attributes that say who calls; Alice by default
   */
  static async open(
    browsers: Browsers,
    setup: BrowserSetup,
    tag: 'sip-phone' | 'sip-call-button',
    target: string,
    options?: OpenOptions,
    account: Readonly<Record<string, string>> = alice,
  ): Promise<Element> {
    const page = await browsers.open(setup, 'elements', options);
    pages.add(page);
    const attributes = { server: webSocketUrls.ws, target, ...account };
    await page.evaluate((name, all) => window.elements.show(name, all), tag, attributes);
    return new Element(page);
  }

  /** Clicks the call button itself, or what of its shadow tree the selector finds, once that stands still. */
  async click(selector = '[part=button]'): Promise<void> {
    await this.page.locator(`sip-call-button >>> ${selector}`).click();
  }

  /** Waits until this state was shown, after so many others. */
  async until(state: string, after = 0): Promise<void> {
    await this.page.evaluate((name, from) => window.elements.untilState(name, from), state, after);
  }

  /** Waits until a visitor can read this sentence. */
  async untilSays(sentence: string): Promise<void> {
    await this.page.evaluate((text) => window.elements.untilText(text), sentence);
  }

  /** Closes the window, in which nothing must have been against the content security policy. */
  async close(): Promise<void> {
    assert.deepEqual(await this.page.evaluate(() => window.elements.violations), []);
    await this.page.close();
  }
}
