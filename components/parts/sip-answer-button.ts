import { callIcon } from '../icons/basic.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { SipActionButton, type ButtonLook } from './action-button.ts';

/**
 * @summary Answers the call that rings.
 * @tag sip-answer-button
 * @slot - The label, instead of the one in the user's language.
 * @slot icon - Its icon.
 * @csspart button - The button.
 * @csspart icon - Its icon.
 * @csspart label - Its label.
 */
export class SipAnswerButton extends SipActionButton {
  protected override look({ incoming }: PhoneSnapshot, { labels }: Dictionary): ButtonLook {
    return { label: labels.answer, icon: callIcon, enabled: incoming !== null };
  }

  protected override press(store: PhoneStore): void {
    void store.answer();
  }
}
