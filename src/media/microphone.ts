import { platform } from '../platform.ts';

/** Why a call is impossible in this browser or on this page; a code of the register of errors. */
export type Unsupported = 'webrtc-unsupported' | 'page-insecure';

/** Why no call can be made here at all, or null where one can. Asks nobody and opens nothing. */
export function unsupportedReason(): Unsupported | null {
  if (!platform.RTCPeerConnection) return 'webrtc-unsupported';
  // A page that is no secure context has no `navigator.mediaDevices` (Media Capture and Streams, section 9.1).
  if (globalThis.isSecureContext === false) return 'page-insecure';
  // Some in-app web views have WebRTC and yet no capture.
  return platform.mediaDevices ? null : 'webrtc-unsupported';
}

/**
 * Opens the microphone, and the camera where it is wanted. The browser's question is asked in the caller's own task, before anything
 * asynchronous, so that a click that calls this still counts as the gesture.
 *
 * @param constraints what of it is wanted; true is any microphone
 * @param video what of a camera is wanted; a call is possible without: where there is none, the stream has no picture
 * @returns the stream; whoever asked stops its tracks
 * @throws {SipError} (as a rejection) one of `microphone-dismissed`, `-blocked`, `-policy`, `-missing`, `-busy`,
 *   `webrtc-unsupported`, `page-insecure`
 */
export function openMicrophone(
  constraints: MediaTrackConstraints | true = true,
  video: MediaTrackConstraints | boolean = false,
): Promise<MediaStream> {
  const unsupported = unsupportedReason();
  const devices = unsupported ? undefined : platform.mediaDevices;
  const opening = devices
    ? devices.getUserMedia({ audio: constraints, video }).catch((error: unknown) => {
        if (!video) throw error;
        return devices.getUserMedia({ audio: constraints, video: false });
      })
    : Promise.reject<MediaStream>(new Error('no getUserMedia'));
  return opening.catch(async (cause: unknown) => {
    // Fetched when it is needed: this file is part of what every page with a call button loads.
    const { microphoneError } = await import('./microphone-error.ts');
    throw await microphoneError(cause, unsupported);
  });
}
