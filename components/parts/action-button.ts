import { css, html, nothing, type TemplateResult } from 'lit';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/** What a button of a phone is at a moment. */
export interface ButtonLook {
  label: string;
  icon: TemplateResult;
  /** Whether it can be pressed now. */
  enabled: boolean;
  /** For a toggle: whether it is on. */
  pressed?: boolean;
}

/** A button that does one thing with a phone: a subclass says what it looks like and what it does. */
export abstract class SipActionButton extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    css`
      :host {
        display: inline-block;
      }
      button {
        display: inline-flex;
        flex-direction: column;
        align-items: center;
        gap: 6px;
        min-inline-size: 58px;
        margin: 0;
        padding: 4px 2px;
        border: 0;
        border-radius: var(--_radius);
        background: none;
        color: var(--_text);
        font-size: 0.8125rem;
        line-height: 1.2;
      }
      [part='icon'] {
        display: grid;
        place-items: center;
        inline-size: 48px;
        block-size: 48px;
        border: 1px solid transparent;
        border-radius: 50%;
        background: var(--_quiet);
        font-size: 1.125rem;
        transition: background-color 0.15s;
      }
      button:hover [part='icon'] {
        background: color-mix(in srgb, var(--_quiet), var(--_text) 10%);
      }
      button[aria-pressed='true'] [part='icon'] {
        background: var(--_text);
        color: var(--_surface);
      }
      button[aria-disabled='true'] {
        color: var(--_faint);
        cursor: default;
      }
      button[aria-disabled='true'] [part='icon'] {
        opacity: 0.55;
        background: var(--_quiet);
      }
      :host([tone='accent']) [part='icon'],
      :host([tone='accent']) button:hover [part='icon'] {
        background: var(--_accent);
        color: var(--_on-accent);
      }
      :host([tone='danger']) [part='icon'],
      :host([tone='danger']) button:hover [part='icon'] {
        background: var(--_danger);
        color: var(--_on-danger);
      }
      @media (forced-colors: active) {
        [part='icon'] {
          border-color: ButtonText;
        }
        button[aria-pressed='true'] [part='icon'] {
          forced-color-adjust: none;
          background: Highlight;
          color: HighlightText;
        }
        button[aria-disabled='true'] {
          color: GrayText;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        [part='icon'] {
          transition: none;
        }
      }
    `,
  ];

  protected abstract look(snapshot: PhoneSnapshot, dictionary: Dictionary): ButtonLook;
  protected abstract press(store: PhoneStore): void;

  /** Gives the focus to the button. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('button')?.focus(options);
  }

  /** Presses it, as a click of the user does. */
  override click(): void {
    this.#click();
  }

  protected override render() {
    if (!this.dictionary) return nothing;
    const { label, icon, enabled, pressed } = this.look(this.snapshot, this.dictionary);
    // aria-disabled rather than disabled: a button that is disabled while it has the focus loses it.
    return html`<button
      part="button"
      type="button"
      aria-pressed=${pressed ?? nothing}
      aria-disabled=${enabled && this.link ? nothing : 'true'}
      @click=${this.#click}
    >
      <span part="icon">${icon}</span><span part="label"><slot>${label}</slot></span>
    </button>`;
  }

  #click(): void {
    const { dictionary, link } = this;
    if (dictionary && link && this.look(this.snapshot, dictionary).enabled) this.press(link);
  }
}
