import { Emitter } from '../emitter.ts';
import { createLog } from '../log.ts';
import { platform, type Timer } from '../platform.ts';
import {
  chooseDevice,
  DEVICE_KINDS,
  devicesFor,
  isSameDevice,
  type Device,
  type DeviceKind,
  type DeviceWish,
} from './choose-device.ts';
import type { MicrophoneState } from './local-media.ts';

const debug = createLog('sip-elements:media:devices');

/** A device that something is captured with. */
export type CaptureKind = 'microphone' | 'camera';

/** What the browser does to the microphone's sound. All are on unless switched off. */
export interface SoundProcessing {
  /** Takes the loudspeaker's sound out of it. */
  echoCancellation: boolean;
  /** Takes steady noise out of it. */
  noiseSuppression: boolean;
  /** Makes it louder or quieter as is needed. */
  autoGainControl: boolean;
}

/** The events of {@link Devices}. */
export interface DevicesEvents {
  /** Devices came or went, or another one is used. */
  change: [kinds: readonly DeviceKind[]];
  [event: string]: unknown[];
}

/** Who uses a track that was captured. */
export interface TrackUser {
  /** Takes `next` in the place of `before`, which is stopped afterwards. */
  replace(before: MediaStreamTrack, next: MediaStreamTrack): Promise<void>;
  /** {@link DeviceUse.state} may be another. */
  changed(): void;
}

/**
 * How often to look for devices while one is in use, in ms. Chromium on Linux does not tell of those that the sound
 * server alone knows, a Bluetooth headset for example.
 */
const LOOK_EVERY_MS = 2000;

/** A device whose track ends within so many ms of its opening is left alone: to open it again would never end. */
const TOO_SHORT_MS = 2000;

/**
 * The devices of this machine: which there are, which are chosen, and which are used. While a track is in use it
 * follows the choice, and the hardware: the device in use goes away → the next best takes its place; it comes back →
 * it is returned to. Nothing of a call is renegotiated by that.
 */
export class Devices extends Emitter<DevicesEvents> {
  #infos: MediaDeviceInfo[] = [];
  readonly #wishes = new Map<DeviceKind, DeviceWish>();
  readonly #uses = new Set<DeviceUse>();
  /** Ids of devices that could not be opened; tried again when devices come or go. */
  readonly #failed = new Set<string>();
  #processing: SoundProcessing = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  #watched: MediaDevices | undefined;
  /** One change at a time: two would open two devices. */
  #work: Promise<void> = Promise.resolve();
  #nextLook: Timer;
  readonly #onDeviceChange = () => {
    this.#failed.clear();
    void this.refresh();
  };

  /** Looks for devices, and watches them come and go. */
  start(): Promise<void> {
    this.#watched ??= platform.mediaDevices;
    this.#watched?.addEventListener('devicechange', this.#onDeviceChange);
    return this.refresh();
  }

  /** Watches no longer. What is in use stays as it is. */
  stop(): void {
    this.#watched?.removeEventListener('devicechange', this.#onDeviceChange);
    this.#watched = undefined;
    platform.clearTimeout(this.#nextLook);
  }

  /** The devices for one use. Empty until the user has allowed one of that kind. */
  list(kind: DeviceKind): Device[] {
    return devicesFor(kind, this.#infos);
  }

  /** Whether there is one, though the user may not have allowed it. */
  exists(kind: DeviceKind): boolean {
    return devicesFor(kind, this.#infos, true).length > 0;
  }

  /** What was asked for; null follows the system. */
  wish(kind: DeviceKind): DeviceWish | null {
    return this.#wishes.get(kind) ?? null;
  }

  /** What the wish comes to at present; null where there is no device, or none is known yet. */
  chosen(kind: DeviceKind): Device | null {
    return chooseDevice(this.list(kind), this.wish(kind), this.#failed);
  }

  /**
   * Uses this device from now on, in calls that go on too; null follows the system.
   * @returns resolves when it is in use, or another where it cannot be
   */
  choose(kind: DeviceKind, wish: DeviceWish | null): Promise<void> {
    if (wish) this.#wishes.set(kind, { id: wish.id, label: wish.label });
    else this.#wishes.delete(kind);
    this.#failed.clear();
    this.emit('change', [kind]);
    return this.#then(() => this.#apply());
  }

  /** What the browser does to the microphone's sound. */
  get processing(): Readonly<SoundProcessing> {
    return this.#processing;
  }

  /** Switches parts of it, in calls that go on too. Resolves when that is done. */
  process(changes: Partial<SoundProcessing>): Promise<void> {
    this.#processing = { ...this.#processing, ...changes };
    this.emit('change', ['microphone']);
    return this.#then(async () => {
      const uses = this.#usesOf('microphone');
      const device = uses[0]?.device ?? this.chosen('microphone');
      if (uses.length > 0 && device) await this.#switch('microphone', device);
    });
  }

  /**
   * What to ask getUserMedia for, so that it opens what is chosen where it is there. For the first question: one
   * that names no device fails for no device.
   */
  constraints(kind: CaptureKind): MediaTrackConstraints {
    const wanted = this.chosen(kind)?.id ?? this.wish(kind)?.id;
    return { ...(wanted && { deviceId: { ideal: wanted } }), ...(kind === 'microphone' && this.#sound()) };
  }

  /** Opens one device, as it is chosen. Rejects as getUserMedia does. Whoever asked stops the track. */
  async open(kind: CaptureKind): Promise<MediaStreamTrack> {
    return capture(kind, this.constraints(kind));
  }

  /**
   * Makes a track follow the devices from now on.
   *
   * @param track captured by anybody
   * @returns what stops the track in the end; it is then no longer followed
   */
  use(kind: CaptureKind, track: MediaStreamTrack, user: TrackUser): DeviceUse {
    const use = new DeviceUse(kind, track, user, {
      ended: () => {
        if (use.device && platform.now() - use.since < TOO_SHORT_MS) this.#failed.add(use.device.id);
        void this.refresh();
      },
      released: () => {
        this.#uses.delete(use);
        if (this.#uses.size === 0) platform.clearTimeout(this.#nextLook);
      },
    });
    if (this.#uses.size === 0) this.#keepLooking();
    this.#uses.add(use);
    // What is open tells the names of all, and may not be what is wanted.
    void this.refresh();
    return use;
  }

  /** Looks what there is. */
  async refresh(): Promise<void> {
    const infos = (await platform.mediaDevices?.enumerateDevices?.().catch(() => [])) ?? [];
    const before = this.#signatures();
    this.#infos = infos;
    const after = this.#signatures();
    const changed = DEVICE_KINDS.filter((kind) => before.get(kind) !== after.get(kind));
    if (changed.length > 0) this.emit('change', changed);
    await this.#then(() => this.#apply());
  }

  #keepLooking(): void {
    this.#nextLook = platform.setTimeout(() => {
      void this.refresh();
      this.#keepLooking();
    }, LOOK_EVERY_MS);
  }

  #signatures(): Map<DeviceKind, string> {
    return new Map(
      DEVICE_KINDS.map((kind) => [kind, JSON.stringify([this.list(kind), this.chosen(kind)])] as const),
    );
  }

  #sound(): MediaTrackConstraints {
    // What is on is the browser's default: a constraint that is not there cannot fail.
    return Object.fromEntries(Object.entries(this.#processing).filter(([, on]) => !on));
  }

  #usesOf(kind: CaptureKind): DeviceUse[] {
    return [...this.#uses].filter((use) => use.kind === kind);
  }

  #then(work: () => Promise<void>): Promise<void> {
    return (this.#work = this.#work.then(work).catch((error: unknown) => debug('%O', error)));
  }

  async #apply(): Promise<void> {
    for (const kind of ['microphone', 'camera'] as const) {
      for (;;) {
        const choice = this.chosen(kind);
        if (!choice || !this.#mustSwitch(kind, choice)) break;
        if (await this.#switch(kind, choice)) break;
        this.#failed.add(choice.id);
      }
    }
  }

  #mustSwitch(kind: CaptureKind, choice: Device): boolean {
    const devices = this.list(kind);
    return this.#usesOf(kind).some((use) => {
      if (use.track.readyState === 'ended') return true;
      use.device ??= devices.find(({ id }) => id === use.track.getSettings().deviceId) ?? null;
      // Of what the browser does not tell we do not know that it is the wrong one, unless another was asked for.
      return use.device ? !isSameDevice(use.device, choice) : this.wish(kind) !== null;
    });
  }

  /** Opens a device, and hands its track to all who use one of its kind. Returns whether that went well. */
  async #switch(kind: CaptureKind, device: Device): Promise<boolean> {
    const exact = { deviceId: { exact: device.id }, ...(kind === 'microphone' && this.#sound()) };
    let track: MediaStreamTrack;
    try {
      track = await capture(kind, exact);
    } catch (error) {
      debug('%s "%s" cannot be opened: %O', kind, device.label, error);
      return false;
    }
    const uses = this.#usesOf(kind);
    // One capture, however many use it. Nobody is left where the last call ended meanwhile.
    await Promise.all(uses.map((use) => use.take(track.clone(), device)));
    track.stop();
    this.emit('change', [kind]);
    return true;
  }
}

/** One track in use. */
export class DeviceUse {
  readonly kind: CaptureKind;
  /** What it was captured with; null where that is not known. */
  device: Device | null = null;
  /** The present track. */
  track: MediaStreamTrack;
  /** When it came, in ms since the epoch. */
  since = platform.now();
  readonly #user: TrackUser;
  readonly #hooks: { ended: () => void; released: () => void };
  #watching = new AbortController();
  #released = false;

  /** For {@link Devices.use}. */
  constructor(
    kind: CaptureKind,
    track: MediaStreamTrack,
    user: TrackUser,
    hooks: { ended: () => void; released: () => void },
  ) {
    this.kind = kind;
    this.track = track;
    this.#user = user;
    this.#hooks = hooks;
    this.#watch();
  }

  /** How the track is; `lost` until there is a device again. */
  get state(): MicrophoneState {
    if (this.track.readyState === 'ended') return 'lost';
    return this.track.muted ? 'silenced' : 'on';
  }

  /** Stops the track and follows nothing any more. */
  release(): void {
    this.#released = true;
    this.#watching.abort();
    this.track.stop();
    this.#hooks.released();
  }

  /**
   * Another track takes the place of the present one, and is heard or silent as that was.
   * @internal
   */
  async take(next: MediaStreamTrack, device: Device): Promise<void> {
    const before = this.track;
    next.enabled = before.enabled;
    try {
      if (!this.#released) await this.#user.replace(before, next);
    } catch (error) {
      debug('the track cannot be replaced: %O', error);
    }
    // Muted or released while it was replaced.
    next.enabled = before.enabled;
    before.stop();
    if (this.#released) return next.stop();
    this.track = next;
    this.since = platform.now();
    this.device = device;
    this.#watch();
    this.#user.changed();
  }

  #watch(): void {
    this.#watching.abort();
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    const tell = () => this.#user.changed();
    this.track.addEventListener('mute', tell, { signal });
    this.track.addEventListener('unmute', tell, { signal });
    const ended = () => {
      tell();
      this.#hooks.ended();
    };
    this.track.addEventListener('ended', ended, { signal });
  }
}

async function capture(kind: CaptureKind, constraints: MediaTrackConstraints): Promise<MediaStreamTrack> {
  const wanted = kind === 'camera' ? { video: constraints } : { audio: constraints };
  const stream = await platform.mediaDevices?.getUserMedia(wanted);
  const track = stream?.getTracks()[0];
  if (!track) throw new DOMException('no capture on this page', 'NotFoundError');
  return track;
}
