/** Registers every part of a phone. */
import { SipAnswerButton } from '../parts/sip-answer-button.ts';
import { SipCameraButton } from '../parts/sip-camera-button.ts';
import { SipCurrentCall } from '../parts/sip-current-call.ts';
import { SipDeviceSelect } from '../parts/sip-device-select.ts';
import { SipDialer } from '../parts/sip-dialer.ts';
import { SipErrorMessage } from '../parts/sip-error.ts';
import { SipHangupButton } from '../parts/sip-hangup-button.ts';
import { SipHoldButton } from '../parts/sip-hold-button.ts';
import { SipIncoming } from '../parts/sip-incoming.ts';
import { SipKeypad } from '../parts/sip-keypad.ts';
import { SipLevel } from '../parts/sip-level.ts';
import { SipMuteButton } from '../parts/sip-mute-button.ts';
import { SipQuality } from '../parts/sip-quality.ts';
import { SipRejectButton } from '../parts/sip-reject-button.ts';
import { SipScreenButton } from '../parts/sip-screen-button.ts';
import { SipSettings } from '../parts/sip-settings.ts';
import { SipStatus } from '../parts/sip-status.ts';
import { SipTimer } from '../parts/sip-timer.ts';
import { SipVideo } from '../parts/sip-video.ts';
import { SipVolume } from '../parts/sip-volume.ts';
import { define } from './define.ts';

define('sip-answer-button', SipAnswerButton);
define('sip-camera-button', SipCameraButton);
define('sip-current-call', SipCurrentCall);
define('sip-device-select', SipDeviceSelect);
define('sip-dialer', SipDialer);
define('sip-error', SipErrorMessage);
define('sip-hangup-button', SipHangupButton);
define('sip-hold-button', SipHoldButton);
define('sip-incoming', SipIncoming);
define('sip-keypad', SipKeypad);
define('sip-level', SipLevel);
define('sip-mute-button', SipMuteButton);
define('sip-quality', SipQuality);
define('sip-reject-button', SipRejectButton);
define('sip-screen-button', SipScreenButton);
define('sip-settings', SipSettings);
define('sip-status', SipStatus);
define('sip-timer', SipTimer);
define('sip-video', SipVideo);
define('sip-volume', SipVolume);

declare global {
  interface HTMLElementTagNameMap {
    'sip-answer-button': SipAnswerButton;
    'sip-camera-button': SipCameraButton;
    'sip-current-call': SipCurrentCall;
    'sip-device-select': SipDeviceSelect;
    'sip-dialer': SipDialer;
    'sip-error': SipErrorMessage;
    'sip-hangup-button': SipHangupButton;
    'sip-hold-button': SipHoldButton;
    'sip-incoming': SipIncoming;
    'sip-keypad': SipKeypad;
    'sip-level': SipLevel;
    'sip-mute-button': SipMuteButton;
    'sip-quality': SipQuality;
    'sip-reject-button': SipRejectButton;
    'sip-screen-button': SipScreenButton;
    'sip-settings': SipSettings;
    'sip-status': SipStatus;
    'sip-timer': SipTimer;
    'sip-video': SipVideo;
    'sip-volume': SipVolume;
  }
}
