import { microphoneIcon, mutedIcon } from '../icons/icons.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { SipActionButton, type ButtonLook } from './action-button.ts';

/**
 * @summary Switches the microphone off and on. It shows "muted" once the track is.
 * @tag sip-mute-button
 * @slot - The label, instead of the one in the user's language.
 * @slot icon - Its icon.
 * @slot icon-on - Its icon while it is on.
 * @csspart button - The button.
 * @csspart icon - Its icon.
 * @csspart label - Its label.
 */
export class SipMuteButton extends SipActionButton {
  protected override look({ active }: PhoneSnapshot, { labels }: Dictionary): ButtonLook {
    const pressed = active?.muted ?? false;
    const enabled = active?.phase === 'connected';
    return { label: labels.mute, icon: pressed ? mutedIcon : microphoneIcon, enabled, pressed };
  }

  protected override press(store: PhoneStore): void {
    if (store.snapshot.active?.muted) store.unmute();
    else store.mute();
  }
}
