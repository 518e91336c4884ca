import { css, html, nothing, type PropertyValues } from 'lit';
import { silenceIcon } from '../icons/icons.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/**
 * @summary The call that rings: who it is, and the buttons to answer, reject and silence it. Nothing is shown while
 * no call rings.
 * @tag sip-incoming
 * @slot icon - The icon of the button that makes the ringing quiet.
 * @slot silence - Its text.
 * @csspart base - The card.
 * @csspart name - The caller.
 * @csspart silence - The button that makes the ringing quiet.
 */
export class SipIncoming extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    css`
      :host {
        display: block;
      }
      [part='base'] {
        display: grid;
        gap: 14px;
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
      p {
        margin: 0 0 2px;
        color: var(--_faint);
        font-size: 0.875rem;
      }
      .actions {
        display: flex;
        gap: 16px;
        justify-content: center;
      }
      .quiet {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-block-size: 44px;
        padding-inline: 16px;
        border: 0;
        border-radius: 22px;
        background: none;
        color: var(--_faint);
        font-size: 0.875rem;
      }
      .quiet:hover {
        background: var(--_quiet);
      }
    `,
  ];

  /** Gives the focus to the button that answers. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('sip-answer-button')?.focus(options);
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    // The button that silences has gone with the focus.
    if (this.snapshot.silenced && this.renderRoot.querySelector('.quiet:focus')) this.focus();
  }

  protected override draw({ incoming, silenced }: PhoneSnapshot, dictionary: Dictionary) {
    if (!incoming) return nothing;
    const { labels, automatic } = dictionary;
    return html`<div part="base" role="group" aria-label=${dictionary.incoming(incoming.name)}>
      <div>
        <p>${incoming.automatic ? automatic(incoming.name) : labels.incomingCall}</p>
        <h3 part="name"><bdi>${incoming.name}</bdi></h3>
      </div>
      <div class="actions">
        <sip-reject-button tone="danger" .store=${this.link}></sip-reject-button>
        <sip-answer-button tone="accent" .store=${this.link}></sip-answer-button>
      </div>
      <button
        class="quiet"
        part="silence"
        type="button"
        ?hidden=${silenced}
        @click=${() => this.link?.silence()}
      >
        <slot name="icon">${silenceIcon}</slot><slot name="silence">${labels.silence}</slot>
      </button>
    </div>`;
  }
}
