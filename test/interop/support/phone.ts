/** The page `pages/phone.ts`, as a test holds it in its hands. */
import type { Page } from 'puppeteer-core';
import { settings } from '../../../demo/kamailio/stack.ts';
import type { ReceivedAudio } from '../../support/audio.ts';
import type { Entry, Options, PhonePage } from '../pages/phone.ts';
import type { Browsers, BrowserSetup } from './browsers.ts';
import { webSocketUrls } from './kamailio.ts';

/** What {@link Phone.register} may be told beside the user. */
export interface AccountOptions {
  /** `ws` by default. */
  readonly transport?: keyof typeof webSocketUrls;
  /** Where Kamailio is, in place of the transport's address. */
  readonly url?: string;
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
  static async open(browsers: Browsers, name: BrowserSetup): Promise<Phone> {
    return new Phone(await browsers.open(name, 'phone'));
  }

  /** Opens one and registers it as a user of the stack. */
  static async registered(
    browsers: Browsers,
    name: BrowserSetup,
    user: string,
    options: AccountOptions = {},
  ): Promise<Phone> {
    const phone = await Phone.open(browsers, name);
    await phone.start(user, options);
    await phone.until('ua:registered');
    return phone;
  }

  /** Starts an account of the stack, with its password unless the configuration says otherwise. */
  async start(user: string, options: AccountOptions = {}): Promise<void> {
    const { transport = 'ws', url = webSocketUrls[transport], configuration = {} } = options;
    const account = { uri: `sip:${user}@${settings.domain}`, password: `pass-${user}` };
    await this.do('start', url, { ...account, ...configuration });
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
  async until(name: string, count = 1, timeout = 30_000): Promise<Entry> {
    return this.do('until', name, count, timeout);
  }

  /** Waits until the call has received audible audio: at most so many ms, beside what had arrived before. */
  async hears(...bounds: Parameters<PhonePage['untilAudible']>): Promise<ReceivedAudio> {
    return this.do('untilAudible', ...bounds);
  }

  /** The journal so far. */
  async journal(): Promise<Entry[]> {
    return this.#page.evaluate(() => window.phone.journal);
  }

  /** Closes the window as it is, as a crash does: nobody is told. */
  async crash(): Promise<void> {
    await this.#page.close();
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
