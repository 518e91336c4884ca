import type { DeviceKind } from '../../src/media/choose-device.ts';
import type { Devices } from '../../src/media/devices.ts';
import type { DeviceChoice, PhoneSnapshot } from './snapshot.ts';

/** The devices as a snapshot shows them. */
export function choicesOf(devices: Devices): PhoneSnapshot['devices'] {
  const choice = (kind: DeviceKind): DeviceChoice => ({
    list: devices.list(kind),
    wish: devices.wish(kind),
    chosen: devices.chosen(kind),
  });
  return {
    microphone: choice('microphone'),
    camera: choice('camera'),
    speaker: choice('speaker'),
    ringer: choice('ringer'),
  };
}
