import { css, html, nothing, type PropertyValues } from 'lit';
import { platform, type Timer } from '../../src/platform.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import { clock, inWords } from '../locales/durations.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/**
 * @summary How long the active call has been going on. It is never announced.
 * @tag sip-timer
 * @csspart time - The time.
 */
export class SipTimer extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    css`
      :host {
        font-variant-numeric: tabular-nums;
        color: var(--_faint);
        font-size: 0.875rem;
        line-height: 1.4;
      }
    `,
  ];
  #timer: Timer;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    platform.clearTimeout(this.#timer);
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    platform.clearTimeout(this.#timer);
    const { active } = this.snapshot;
    if (!this.isConnected || !active?.startedAt || active.endedAt !== null) return;
    // On the second of the call, so that it neither skips nor repeats one.
    const part = (platform.now() - active.startedAt) % 1000;
    this.#timer = platform.setTimeout(() => this.requestUpdate(), 1000 - part);
  }

  protected override draw({ active }: PhoneSnapshot, { lang, labels }: Dictionary) {
    if (!active?.startedAt) return nothing;
    const seconds = Math.floor(((active.endedAt ?? platform.now()) - active.startedAt) / 1000);
    return html`<span
      part="time"
      role="timer"
      aria-live="off"
      aria-label="${labels.timer}: ${inWords(seconds, lang)}"
    >
      <time datetime="PT${seconds}S">${clock(seconds, lang)}</time>
    </span>`;
  }
}
