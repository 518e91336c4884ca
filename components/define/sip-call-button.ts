/** Registers `<sip-call-button>`. Small: the rest is fetched when somebody is about to call. */
import { SipCallButton } from '../sip-call-button/sip-call-button.ts';
import { define } from './define.ts';

export { setStrings, type Strings } from '../locales/strings.ts';

define('sip-call-button', SipCallButton);

declare global {
  interface HTMLElementTagNameMap {
    'sip-call-button': SipCallButton;
  }
}
