import { css, html, nothing, type PropertyDeclarations } from 'lit';
import { namedDevices, type Device, type DeviceKind } from '../../src/media/choose-device.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import { canChooseSpeaker } from '../sink.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { fieldStyles } from '../styles/field.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { textField } from '../styles/text-field.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/**
 * What is chosen is used at once, in a call too. Hidden while there is nothing to choose: before the user has
 * allowed a device of the kind, and for loudspeakers where the browser leaves them to the system.
 *
 * @summary Chooses a microphone, loudspeaker or camera.
 * @tag sip-device-select
 * @slot label - Its name, instead of the one in the user's language.
 * @csspart label - Its name.
 * @csspart select - The list.
 * @cssstate usable - There is something to choose.
 */
export class SipDeviceSelect extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    fieldStyles,
    textField,
    css`
      :host(:not(:state(usable))) {
        display: none;
      }
      select {
        inline-size: 100%;
        text-overflow: ellipsis;
      }
    `,
  ];
  static override properties: PropertyDeclarations = { kind: {} };
  /**
   * What for: `microphone` (default), `speaker`, `ringer` (what rings) or `camera`.
   * @attr kind
   */
  kind: DeviceKind = 'microphone';
  readonly #internals = this.attachInternals();

  /** Gives the focus to the list. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('select')?.focus(options);
  }

  protected override draw({ devices: kinds }: PhoneSnapshot, { labels }: Dictionary) {
    const { list, wish, chosen } = kinds[this.kind] ?? {};
    const played = this.kind === 'speaker' || this.kind === 'ringer';
    const usable = list !== undefined && list.length > 0 && (!played || canChooseSpeaker());
    if (usable) this.#internals.states.add('usable');
    else this.#internals.states.delete('usable');
    if (!usable) return nothing;
    // What was asked for and has gone is not shown as if it were used.
    const selected = wish && chosen ? chosen.id : '';
    const devices = namedDevices(list);
    return html`<label>
      <span part="label"><slot name="label">${labels[this.kind]}</slot></span>
      <select part="select" @change=${this.#choose}>
        <option value="" .selected=${!devices.some(({ id }) => id === selected)}>
          ${labels.systemDefault}
        </option>
        ${devices.map(
          (device, at) =>
            html`<option value=${device.id} .selected=${device.id === selected}>
              ${device.label || `${labels[this.kind]} ${at + 1}`}
            </option>`,
        )}
      </select>
    </label>`;
  }

  #choose({ target }: Event): void {
    const { value } = target as HTMLSelectElement;
    const { list } = this.snapshot.devices[this.kind];
    const device: Device | undefined = list.find(({ id }) => id === value);
    void this.link?.devices.choose(this.kind, device ?? null);
  }
}
