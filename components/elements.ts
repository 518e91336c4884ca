/**
 * The classes of the elements and of their events, to be extended or to be told apart by (`sip-elements/elements`).
 * Nothing is registered by importing them, and nothing is thrown on a server; `sip-elements/define/…` registers tags.
 * @packageDocumentation
 */
export * from './events.ts';
export type { Dictionary } from './locales/dictionary.ts';
export { setStrings, type Strings } from './locales/strings.ts';
export { SipAnswerButton } from './parts/sip-answer-button.ts';
export { SipAudioTest } from './parts/sip-audio-test.ts';
export { SipCameraButton } from './parts/sip-camera-button.ts';
export { SipConsent } from './parts/sip-consent.ts';
export { SipCurrentCall } from './parts/sip-current-call.ts';
export { SipDeviceSelect } from './parts/sip-device-select.ts';
export { SipDialer } from './parts/sip-dialer.ts';
export { SipErrorMessage } from './parts/sip-error.ts';
export { SipHangupButton } from './parts/sip-hangup-button.ts';
export { SipHoldButton } from './parts/sip-hold-button.ts';
export { SipIncoming } from './parts/sip-incoming.ts';
export { SipKeypad } from './parts/sip-keypad.ts';
export { SipLevel } from './parts/sip-level.ts';
export { SipMuteButton } from './parts/sip-mute-button.ts';
export { SipPrecallForm } from './parts/sip-precall-form.ts';
export { SipQuality } from './parts/sip-quality.ts';
export { SipRating } from './parts/sip-rating.ts';
export { SipRejectButton } from './parts/sip-reject-button.ts';
export { SipScreenButton } from './parts/sip-screen-button.ts';
export { SipSettings } from './parts/sip-settings.ts';
export { SipStatus } from './parts/sip-status.ts';
export { SipTimer } from './parts/sip-timer.ts';
export { SipVideo } from './parts/sip-video.ts';
export { SipVolume } from './parts/sip-volume.ts';
export { SipCallButton } from './sip-call-button/sip-call-button.ts';
export { SipPhone } from './sip-phone/sip-phone.ts';
