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
import { isOn } from '../settings.ts';
import { phoneTag } from '../phones.ts';
import type { PhoneCallOptions } from '../store/phone-events.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import { isLive } from '../store/states.ts';
import { CallPanel } from './call-panel.ts';

define('sip-call-panel', CallPanel);

/** For how long a connection that nobody uses is kept, in milliseconds. */
const KEEP = 60_000;

/** For how long the code of a `<sip-phone>` is waited for, in milliseconds: a page may have forgotten it. */
const CODE_WITHIN = 10_000;

/** The phone behind a lone call button, and what the button shows and says of it. */
export class PrivatePhone {
  readonly #engine: Engine;
  readonly #host: AccountElement;
  readonly #announcer = new Announcer();
  #cooling: Timer;

  /** All that it says. */
  readonly words = phoneWords;

  /** The panel of its call. */
  readonly panel: CallPanel;

  constructor(host: AccountElement, options: Omit<EngineOptions, 'registers'>) {
    this.#host = host;
    this.#engine = new Engine(host, { ...options, registers: false });
    this.panel = Object.assign(document.createElement('sip-call-panel'), {
      engine: this.#engine,
      anchor: host,
    });
    this.panel.part.add('panel');
    for (const name of ['consent', 'precall']) {
      // What the page has put into the button is shown by its panel.
      const slot = Object.assign(document.createElement('slot'), { name, slot: name });
      this.panel.append(slot);
    }
    this.store.on('change', () => host.requestUpdate());
    for (const event of ['ended', 'failed'] as const) this.store.on(event, () => this.#cool());
  }

  /** Its state and requests. */
  get store(): PhoneStore {
    return this.#engine.store;
  }

  /** Whether there is something to show: a call, what became of it, what went wrong, or something to ask. */
  get open(): boolean {
    const { active, problem, toRate } = this.store.snapshot;
    const rates = toRate !== null && isOn(this.#host.getAttribute('rating'));
    return active !== null || problem !== null || rates || this.asking;
  }

  /** Whether the visitor is being asked something before a call. */
  get asking(): boolean {
    return this.panel.questions !== null;
  }

  /** Whether there is a configuration file that has not been read. */
  get unread(): boolean {
    return this.#engine.unread;
  }

  /**
   * Asks for consent and whatever else is to be known before a call.
   *
   * @param proceed called with what the visitor told, in the task of the last click
   * @returns what `proceed` returns; null where the visitor does not want to
   */
  async ask<T>(proceed: (options: PhoneCallOptions) => Promise<T>): Promise<T | null> {
    this.cancel();
    return new Promise((resolve, reject) => {
      const finish = (options: PhoneCallOptions | null) => {
        this.panel.questions = null;
        // Answers take their time: the attributes count as they are now.
        this.#engine.configure();
        if (options) proceed(options).then(resolve, reject);
        else resolve(null);
        this.#host.requestUpdate();
      };
      const precall = isOn(this.#host.getAttribute('precall'));
      if (this.#engine.question === null && !precall) return finish({});
      this.panel.questions = { precall, finish };
      this.#host.requestUpdate();
      void this.panel.updateComplete.then(() => this.panel.focus());
    });
  }

  /** Asks no more. */
  cancel(): void {
    this.panel.questions?.finish(null);
  }

  /** Reads the attributes anew, with those of `config-url`. */
  async configure(): Promise<void> {
    // The phone that the button belongs to makes the call, once its code is there.
    if (phoneTag(this.#host, this.#host.getAttribute('phone'))?.matches(':not(:defined)')) await phoneCode();
    await this.#engine.prepare();
    if (this.#host.matches('[consent], [precall], [rating]')) await import('../define/visitor-parts.ts');
  }

  /**
   * Connects in advance, and lets go of the connection when no click comes. Who has not agreed yet is not to be known to
   * any server.
   */
  async warm(): Promise<void> {
    if (this.#engine.question !== null) return;
    this.#cool();
    // The browser's own code: with the first peer connection of a page it starts WebRTC. This one gathers nothing.
    const { RTCPeerConnection } = platform;
    if (RTCPeerConnection) new RTCPeerConnection().close();
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

function phoneCode(): Promise<unknown> {
  const late = new Promise((resolve) => platform.setTimeout(() => resolve(null), CODE_WITHIN));
  return Promise.race([customElements.whenDefined('sip-phone'), late]);
}
