import { css, html } from 'lit';
import { stateIcons } from '../icons/icons.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import { queueText } from '../locales/sentences.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/**
 * @summary The phone's state in a word and an icon. It is not a live region: the phone has one for all its parts.
 * @tag sip-status
 * @slot idle - The icon of this state; each other state has a slot of its name, too.
 * @csspart icon - The icon of the state.
 * @csspart text - The text of the state.
 */
export class SipStatus extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        color: var(--_faint);
        font-size: 0.875rem;
        line-height: 1.4;
      }
      [part='icon'] {
        display: inline-flex;
      }
    `,
  ];

  protected override draw({ state, active, standby }: PhoneSnapshot, dictionary: Dictionary) {
    const byOther = state === 'held' && active?.hold.remote && !active.hold.local;
    const noSound = state === 'reconnecting' && active?.lost.media;
    const { heldByOther, labels, soundLost, states } = dictionary;
    const place = state === 'queued' ? queueText(active, dictionary) : undefined;
    const elsewhere = state === 'idle' && standby ? labels.standby : undefined;
    const text = byOther ? heldByOther : noSound ? soundLost : (place ?? elsewhere ?? states[state]);
    return html`<span part="icon"><slot name=${state}>${stateIcons[state]}</slot></span
      ><span part="text">${text}</span>`;
  }
}
