/** Which device to use: pure functions of what there is and what was asked for. */

/** What a device is used for. A `ringer` is the loudspeaker for ringing, where that is not the one for calls. */
export type DeviceKind = 'microphone' | 'camera' | 'speaker' | 'ringer';

/** All of {@link DeviceKind}. */
export const DEVICE_KINDS = ['microphone', 'camera', 'speaker', 'ringer'] as const satisfies DeviceKind[];

/** One device, as the browser tells of it. */
export interface Device {
  /** The browser's id of it: of this site, and in some browsers of this session only. */
  readonly id: string;
  /** Its name, for people. */
  readonly label: string;
  /** What belongs to the same piece of hardware has the same. */
  readonly group: string;
}

/** A device that somebody wants. The label finds it again where its id has changed. */
export type DeviceWish = Pick<Device, 'id' | 'label'>;

/** In Chromium, the device that the system uses by default at the time. */
const DEFAULT = 'default';

const INFO_KINDS: Record<DeviceKind, MediaDeviceKind> = {
  microphone: 'audioinput',
  camera: 'videoinput',
  speaker: 'audiooutput',
  ringer: 'audiooutput',
};

/**
 * The devices for one use. Empty before the user has allowed any: a browser then hides their ids.
 *
 * @param hidden with those whose ids are hidden
 */
export function devicesFor(kind: DeviceKind, infos: readonly MediaDeviceInfo[], hidden = false): Device[] {
  return (
    infos
      .filter((info) => info.kind === INFO_KINDS[kind] && (hidden || info.deviceId !== ''))
      // A second alias, of Chromium on Windows: who wants that device finds it by its own name.
      .filter(({ deviceId }) => deviceId !== 'communications')
      .map(({ deviceId, label, groupId }) => ({ id: deviceId, label, group: groupId }))
  );
}

/** The system's own choice: its alias where there is one, else the first (Media Capture and Streams, section 9.2.1). */
export function defaultDevice(devices: readonly Device[]): Device | null {
  return devices.find(({ id }) => id === DEFAULT) ?? devices[0] ?? null;
}

/** The devices that can be asked for by name: all but the alias of the default one. */
export function namedDevices(devices: readonly Device[]): Device[] {
  return devices.filter(({ id }) => id !== DEFAULT);
}

/**
 * The device to use: the one that is wanted while it is there, else the system's default, else any. It is the same
 * for the same devices: what comes back is returned to.
 *
 * @param wish what the user has chosen; null follows the system
 * @param failed ids of devices that could not be opened, and are left alone
 */
export function chooseDevice(
  devices: readonly Device[],
  wish: DeviceWish | null,
  failed: ReadonlySet<string> = new Set(),
): Device | null {
  const usable = devices.filter(({ id }) => !failed.has(id));
  const wanted = wish && (usable.find(({ id }) => id === wish.id) ?? namesake(usable, wish));
  return wanted ?? defaultDevice(usable);
}

/** Only one of that name: of two, nobody knows which was meant. */
function namesake(devices: readonly Device[], { label }: DeviceWish): Device | null {
  const [found, ...others] = label ? namedDevices(devices).filter((device) => device.label === label) : [];
  return found && others.length === 0 ? found : null;
}

/** Whether two are one device. An alias means another one when the hardware behind it changes. */
export function isSameDevice(one: Device | null, other: Device | null): boolean {
  return one?.id === other?.id && one?.group === other?.group;
}
