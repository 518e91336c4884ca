import { css, html, nothing, type PropertyDeclarations } from 'lit';
import type { SoundProcessing } from '../../src/media/devices.ts';
import { settingsIcon } from '../icons/icons.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { choice } from '../styles/choice.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

const SWITCHES = ['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const;

/**
 * Closed it is one line. What it holds can be had as parts of their own, too.
 *
 * @summary Devices, volume and what is done to the microphone's sound, out of the way until somebody wants them.
 * @tag sip-settings
 * @slot icon - The icon of the line that opens it.
 * @slot label - Its text.
 * @csspart base - The whole.
 * @csspart summary - The line that opens it.
 * @csspart fields - What is in it.
 * @csspart switch - One that is on or off, with its name.
 */
export class SipSettings extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    choice,
    css`
      :host {
        display: block;
      }
      summary {
        display: flex;
        align-items: center;
        gap: 8px;
        min-block-size: 44px;
        color: var(--_faint);
        font-size: 0.875rem;
        cursor: pointer;
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      [part='fields'] {
        display: grid;
        gap: 12px;
        padding-block: 8px 4px;
      }
      summary::after {
        content: '';
        margin-inline-start: auto;
        margin-inline-end: 4px;
        inline-size: 8px;
        block-size: 8px;
        border: solid currentcolor;
        border-width: 0 1.8px 1.8px 0;
        rotate: 45deg;
        translate: 0 -2px;
      }
      [open] summary::after {
        rotate: 225deg;
        translate: 0 2px;
      }
      summary:hover {
        color: var(--_text);
      }
      @media (forced-colors: active) {
        summary {
          color: ButtonText;
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = { video: { type: Boolean }, open: { state: true } };
  /**
   * With the camera.
   * @attr video
   */
  video = false;
  private open = false;

  protected override draw({ processing }: PhoneSnapshot, { labels }: Dictionary) {
    const { link } = this;
    return html`<details part="base" @toggle=${this.#toggled}>
      <summary part="summary">
        <slot name="icon">${settingsIcon}</slot><slot name="label">${labels.settings}</slot>
      </summary>
      <div part="fields">
        <sip-device-select kind="microphone" .store=${link}></sip-device-select>
        ${this.open ? html`<sip-level .store=${link}></sip-level>` : nothing}
        <sip-device-select kind="speaker" .store=${link}></sip-device-select>
        <sip-volume .store=${link}></sip-volume>
        <sip-device-select kind="ringer" .store=${link}></sip-device-select>
        <sip-device-select kind="camera" ?hidden=${!this.video} .store=${link}></sip-device-select>
        ${SWITCHES.map((name) => this.#switch(name, labels[name], processing[name]))}
      </div>
    </details>`;
  }

  /** Nobody measures what nobody sees. */
  #toggled({ target }: Event): void {
    this.open = (target as HTMLDetailsElement).open;
  }

  #switch(name: keyof SoundProcessing, label: string, on: boolean) {
    const change = ({ target }: Event) =>
      void this.link?.devices.process({ [name]: (target as HTMLInputElement).checked });
    return html`<label part="switch">
      <input type="checkbox" name=${name} .checked=${on} @change=${change} />${label}
    </label>`;
  }
}
