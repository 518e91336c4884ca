import { css, html, nothing, type PropertyDeclarations } from 'lit';
import type { MicrophoneState } from '../../src/media/local-media.ts';
import { keypadIcon, mutedIcon } from '../icons/icons.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import type { CallMediaState } from '../store/call-media.ts';
import { isLive } from '../store/states.ts';
import type { CallSnapshot, PhoneSnapshot } from '../store/snapshot.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { roundButton } from '../styles/round-button.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/**
 * @summary The active call: who, how it stands, how long, and its controls. Nothing is shown without one.
 * @tag sip-current-call
 * @csspart base - The whole.
 * @csspart name - The other party.
 * @csspart pictures - The other party's picture, and one's own in its corner; there while one of them is.
 * @csspart warning - What is wrong with the microphone; there while something is.
 * @csspart controls - The row of buttons.
 * @csspart keypad - The button that opens the keypad.
 * @csspart icon - Its icon.
 */
export class SipCurrentCall extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    roundButton,
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
      [part='pictures'] {
        position: relative;
        border-radius: calc(var(--_radius) - 2px);
        overflow: hidden;
      }
      .both sip-video[self] {
        position: absolute;
        inset-block-end: 8px;
        inset-inline-end: 8px;
        inline-size: max(72px, 24%);
        border: 1px solid var(--_line);
        border-radius: 8px;
      }
      [part='warning'] {
        display: flex;
        justify-content: center;
        align-items: start;
        gap: 8px;
        margin: 0;
        color: var(--_danger);
        font-size: 0.875rem;
      }
      [part='controls'] {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 8px clamp(4px, 9cqi - 19px, 14px);
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    noHold: { type: Boolean, attribute: 'no-hold' },
    noKeypad: { type: Boolean, attribute: 'no-keypad' },
    video: { type: Boolean },
    keypadOpen: { state: true },
  };
  /** The visitor's form: without the hold button. */
  noHold = false;
  /** Without the keypad. */
  noKeypad = false;
  /** With the buttons of camera and screen; they are there in a call with a picture anyway. */
  video = false;
  private keypadOpen = false;

  /** Gives the focus to the button that hangs up. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('sip-hangup-button')?.focus(options);
  }

  protected override draw({ active }: PhoneSnapshot, dictionary: Dictionary) {
    if (!active) return nothing;
    const { media } = active;
    return html`<div part="base" role="group" aria-label=${dictionary.labels.currentCall}>
      ${media.localVideo || media.remoteVideo ? this.#pictures(media) : nothing}
      <div class="who">
        ${active.name ? html`<h3 part="name"><bdi>${active.name}</bdi></h3>` : nothing}
        <div class="line">
          <sip-status .store=${this.link}></sip-status><sip-timer .store=${this.link}></sip-timer>
        </div>
        ${active.phase === 'connected' ? html`<sip-quality .store=${this.link}></sip-quality>` : nothing}
      </div>
      ${isLive(active.phase) ? this.#warning(media.microphone, dictionary) : nothing}
      ${isLive(active.phase) ? this.#controls(active, dictionary) : nothing}
    </div>`;
  }

  #pictures({ localVideo, remoteVideo }: CallMediaState) {
    return html`<div part="pictures" class=${localVideo && remoteVideo ? 'both' : ''}>
      <sip-video .store=${this.link}></sip-video><sip-video self .store=${this.link}></sip-video>
    </div>`;
  }

  #warning(microphone: MicrophoneState, dictionary: Dictionary) {
    if (microphone === 'on') return nothing;
    return html`<p part="warning">${mutedIcon}${dictionary.microphone[microphone]}</p>`;
  }

  #keypadButton(open: boolean, { labels }: Dictionary) {
    return html`<button
      class="toggle"
      part="keypad"
      type="button"
      aria-expanded=${open}
      aria-controls="keypad"
      @click=${() => (this.keypadOpen = !open)}
    >
      <span part="icon">${keypadIcon}</span>${labels.keypad}
    </button>`;
  }

  #controls({ phase, media }: CallSnapshot, dictionary: Dictionary) {
    const open = this.keypadOpen && phase === 'connected';
    const connected = phase === 'connected';
    const video = connected && (this.video || media.localVideo !== null || media.remoteVideo);
    return html`<sip-keypad id="keypad" ?hidden=${!open} .store=${this.link}></sip-keypad>
      <div part="controls">
        ${
          connected
            ? html`<sip-mute-button .store=${this.link}></sip-mute-button>
                ${this.noHold ? nothing : html`<sip-hold-button .store=${this.link}></sip-hold-button>`}
                ${this.noKeypad ? nothing : this.#keypadButton(open, dictionary)}`
            : nothing
        }
        ${
          video
            ? html`<sip-camera-button .store=${this.link}></sip-camera-button>
                <sip-screen-button .store=${this.link}></sip-screen-button>`
            : nothing
        }
        <sip-hangup-button tone="danger" .store=${this.link}></sip-hangup-button>
      </div>`;
  }
}
