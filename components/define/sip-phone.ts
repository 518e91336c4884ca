/** Registers `<sip-phone>` and every part. */
import './parts.ts';
import { SipPhone } from '../sip-phone/sip-phone.ts';
import { define } from './define.ts';

define('sip-phone', SipPhone);

declare global {
  interface HTMLElementTagNameMap {
    'sip-phone': SipPhone;
  }
}
