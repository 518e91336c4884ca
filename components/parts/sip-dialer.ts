import { css, html } from 'lit';
import { callIcon } from '../icons/basic.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { isLive } from '../store/states.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { textField } from '../styles/text-field.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/**
 * @summary A field for a number or an address, and the button that calls it.
 * @tag sip-dialer
 * @slot label - The name of the field, instead of the one in the user's language.
 * @slot icon - The icon of the button.
 * @csspart label - The name of the field.
 * @csspart field - The field.
 * @csspart button - The button.
 */
export class SipDialer extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    textField,
    css`
      :host {
        display: block;
      }
      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 6px;
      }
      label {
        font-size: 0.8125rem;
        color: var(--_faint);
      }
      .row {
        display: flex;
        gap: 8px;
      }
      input {
        flex: 1;
      }
      button {
        display: grid;
        place-items: center;
        inline-size: 52px;
        min-block-size: 44px;
        padding: 0;
        border: 1px solid transparent;
        border-radius: var(--_field-radius);
        background: var(--_accent);
        color: var(--_on-accent);
        font-size: 1.0625rem;
      }
      button:hover {
        background: color-mix(in srgb, var(--_accent), var(--_text) 14%);
      }
    `,
  ];

  /** Gives the focus to the field. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('input')?.focus(options);
  }

  protected override draw(_: PhoneSnapshot, { labels }: Dictionary) {
    return html`<form @submit=${this.#submit}>
      <label part="label" for="number"><slot name="label">${labels.number}</slot></label>
      <div class="row">
        <input
          part="field"
          id="number"
          name="number"
          inputmode="text"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          dir="auto"
        />
        <button part="button" type="submit" aria-label=${labels.call}>
          <slot name="icon">${callIcon}</slot>
        </button>
      </div>
    </form>`;
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const field = this.renderRoot.querySelector('input');
    const target = field?.value.trim();
    const { active } = this.snapshot;
    // A double click, or a key that is held down: one call is on its way already.
    if (active && isLive(active.phase) && active.phase !== 'connected') return;
    if (target) void this.link?.requestCall(target);
    else field?.focus();
  }
}
