import { css, html, nothing, type TemplateResult } from 'lit';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { roundButton } from '../styles/round-button.ts';
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

/** A key that is held down is one press: the focus may be on another button by then. */
export function pressOnce(event: KeyboardEvent): void {
  if (event.repeat) event.preventDefault();
}

/** A button that does one thing with a phone: a subclass says what it looks like and what it does. */
export abstract class SipActionButton extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    roundButton,
    css`
      :host {
        display: inline-block;
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
        button[aria-disabled='true'] {
          color: GrayText;
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

  protected override draw(snapshot: PhoneSnapshot, dictionary: Dictionary) {
    const { label, icon, enabled, pressed } = this.look(snapshot, dictionary);
    // aria-disabled rather than disabled: a button that is disabled while it has the focus loses it.
    return html`<button
      part="button"
      type="button"
      aria-pressed=${pressed ?? nothing}
      aria-disabled=${enabled && this.link ? nothing : 'true'}
      @click=${this.#click}
      @keydown=${pressOnce}
    >
      <span part="icon"><slot name=${pressed ? 'icon-on' : 'icon'}>${icon}</slot></span>
      <span part="label"><slot>${label}</slot></span>
    </button>`;
  }

  #click(event?: MouseEvent): void {
    const { dictionary, link } = this;
    if (!dictionary || !link) return;
    const { enabled, pressed } = this.look(this.snapshot, dictionary);
    // A double click switches to and fro; what is done once is not done to the next call, too.
    const again = pressed === undefined && event !== undefined && event.detail > 1;
    if (enabled && !again) this.press(link);
  }
}
