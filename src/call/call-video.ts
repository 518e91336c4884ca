import { SipError } from '../errors.ts';
import { cameraError, openScreen } from '../media/camera.ts';
import type { Devices } from '../media/devices.ts';
import type { LocalMedia, VideoSource } from '../media/local-media.ts';
import { errorOfCause, when } from '../when.ts';
import type { SessionEvents } from './events.ts';
import type { PhoneSession } from './phone-session.ts';

/**
 * The picture that a call sends: camera or screen, one in the place of the other. The first one in a call of sound
 * alone adds video to it by a new offer, the last one takes it away by another; what is between needs none.
 */
export class CallVideo {
  readonly #session: PhoneSession;
  readonly #media: LocalMedia;
  readonly #devices: Devices;
  /** What is shown again after the screen. */
  #before: VideoSource | null = null;

  /**
   * @param session an established call, whose `mediaStream` is that of `media`
   * @param media what the call sends; its `connection` is the session's
   */
  constructor(session: PhoneSession, media: LocalMedia, devices: Devices) {
    this.#session = session;
    this.#media = media;
    this.#devices = devices;
  }

  /** What is shown at present; null for nothing. */
  get source(): VideoSource | null {
    return this.#media.video;
  }

  /**
   * Shows the camera that is chosen.
   * @throws {SipError} (as a rejection) `camera-blocked`, `-missing`, `-busy`; `video-refused` where the far end takes
   *   no picture; `wrong-state` where no offer can be made now. The call stays as it was
   */
  async showCamera(): Promise<void> {
    const track = await this.#devices.open('camera').catch((error: unknown) => {
      throw cameraError(error);
    });
    await this.#show(track, 'camera');
  }

  /**
   * Shows a screen, a window or a tab that the user chooses; when the user ends that, the camera again, where it was
   * shown before. To be called in the task of a click.
   * @throws DOMException (as a rejection) `NotAllowedError` where the user chose none; SipError as {@link showCamera}
   */
  async showScreen(): Promise<void> {
    const track = await openScreen();
    const before = this.source;
    await this.#show(track, 'screen');
    this.#before = before;
    track.addEventListener('ended', () => void this.endScreen().catch(() => {}), { once: true });
  }

  /** Shows the screen no longer, but what was shown before it. Rejects as {@link showCamera}. */
  async endScreen(): Promise<void> {
    if (this.source !== 'screen') return;
    await (this.#before === 'camera' ? this.showCamera() : this.hide());
  }

  /** Shows nothing. Rejects with a SipError where the far end could not be told; nothing is sent all the same. */
  async hide(): Promise<void> {
    if (await this.#media.setVideo(null, null)) await this.#offer();
  }

  async #show(track: MediaStreamTrack, source: VideoSource): Promise<void> {
    if (!this.#session.isEstablished()) {
      track.stop();
      throw new SipError('wrong-state');
    }
    const { local, remote } = this.#session.isOnHold();
    // Who is held must not watch the room either.
    track.enabled = !local && !remote && !this.#session.isMuted().video;
    if (!(await this.#media.setVideo(track, source))) return;
    try {
      await this.#offer();
      if (!this.#media.showsVideo) throw new SipError('video-refused');
    } catch (error) {
      await this.#media.setVideo(null, null);
      throw error;
    }
  }

  async #offer(): Promise<void> {
    const session = this.#session;
    let agreed = () => {};
    const done = new Promise<void>((resolve) => (agreed = resolve));
    if (!session.renegotiate(null, agreed)) throw new SipError('wrong-state');
    const over = new AbortController();
    const failed = ({ cause }: { cause: string }) => ({ error: errorOfCause(cause) });
    const verdicts = { negotiationfailed: failed, ended: failed, failed };
    await Promise.race([done, when<SessionEvents, void>(session, verdicts, undefined, over.signal)]).finally(
      () => over.abort(),
    );
  }
}
