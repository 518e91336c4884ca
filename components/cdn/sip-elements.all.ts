/**
 * `dist/cdn/sip-elements.all.js`, and as a classic script `sip-elements.all.iife.js`: all elements, and the core under
 * them, in one file that loads nothing else, so that its integrity can be pinned.
 */
import '../define/sip-call-button.ts';
import '../define/sip-phone.ts';

export { setStrings } from '../locales/strings.ts';
export * from '../../src/phone-agent.ts';
