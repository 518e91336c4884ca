import { systemPlatform, usePlatform } from '../../src/platform.ts';
import { FakeMediaStream, FakePeerConnection, FakeTrack } from './fake-webrtc.ts';

const WEBRTC = {
  RTCPeerConnection: FakePeerConnection as unknown as typeof RTCPeerConnection,
  MediaStream: FakeMediaStream as unknown as typeof MediaStream,
};

/** Devices that a test plugs in and out. Each open of one is a track; unplugging ends its tracks, as browsers do. */
export class FakeDevices extends EventTarget {
  /** Of every capture, stopped or not, oldest first. */
  readonly tracks: FakeTrack[] = [];
  /** What getUserMedia was asked for. */
  readonly asked: MediaStreamConstraints[] = [];
  /** Ids that cannot be opened. */
  readonly busy = new Set<string>();
  listeners = 0;
  /** How often the list was asked for. */
  looks = 0;
  /** Tells of no change, as Chromium does of some. */
  quiet = false;
  #infos: MediaDeviceInfo[] = [];
  readonly #restore;

  constructor() {
    super();
    const world = { ...systemPlatform(), mediaDevices: this as unknown as MediaDevices, ...WEBRTC };
    this.#restore = usePlatform(world);
    FakeTrack.cloned = (clone) => void this.tracks.push(clone);
  }

  /** Puts the real world back. */
  release(): void {
    usePlatform(this.#restore);
    FakeTrack.cloned = undefined;
  }

  /** The tracks that capture. */
  get live(): FakeTrack[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live');
  }

  plug(kind: MediaDeviceKind, deviceId: string, { first = false, label = deviceId } = {}): void {
    const info = { kind, deviceId, label, groupId: deviceId } as MediaDeviceInfo;
    this.#infos = first ? [info, ...this.#infos] : [...this.#infos, info];
    this.#tell();
  }

  unplug(deviceId: string): void {
    this.#infos = this.#infos.filter((info) => info.deviceId !== deviceId);
    // The sound server gives the track another device, unseen.
    if (this.quiet) return;
    for (const track of this.live.filter((one) => one.deviceId === deviceId)) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    this.#tell();
  }

  #tell(): void {
    if (!this.quiet) this.dispatchEvent(new Event('devicechange'));
  }

  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    this.looks += 1;
    return this.#infos;
  }

  async getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    this.asked.push(constraints);
    const audio = constraints.audio ? [this.#open('audio', constraints.audio)] : [];
    const video = constraints.video ? [this.#open('video', constraints.video)] : [];
    return new FakeMediaStream([...audio, ...video]) as unknown as MediaStream;
  }

  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    this.listeners += 1;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
    this.listeners -= 1;
    super.removeEventListener(...args);
  }

  #open(kind: 'audio' | 'video', constraints: MediaTrackConstraints | true): FakeTrack {
    const wanted = constraints === true ? undefined : constraints.deviceId;
    const { exact, ideal } = (wanted ?? {}) as { exact?: string; ideal?: string };
    const there = this.#infos.filter((info) => info.kind === `${kind}input`).map(({ deviceId }) => deviceId);
    const id = [exact, ideal].find((one) => one && there.includes(one)) ?? (exact ? undefined : there[0]);
    if (id === undefined) throw new DOMException('no such device', 'NotFoundError');
    if (this.busy.has(id)) throw new DOMException('busy', 'NotReadableError');
    const track = new FakeTrack(kind, id);
    this.tracks.push(track);
    return track;
  }
}
