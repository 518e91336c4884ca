import type { PropertyValues } from 'lit';
import { canShareScreen } from '../../src/media/camera.ts';
import { screenIcon } from '../icons/icons.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import { toggleScreen } from '../store/pictures.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { SipActionButton, type ButtonLook } from './action-button.ts';

/**
 * @summary Shows a screen, a window or a tab in the call, and then again what was shown before. Hidden where the
 *   browser cannot do that, as on telephones.
 * @tag sip-screen-button
 * @slot - The label, instead of the one in the user's language.
 * @slot icon - Its icon.
 * @slot icon-on - Its icon while it is on.
 * @csspart button - The button.
 * @csspart icon - Its icon.
 * @csspart label - Its label.
 */
export class SipScreenButton extends SipActionButton {
  protected override look({ active }: PhoneSnapshot, { labels }: Dictionary): ButtonLook {
    const pressed = active?.media.localVideo === 'screen';
    return { label: labels.screen, icon: screenIcon, enabled: active?.phase === 'connected', pressed };
  }

  protected override firstUpdated(changed: PropertyValues<this>): void {
    super.firstUpdated(changed);
    if (!canShareScreen()) this.hidden = true;
  }

  protected override press(store: PhoneStore): void {
    void toggleScreen(store);
  }
}
