import { css, html, nothing } from 'lit';
import { alertIcon } from '../icons/basic.ts';
import { closeIcon } from '../icons/icons.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import { problemText } from '../locales/sentences.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/**
 * @summary What is wrong, in one sentence that says what to do. Nothing is shown while nothing is.
 * @tag sip-error
 * @slot icon - Its icon.
 * @slot close - The icon of the button that takes it away.
 * @csspart base - The message.
 * @csspart icon - Its icon.
 * @csspart text - Its text.
 * @csspart close - The button that takes it away.
 * @cssstate shown - There is something to say.
 */
export class SipErrorMessage extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    css`
      :host {
        display: block;
      }
      /* Nothing to say takes no place in a layout with gaps. */
      :host(:not(:state(shown))) {
        display: none;
      }
      [part='base'] {
        display: flex;
        gap: 10px;
        align-items: start;
        margin: 0;
        padding-block: 8px;
        padding-inline: 12px 4px;
        border: 1px solid color-mix(in srgb, var(--_danger), transparent 60%);
        border-radius: var(--_field-radius);
        background: color-mix(in srgb, var(--_danger), var(--_surface) 92%);
        color: var(--_text);
        font-size: 0.875rem;
        line-height: 1.4;
      }
      [part='icon'] {
        display: inline-flex;
        padding-block-start: 12px;
        color: var(--_danger);
      }
      [part='text'] {
        flex: 1;
        padding-block: 11px;
      }
      button {
        display: grid;
        place-items: center;
        inline-size: 44px;
        block-size: 44px;
        padding: 0;
        border: 0;
        border-radius: 50%;
        background: none;
        color: var(--_faint);
      }
      button:hover {
        background: var(--_quiet);
      }
    `,
  ];

  readonly #internals = this.attachInternals();

  protected override draw({ problem, state }: PhoneSnapshot, dictionary: Dictionary) {
    this.#internals.states.delete('shown');
    if (!problem) return nothing;
    this.#internals.states.add('shown');
    const { labels } = dictionary;
    // What the browser lacks does not go away by closing its message.
    const close =
      state === 'unsupported'
        ? nothing
        : html`<button part="close" type="button" aria-label=${labels.close} @click=${this.#close}>
            <slot name="close">${closeIcon}</slot>
          </button>`;
    return html`<div part="base">
      <span part="icon"><slot name="icon">${alertIcon}</slot></span
      ><span part="text">${problemText(problem, dictionary)}</span>${close}
    </div>`;
  }

  #close(): void {
    this.link?.dismiss();
  }
}
