/**
 * Microphone, camera, screen and loudspeaker of a call, beside the core (`sip-elements/devices`): an application that
 * brings a stream of its own needs nothing of it.
 *
 * ```ts
 * const devices = new Devices();
 * await devices.start();
 * const stream = await navigator.mediaDevices.getUserMedia({ audio: devices.constraints('microphone') });
 * const media = new LocalMedia(stream, devices);
 * const session = ua.call('bob', { mediaStream: stream });
 * media.connection = session.connection;
 * const video = new CallVideo(session, media, devices); // video.showCamera(), video.showScreen()
 * session.on('ended', () => media.release());
 * session.on('failed', () => media.release());
 * ```
 * @packageDocumentation
 */
export { CallVideo } from './call/call-video.ts';
export { canShareScreen } from './media/camera.ts';
export type { Device, DeviceKind, DeviceWish } from './media/choose-device.ts';
export {
  Devices,
  type CaptureKind,
  type DevicesEvents,
  type DeviceUse,
  type SoundProcessing,
  type TrackUser,
} from './media/devices.ts';
export { LocalMedia, type MicrophoneState, type VideoSource } from './media/local-media.ts';
export { openMicrophone, unsupportedReason, type Unsupported } from './media/microphone.ts';
