/** The page `pages/phone.ts`, as a test holds it in its hands. */
import type { Page } from 'puppeteer-core';
import { settings } from '../../../demo/kamailio/stack.ts';
import type { ReceivedAudio } from '../../support/audio.ts';
import type { Entry, Options, PhonePage } from '../pages/phone.ts';
import type { BrowserName, Browsers } from './browsers.ts';
import { webSocketUrls } from './kamailio.ts';

/** What {@link Phone.register} may be told beside the user. */
export interface AccountOptions {
  /** `ws` by default. */
  readonly transport?: keyof typeof webSocketUrls;
  /** Parameters of the UA, in place of the account's own. */
  readonly configuration?: Options;
}

/** A phone in a window of a browser. */
export class Phone {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Opens one that knows no account yet. */
  static async open(browsers: Browsers, name: BrowserName): Promise<Phone> {
    return new Phone(await browsers.open(name, 'phone'));
  }

  /** Opens one and registers it as a user of the stack. */
  static async registered(
    browsers: Browsers,
    name: BrowserName,
    user: string,
    options: AccountOptions = {},
  ): Promise<Phone> {
    const phone = await Phone.open(browsers, name);
    await phone.start(user, options);
    await phone.until('ua:registered');
    return phone;
  }

  /** Starts an account of the stack, with its password unless the configuration says otherwise. */
  async start(user: string, { transport = 'ws', configuration = {} }: AccountOptions = {}): Promise<void> {
    const account = { uri: `sip:${user}@${settings.domain}`, password: `pass-${user}` };
    await this.do('start', webSocketUrls[transport], { ...account, ...configuration });
  }

  /** Calls a user of the stack's domain. */
  async dial(user: string, options: Options = {}): Promise<void> {
    await this.do('dial', `sip:${user}@${settings.domain}`, options);
  }

  /** Calls a method of the page's phone and gives what it returns. */
  async do<Name extends Method>(
    name: Name,
    ...args: Parameters<PhonePage[Name]>
  ): Promise<Awaited<ReturnType<PhonePage[Name]>>> {
    return this.#page.evaluate(
      (method, values) => (window.phone[method as 'dial'] as (...all: unknown[]) => unknown)(...values),
      name,
      args as unknown[],
    ) as Promise<Awaited<ReturnType<PhonePage[Name]>>>;
  }

  /**
   * Waits for the `count`-th entry of this name in the phone's journal.
   *
   * @param timeout milliseconds
   */
  async until(name: string, count = 1, timeout = 10_000): Promise<Entry> {
    return this.do('until', name, count, timeout);
  }

  /** Waits until the call has received audible audio. */
  async hears(): Promise<ReceivedAudio> {
    return this.do('untilAudible');
  }

  /** The journal so far. */
  async journal(): Promise<Entry[]> {
    return this.#page.evaluate(() => window.phone.journal);
  }

  /** Unregisters and closes the window. */
  async close(): Promise<void> {
    const registered = await this.do('isRegistered');
    await this.do('stop');
    // Or the next test's call would ring here too.
    if (registered) await this.until('ua:unregistered');
    await this.#page.close();
  }
}

type Method = {
  [Name in keyof PhonePage]: PhonePage[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof PhonePage];
