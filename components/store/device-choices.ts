import { DEVICE_KINDS, type DeviceKind } from '../../src/media/choose-device.ts';
import type { Devices } from '../../src/media/devices.ts';
import type { DeviceChoice, PhoneSnapshot } from './snapshot.ts';

/** The devices as a snapshot shows them. */
export function choicesOf(devices: Devices): PhoneSnapshot['devices'] {
  const choices = DEVICE_KINDS.map((kind): [DeviceKind, DeviceChoice] => [
    kind,
    { list: devices.list(kind), wish: devices.wish(kind), chosen: devices.chosen(kind) },
  ]);
  return Object.fromEntries(choices) as PhoneSnapshot['devices'];
}
