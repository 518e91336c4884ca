/** What a lone call button fetches when somebody is about to use it. */
import '../define/parts.ts';
import type { SipError } from '../../src/errors.ts';
import { platform, type Timer } from '../../src/platform.ts';
import type { AccountElement } from '../account-element.ts';
import { define } from '../define/define.ts';
import { Engine, type EngineOptions } from '../engine.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import { phoneWords } from '../locales/phone-words.ts';
import { Announcer, type Announcement } from '../store/announcer.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import { isLive } from '../store/states.ts';
import { CallPanel } from './call-panel.ts';

define('sip-call-panel', CallPanel);
export { phoneWords };

/** For how long a connection that nobody uses is kept, in milliseconds. */
const KEEP = 60_000;

/** The phone behind a lone call button, and what the button shows and says of it. */
export class PrivatePhone {
  readonly #engine: Engine;
  readonly #announcer = new Announcer();
  #cooling: Timer;

  /** The panel of its call. */
  readonly panel: CallPanel;

  constructor(host: AccountElement, options: Omit<EngineOptions, 'registers'>) {
    this.#engine = new Engine(host, { ...options, registers: false });
    this.panel = Object.assign(document.createElement('sip-call-panel'), {
      engine: this.#engine,
      anchor: host,
    });
    this.panel.part.add('panel');
    this.store.on('change', () => host.requestUpdate());
    for (const event of ['ended', 'failed'] as const) this.store.on(event, () => this.#cool());
  }

  /** Its state and requests. */
  get store(): PhoneStore {
    return this.#engine.store;
  }

  /** Whether there is something to show: a call, what became of it, or what went wrong. */
  get open(): boolean {
    const { active, problem } = this.store.snapshot;
    return active !== null || problem !== null;
  }

  /** Reads the attributes anew, with those of `config-url`. */
  async configure(): Promise<void> {
    await this.#engine.prepare();
  }

  /** Connects in advance, and lets go of the connection when no click comes. */
  async warm(): Promise<void> {
    this.#cool();
    await this.store.warm();
  }

  /** What is new for a screen reader; undefined when nothing is. */
  news(dictionary: Dictionary): Announcement | undefined {
    return this.#announcer.next(this.store.snapshot, dictionary);
  }

  /** Draws its panel. */
  draw(dictionary: Dictionary | undefined): void {
    this.panel.dictionary = dictionary;
    this.panel.open = this.open;
    this.panel.requestUpdate();
  }

  /** Says once what is wrong with an attribute. */
  complain(problem: SipError): void {
    this.#engine.complain(problem);
  }

  #cool(): void {
    platform.clearTimeout(this.#cooling);
    this.#cooling = platform.setTimeout(() => {
      const { active } = this.store.snapshot;
      if (active && isLive(active.phase)) this.#cool();
      else this.store.stop();
    }, KEEP);
  }
}
