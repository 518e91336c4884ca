/** Registers the parts that ask a visitor something, before a call or after it. */
import { SipAudioTest } from '../parts/sip-audio-test.ts';
import { SipConsent } from '../parts/sip-consent.ts';
import { SipPrecallForm } from '../parts/sip-precall-form.ts';
import { SipRating } from '../parts/sip-rating.ts';
import { define } from './define.ts';

define('sip-audio-test', SipAudioTest);
define('sip-consent', SipConsent);
define('sip-precall-form', SipPrecallForm);
define('sip-rating', SipRating);

declare global {
  interface HTMLElementTagNameMap {
    'sip-audio-test': SipAudioTest;
    'sip-consent': SipConsent;
    'sip-precall-form': SipPrecallForm;
    'sip-rating': SipRating;
  }
}
