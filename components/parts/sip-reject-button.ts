import { hangupIcon } from '../icons/icons.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { SipActionButton, type ButtonLook } from './action-button.ts';

/**
 * @summary Rejects the call that rings: the caller hears "busy".
 * @tag sip-reject-button
 * @slot - The label, instead of the one in the user's language.
 * @slot icon - Its icon.
 * @csspart button - The button.
 * @csspart icon - Its icon.
 * @csspart label - Its label.
 */
export class SipRejectButton extends SipActionButton {
  protected override look({ incoming }: PhoneSnapshot, { labels }: Dictionary): ButtonLook {
    return { label: labels.reject, icon: hangupIcon, enabled: incoming !== null };
  }

  protected override press(store: PhoneStore): void {
    store.reject();
  }
}
