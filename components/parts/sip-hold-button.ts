import { holdIcon } from '../icons/icons.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { SipActionButton, type ButtonLook } from './action-button.ts';

/**
 * @summary Puts the call on hold and takes it off.
 * @tag sip-hold-button
 * @slot - The label, instead of the one in the user's language.
 * @slot icon - Its icon.
 * @slot icon-on - Its icon while it is on.
 * @csspart button - The button.
 * @csspart icon - Its icon.
 * @csspart label - Its label.
 */
export class SipHoldButton extends SipActionButton {
  protected override look({ active }: PhoneSnapshot, { labels }: Dictionary): ButtonLook {
    const pressed = active?.hold.local ?? false;
    return { label: labels.hold, icon: holdIcon, enabled: active?.phase === 'connected', pressed };
  }

  protected override press(store: PhoneStore): void {
    if (store.snapshot.active?.hold.local) store.unhold();
    else store.hold();
  }
}
