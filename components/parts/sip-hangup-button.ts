import { hangupIcon } from '../icons/icons.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import { isLive } from '../store/states.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { SipActionButton, type ButtonLook } from './action-button.ts';

/**
 * @summary Ends the active call, or rejects the one that rings.
 * @tag sip-hangup-button
 * @slot - The label, instead of the one in the user's language.
 * @slot icon - Its icon.
 * @csspart button - The button.
 * @csspart icon - Its icon.
 * @csspart label - Its label.
 */
export class SipHangupButton extends SipActionButton {
  protected override look({ active, incoming }: PhoneSnapshot, { labels }: Dictionary): ButtonLook {
    const enabled = incoming !== null || (active !== null && isLive(active.phase));
    return { label: labels.hangup, icon: hangupIcon, enabled };
  }

  protected override press(store: PhoneStore): void {
    store.hangup();
  }
}
