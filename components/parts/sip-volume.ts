import { css, html } from 'lit';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { fieldStyles } from '../styles/field.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/**
 * @summary How loud the other party and the tones are. Hidden where only the device itself has a volume (iOS).
 * @tag sip-volume
 * @slot label - Its name, instead of the one in the user's language.
 * @csspart label - Its name.
 * @csspart slider - The slider.
 */
export class SipVolume extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    fieldStyles,
    css`
      input {
        min-block-size: 44px;
        margin: 0;
        accent-color: var(--_accent);
      }
    `,
  ];

  /** Gives the focus to the slider. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('input')?.focus(options);
  }

  protected override firstUpdated(): void {
    if (!canSetVolume()) this.hidden = true;
  }

  protected override draw({ volume }: PhoneSnapshot, { labels, lang }: Dictionary) {
    const percent = new Intl.NumberFormat(lang, { style: 'percent' });
    return html`<label>
      <span part="label"><slot name="label">${labels.volume}</slot></span>
      <input
        part="slider"
        type="range"
        min="0"
        max="100"
        step="5"
        .value=${String(Math.round(volume * 100))}
        aria-valuetext=${percent.format(volume)}
        @input=${this.#set}
      />
    </label>`;
  }

  #set({ target }: Event): void {
    this.link?.setVolume((target as HTMLInputElement).valueAsNumber / 100);
  }
}

/** On iOS the volume of an element is always 1. */
function canSetVolume(): boolean {
  const probe = new Audio();
  probe.volume = 0.5;
  return probe.volume === 0.5;
}
