/** Remembers on this machine which devices were chosen (`persist-devices`). */
import { DEVICE_KINDS, type DeviceKind, type DeviceWish } from '../src/media/choose-device.ts';
import type { Devices } from '../src/media/devices.ts';

/** Where it stands in the browser's `localStorage`: what is chosen on one page of a site counts on all. */
const KEY = 'sip-elements:devices';

/** Chooses what was chosen the last time, and remembers from now on, until `signal` aborts. */
export function rememberDevices(devices: Devices, signal: AbortSignal): void {
  for (const [kind, wish] of Object.entries(read())) {
    if (!devices.wish(kind as DeviceKind)) void devices.choose(kind as DeviceKind, wish);
  }
  const remember = () => {
    const wishes = DEVICE_KINDS.map((kind) => [kind, devices.wish(kind) ?? undefined]);
    write(JSON.stringify(Object.fromEntries(wishes)));
  };
  devices.on('change', remember, { signal });
}

/** Whatever stands there: other scripts of the page can write there, too. */
function read(): Partial<Record<DeviceKind, DeviceWish>> {
  try {
    const stored = JSON.parse(globalThis.localStorage.getItem(KEY) ?? '{}') as Record<string, unknown>;
    return Object.fromEntries(
      DEVICE_KINDS.flatMap((kind) => {
        const { id, label } = (stored[kind] ?? {}) as Record<string, unknown>;
        return typeof id === 'string' && typeof label === 'string' ? [[kind, { id, label }]] : [];
      }),
    );
  } catch {
    return {};
  }
}

function write(text: string): void {
  try {
    if (globalThis.localStorage.getItem(KEY) !== text) globalThis.localStorage.setItem(KEY, text);
  } catch {
    // A page that may not store anything.
  }
}
