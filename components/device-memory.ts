/** Remembers on this machine which devices were chosen (`persist-devices`). */
import { DEVICE_KINDS, type DeviceKind } from '../src/media/choose-device.ts';
import type { Devices } from '../src/media/devices.ts';

/** Where it stands in the browser's `localStorage`: what is chosen on one page of a site counts on all. */
const KEY = 'sip-elements:devices';

/** Chooses what was chosen the last time, and remembers from now on, until `signal` aborts. */
export function rememberDevices(devices: Devices, signal: AbortSignal): void {
  const stored = read();
  for (const kind of DEVICE_KINDS) {
    const { id, label } = stored?.[kind] ?? {};
    const known = typeof id === 'string' && typeof label === 'string';
    if (known && !devices.wish(kind)) void devices.choose(kind, { id, label });
  }
  const remember = () => {
    const wishes = DEVICE_KINDS.map((kind) => [kind, devices.wish(kind) ?? undefined]);
    write(JSON.stringify(Object.fromEntries(wishes)));
  };
  devices.on('change', remember, { signal });
}

type Stored = { readonly [kind in DeviceKind]?: { id?: unknown; label?: unknown } | null };

/** Whatever stands there: other scripts of the page can write there, too. */
function read(): Stored | null {
  try {
    return JSON.parse(globalThis.localStorage.getItem(KEY) ?? 'null') as Stored | null;
  } catch {
    return null;
  }
}

function write(text: string): void {
  try {
    if (globalThis.localStorage.getItem(KEY) !== text) globalThis.localStorage.setItem(KEY, text);
  } catch {
    // A page that may not store anything.
  }
}
