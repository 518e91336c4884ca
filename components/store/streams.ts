/** What the calls of a phone send: the microphone, and the camera where it is wanted. */
import { SipError } from '../../src/errors.ts';
import type { Devices } from '../../src/media/devices.ts';
import { openMicrophone } from '../../src/media/microphone.ts';
import type { PhoneCallOptions } from './phone-events.ts';
import type { SipCall } from './sip-call.ts';

/** The phone whose calls they are, as far as it matters here. */
export interface SendingPhone {
  readonly devices: Devices;
  /** The live calls. */
  readonly calls: readonly SipCall[];
  /** Sent instead of the microphone's sound. */
  readonly mediaStream: MediaStream | null;
  /** What a test puts in the place of the microphone. */
  readonly openMicrophone: (() => Promise<MediaStream>) | undefined;
}

/**
 * Opens what a call sends, and gives it to the call. Where a microphone has to be asked for, it is in the caller's own
 * task: a click that leads here counts as the gesture.
 *
 * @throws {SipError} (as a rejection) why there is no microphone
 */
export function openStream(
  phone: SendingPhone,
  call: SipCall,
  { mediaStream, microphone, video = false }: PhoneCallOptions,
): Promise<MediaStream> {
  const { devices } = phone;
  const given = mediaStream ?? phone.mediaStream;
  // Each call gets tracks of its own, or one on hold would silence the others.
  if (given) return call.takeStream(Promise.resolve(given.clone()), null);
  void devices.start();
  const opening = microphone ?? openOnce(phone, video);
  if (video) opening.then((stream) => checkCamera(call, stream, devices)).catch(() => {});
  return call.takeStream(opening, devices);
}

/** One capture, reused, by tracks of its own: on iOS a second capture may mute the first. */
function openOnce(phone: SendingPhone, video: boolean): Promise<MediaStream> {
  const { devices } = phone;
  const open = phone.calls.find(({ localStream }) => localStream)?.localStream;
  if (open) return Promise.resolve(soundOf(open));
  if (phone.openMicrophone) return phone.openMicrophone();
  return openMicrophone(devices.constraints('microphone'), video && devices.constraints('camera'));
}

function soundOf(stream: MediaStream): MediaStream {
  const clone = stream.clone();
  for (const track of clone.getVideoTracks()) {
    track.stop();
    clone.removeTrack(track);
  }
  return clone;
}

/** A call goes on without the camera that it wanted, and says so. */
async function checkCamera(call: SipCall, stream: MediaStream, devices: Devices): Promise<void> {
  if (stream.getVideoTracks().length > 0) return;
  await devices.refresh();
  call.report(new SipError(devices.exists('camera') ? 'camera-blocked' : 'camera-missing'));
}
