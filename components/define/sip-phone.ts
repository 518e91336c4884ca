/** Registers `<sip-phone>` and every part. */
import './parts.ts';
import './visitor-parts.ts';
import { SipPhone } from '../sip-phone/sip-phone.ts';
import { define } from './define.ts';

export { setStrings, type Strings } from '../locales/strings.ts';

define('sip-phone', SipPhone);

declare global {
  interface HTMLElementTagNameMap {
    'sip-phone': SipPhone;
  }
}
