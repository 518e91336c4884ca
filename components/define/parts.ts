/** Registers every part of a phone. */
import { SipAnswerButton } from '../parts/sip-answer-button.ts';
import { SipCurrentCall } from '../parts/sip-current-call.ts';
import { SipDialer } from '../parts/sip-dialer.ts';
import { SipErrorMessage } from '../parts/sip-error.ts';
import { SipHangupButton } from '../parts/sip-hangup-button.ts';
import { SipHoldButton } from '../parts/sip-hold-button.ts';
import { SipIncoming } from '../parts/sip-incoming.ts';
import { SipKeypad } from '../parts/sip-keypad.ts';
import { SipLevel } from '../parts/sip-level.ts';
import { SipMuteButton } from '../parts/sip-mute-button.ts';
import { SipRejectButton } from '../parts/sip-reject-button.ts';
import { SipStatus } from '../parts/sip-status.ts';
import { SipTimer } from '../parts/sip-timer.ts';
import { define } from './define.ts';

define('sip-answer-button', SipAnswerButton);
define('sip-current-call', SipCurrentCall);
define('sip-dialer', SipDialer);
define('sip-error', SipErrorMessage);
define('sip-hangup-button', SipHangupButton);
define('sip-hold-button', SipHoldButton);
define('sip-incoming', SipIncoming);
define('sip-keypad', SipKeypad);
define('sip-level', SipLevel);
define('sip-mute-button', SipMuteButton);
define('sip-reject-button', SipRejectButton);
define('sip-status', SipStatus);
define('sip-timer', SipTimer);

declare global {
  interface HTMLElementTagNameMap {
    'sip-answer-button': SipAnswerButton;
    'sip-current-call': SipCurrentCall;
    'sip-dialer': SipDialer;
    'sip-error': SipErrorMessage;
    'sip-hangup-button': SipHangupButton;
    'sip-hold-button': SipHoldButton;
    'sip-incoming': SipIncoming;
    'sip-keypad': SipKeypad;
    'sip-level': SipLevel;
    'sip-mute-button': SipMuteButton;
    'sip-reject-button': SipRejectButton;
    'sip-status': SipStatus;
    'sip-timer': SipTimer;
  }
}
