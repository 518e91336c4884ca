/** What only a call button with opening hours loads. */
import type { ReactiveController } from 'lit';
import type { SipError } from '../../src/errors.ts';
import { platform, type Timer } from '../../src/platform.ts';
import { openingAt, parseHours, type Opening } from '../hours.ts';
import type { KnownWords } from '../locales/dictionary.ts';
import { invalid } from '../settings.ts';
import type { SipCallButton } from './sip-call-button.ts';

const OPEN: Opening = { open: true, until: null };

/** Whether somebody is there now, by the attributes `hours` and `timezone` of a button. */
export class OpeningHours implements ReactiveController {
  readonly #host: SipCallButton;
  readonly #tell: (problem: SipError) => void;
  #opening = OPEN;
  /** The attributes that this was found by. */
  #read = '';
  #timer: Timer;
  #unwatch: (() => void) | undefined;

  /** @param tell called with what is wrong with the attributes */
  constructor(host: SipCallButton, tell: (problem: SipError) => void) {
    this.#host = host;
    this.#tell = tell;
    host.addController(this);
  }

  /** Nobody is there. */
  get closed(): boolean {
    return !this.#opening.open;
  }

  hostConnected(): void {
    // Timers sleep with the computer.
    this.#unwatch = platform.onWake(() => this.#look());
    this.#look();
  }

  hostDisconnected(): void {
    platform.clearTimeout(this.#timer);
    this.#unwatch?.();
  }

  /** Looks at the attributes again. */
  read(): void {
    if (this.#read !== this.#attributes) this.#look();
  }

  /** That it is closed, and when it opens again by the visitor's own clock. */
  text({ lang, states, opensAgain }: KnownWords): string | undefined {
    const { until } = this.#opening;
    if (until === null) return states.closed;
    const time = new Intl.DateTimeFormat(lang, { weekday: 'long', hour: 'numeric', minute: '2-digit' });
    return opensAgain(time.format(until));
  }

  get #attributes(): string {
    return JSON.stringify([this.#host.hours, this.#host.timezone]);
  }

  #look(): void {
    platform.clearTimeout(this.#timer);
    const now = platform.now();
    this.#opening = this.#openingAt(now);
    this.#read = this.#attributes;
    const { until } = this.#opening;
    if (until !== null) this.#timer = platform.setTimeout(() => this.#look(), until - now);
    this.#host.requestUpdate();
  }

  /** Hours that cannot be read send nobody away. */
  #openingAt(now: number): Opening {
    const { hours, timezone } = this.#host;
    if (!hours?.trim()) return OPEN;
    try {
      const spans = parseHours(hours);
      try {
        return openingAt(spans, timezone?.trim() || undefined, now);
      } catch {
        this.#tell(invalid('timezone', timezone ?? '', 'is no time zone as Europe/Berlin'));
      }
    } catch (error) {
      this.#tell(invalid('hours', hours, `cannot be read: ${(error as Error).message}`));
    }
    return OPEN;
  }
}
