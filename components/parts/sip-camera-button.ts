import { cameraIcon } from '../icons/icons.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import { toggleCamera } from '../store/pictures.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { SipActionButton, type ButtonLook } from './action-button.ts';

/**
 * @summary Shows the camera in the call, also in one that began with sound alone, and takes it away.
 * @tag sip-camera-button
 * @slot - The label, instead of the one in the user's language.
 * @slot icon - Its icon.
 * @slot icon-on - Its icon while it is on.
 * @csspart button - The button.
 * @csspart icon - Its icon.
 * @csspart label - Its label.
 */
export class SipCameraButton extends SipActionButton {
  protected override look({ active }: PhoneSnapshot, { labels }: Dictionary): ButtonLook {
    const pressed = active?.media.localVideo === 'camera';
    return { label: labels.camera, icon: cameraIcon, enabled: active?.phase === 'connected', pressed };
  }

  protected override press(store: PhoneStore): void {
    void toggleCamera(store);
  }
}
