import { css, html, nothing, type PropertyDeclarations } from 'lit';
import { keypadIcon } from '../icons/icons.ts';
import { isLive } from '../store/states.ts';
import type { CallSnapshot } from '../store/snapshot.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/**
 * @summary The active call: who, how it stands, how long, and its controls. Nothing is shown without one.
 * @tag sip-current-call
 * @csspart base - The whole.
 * @csspart name - The other party.
 * @csspart controls - The row of buttons.
 */
export class SipCurrentCall extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      [part='base'] {
        display: grid;
        gap: 16px;
      }
      .who {
        display: grid;
        gap: 2px;
        justify-items: center;
        text-align: center;
      }
      h3 {
        margin: 0;
        font-size: 1.25rem;
        line-height: 1.3;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 4px 10px;
      }
      [part='controls'] {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 8px clamp(4px, 9cqi - 19px, 14px);
      }
      .toggle {
        display: inline-flex;
        flex-direction: column;
        align-items: center;
        gap: 6px;
        min-inline-size: 58px;
        padding: 4px 2px;
        border: 0;
        border-radius: var(--_radius);
        background: none;
        color: var(--_text);
        font-size: 0.8125rem;
        line-height: 1.2;
      }
      .toggle span {
        display: grid;
        place-items: center;
        inline-size: 48px;
        block-size: 48px;
        border: 1px solid transparent;
        border-radius: 50%;
        background: var(--_quiet);
        font-size: 1.125rem;
      }
      .toggle:hover span {
        background: color-mix(in srgb, var(--_quiet), var(--_text) 10%);
      }
      .toggle[aria-expanded='true'] span {
        background: var(--_text);
        color: var(--_surface);
      }
      @media (forced-colors: active) {
        .toggle span {
          border-color: ButtonText;
        }
        .toggle[aria-expanded='true'] span {
          forced-color-adjust: none;
          background: Highlight;
          color: HighlightText;
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    noHold: { type: Boolean, attribute: 'no-hold' },
    keypadOpen: { state: true },
  };
  /** The visitor's form: without the hold button. */
  noHold = false;
  private keypadOpen = false;

  /** Gives the focus to the button that hangs up. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('sip-hangup-button')?.focus(options);
  }

  protected override render() {
    const { active } = this.snapshot;
    if (!active || !this.dictionary) return nothing;
    return html`<div part="base" role="group" aria-label=${this.dictionary.labels.currentCall}>
      <div class="who">
        ${active.name ? html`<h3 part="name"><bdi>${active.name}</bdi></h3>` : nothing}
        <div class="line">
          <sip-status .store=${this.link}></sip-status><sip-timer .store=${this.link}></sip-timer>
        </div>
      </div>
      ${isLive(active.phase) ? this.#controls(active) : nothing}
    </div>`;
  }

  #controls({ phase }: CallSnapshot) {
    const open = this.keypadOpen && phase === 'connected';
    const connected = phase === 'connected';
    return html`<sip-keypad id="keypad" ?hidden=${!open} .store=${this.link}></sip-keypad>
      <div part="controls">
        ${
          connected
            ? html`<sip-mute-button .store=${this.link}></sip-mute-button>
                ${this.noHold ? nothing : html`<sip-hold-button .store=${this.link}></sip-hold-button>`}
                <button
                  class="toggle"
                  type="button"
                  aria-expanded=${open}
                  aria-controls="keypad"
                  @click=${() => (this.keypadOpen = !open)}
                >
                  <span>${keypadIcon}</span>${this.dictionary?.labels.keypad}
                </button>`
            : nothing
        }
        <sip-hangup-button tone="danger" .store=${this.link}></sip-hangup-button>
      </div>`;
  }
}
