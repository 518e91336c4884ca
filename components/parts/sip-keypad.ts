import { css, html, nothing, type PropertyDeclarations } from 'lit';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { pressOnce } from './action-button.ts';
import { SipPart } from './part.ts';

/** The keys, row by row, each with what else is written on it (ITU-T E.161). */
const KEYS = ['1', '2ABC', '3DEF', '4GHI', '5JKL', '6MNO', '7PQRS', '8TUV', '9WXYZ', '*', '0+', '#'];

/**
 * @summary The twelve keys of a telephone. They send tones in the active call; the keyboard's digits do too while
 * the focus is inside.
 * @tag sip-keypad
 * @csspart sent - The tones that were sent.
 * @csspart key - One key.
 */
export class SipKeypad extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    css`
      :host {
        display: block;
        inline-size: 100%;
        max-inline-size: 264px;
        margin-inline: auto;
      }
      [part='sent'] {
        display: block;
        min-block-size: 1.5em;
        text-align: center;
        font-variant-numeric: tabular-nums;
        letter-spacing: 0.12em;
        overflow-wrap: anywhere;
        color: var(--_text);
      }
      .keys {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: 8px;
        /* The keys of a telephone are where they are in every writing direction. */
        direction: ltr;
      }
      button {
        display: flex;
        flex-direction: column;
        align-items: center;
        justify-content: center;
        min-block-size: 52px;
        padding: 4px;
        border: 1px solid transparent;
        border-radius: var(--_radius);
        background: var(--_quiet);
        color: var(--_text);
        font-size: 1.25rem;
        line-height: 1.1;
      }
      button:hover {
        background: color-mix(in srgb, var(--_quiet), var(--_text) 10%);
      }
      small {
        min-block-size: 1em;
        font-size: 0.625rem;
        letter-spacing: 0.1em;
        color: var(--_faint);
      }
      button[aria-disabled='true'] {
        color: var(--_faint);
        cursor: default;
      }
      @media (forced-colors: active) {
        button {
          border-color: ButtonText;
        }
        button[aria-disabled='true'] {
          border-color: GrayText;
          color: GrayText;
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = { sent: { state: true } };
  private sent = '';
  #call: string | undefined;

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed as never);
    const call = this.snapshot.active?.id;
    if (call !== this.#call) this.sent = '';
    this.#call = call;
  }

  protected override draw({ active }: PhoneSnapshot, { labels }: Dictionary) {
    const disabled = active?.phase === 'connected' ? nothing : 'true';
    return html`<output part="sent" aria-live="off" dir="ltr">${this.sent}</output>
      <div class="keys" role="group" aria-label=${labels.keypad} @keydown=${this.#keydown}>
        ${KEYS.map((key) => this.#key(key.charAt(0), key.slice(1), disabled))}
      </div>`;
  }

  #key(tone: string, letters: string, disabled: unknown) {
    return html`<button
      part="key"
      type="button"
      aria-disabled=${disabled}
      value=${tone}
      @click=${() => this.#send(tone)}
    >
      ${tone}<small aria-hidden="true">${letters}</small>
    </button>`;
  }

  #keydown(event: KeyboardEvent): void {
    pressOnce(event);
    if (event.repeat || !/^[0-9*#]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey)
      return;
    event.preventDefault();
    this.#send(event.key);
  }

  #send(tone: string): void {
    if (this.snapshot.active?.phase !== 'connected') return;
    this.link?.sendDTMF(tone);
    this.sent += tone;
  }
}
