import type { Devices, DeviceUse } from './devices.ts';
import { directionOf, receives, sends } from './sdp.ts';

/** Where the picture comes from that a call sends. */
export type VideoSource = 'camera' | 'screen';

/** How a microphone is: on; silenced by the system or its own switch; or lost, with no other to take its place. */
export type MicrophoneState = 'on' | 'silenced' | 'lost';

/**
 * What one call sends: a stream whose tracks follow the devices that are chosen. A stream without devices is the
 * application's: its tracks are sent as they are, and stopped at the end.
 */
export class LocalMedia {
  /** Always the same; its tracks change. */
  readonly stream: MediaStream;
  /** The peer connection that sends the stream. */
  connection: RTCPeerConnection | null = null;
  /** What is shown to the far end, or would be once it agrees; null for nothing. */
  video: VideoSource | null;
  readonly #devices: Devices | null;
  readonly #uses = new Map<MediaStreamTrack['kind'], DeviceUse>();
  readonly #changed: () => void;
  #released = false;

  /**
   * @param stream becomes this object's: {@link release} stops its tracks
   * @param devices what its tracks follow; null where they follow nothing
   * @param changed called when a track, or the state of one, is another
   */
  constructor(stream: MediaStream, devices: Devices | null, changed: () => void = () => {}) {
    this.stream = stream;
    this.#devices = devices;
    this.#changed = changed;
    this.video = stream.getVideoTracks().length > 0 ? 'camera' : null;
    for (const track of stream.getTracks()) this.#follow(track);
  }

  get microphone(): MicrophoneState {
    return this.#uses.get('audio')?.state ?? 'on';
  }

  /**
   * Sends this picture from now on, in place of the present one; null for none. The call must make a new offer
   * where this resolves with true: the far end does not know yet that there is a picture, or that there is none.
   *
   * @param track becomes this object's, at once: {@link release} stops it wherever it is then. Where it cannot be sent,
   *   this rejects, and it is stopped
   */
  async setVideo(track: MediaStreamTrack | null, source: VideoSource | null): Promise<boolean> {
    const before = this.stream.getVideoTracks()[0];
    if (track) this.stream.addTrack(track);
    const offer = await this.#send(track).catch((error: unknown) => {
      if (track) this.#drop(track);
      throw error;
    });
    if (this.#released) return false;
    this.#uses.get('video')?.release();
    this.#uses.delete('video');
    if (before) this.#drop(before);
    this.video = track && source;
    if (track && source === 'camera') this.#follow(track);
    this.#changed();
    return offer;
  }

  /** Whether the far end takes our picture. */
  get showsVideo(): boolean {
    return sends(videoOf(this.connection)?.currentDirection);
  }

  /** Stops all tracks: the light of the microphone goes out. */
  release(): void {
    this.#released = true;
    for (const use of this.#uses.values()) use.release();
    this.#uses.clear();
    for (const track of this.stream.getTracks()) track.stop();
    this.connection = null;
  }

  #drop(track: MediaStreamTrack): void {
    track.stop();
    this.stream.removeTrack(track);
  }

  #follow(track: MediaStreamTrack): void {
    const kind = track.kind === 'video' ? 'camera' : 'microphone';
    const use = this.#devices?.use(kind, track, {
      replace: (before, next) => this.#replace(before, next),
      changed: this.#changed,
    });
    if (use) this.#uses.set(track.kind, use);
  }

  async #replace(before: MediaStreamTrack, next: MediaStreamTrack): Promise<void> {
    const sender = this.connection?.getSenders().find(({ track }) => track === before);
    // No new offer: the far end hears the same track (WebRTC, section 5.2, replaceTrack).
    await sender?.replaceTrack(next);
    this.stream.removeTrack(before);
    this.stream.addTrack(next);
    this.#changed();
  }

  async #send(track: MediaStreamTrack | null): Promise<boolean> {
    const transceiver = videoOf(this.connection);
    if (!transceiver) {
      if (track) this.connection?.addTrack(track, this.stream);
      return track !== null;
    }
    await transceiver.sender.replaceTrack(track);
    if (track) transceiver.sender.setStreams(this.stream);
    transceiver.direction = directionOf(track !== null, receives(transceiver.direction));
    return sends(transceiver.currentDirection) !== (track !== null);
  }
}

/** The transceiver of the picture, where there is one that can be used. */
export function videoOf(connection: RTCPeerConnection | null | undefined): RTCRtpTransceiver | undefined {
  return connection
    ?.getTransceivers()
    .find(({ receiver, direction }) => receiver.track.kind === 'video' && direction !== 'stopped');
}
