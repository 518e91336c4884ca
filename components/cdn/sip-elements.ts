/**
 * `dist/cdn/sip-elements.js`, for a page without a bundler: `<sip-call-button>` at once; `<sip-phone>` and its parts
 * are fetched when the page has, or gets, a phone.
 */
import '../define/sip-call-button.ts';

export { setStrings } from '../locales/strings.ts';

// Live: it tells of a phone that is pasted later, too.
const phones = document.getElementsByTagName('sip-phone');
const observer = new MutationObserver(fetchPhone);

function fetchPhone(): void {
  if (phones.length === 0) return;
  observer.disconnect();
  void import('../define/sip-phone.ts');
}

observer.observe(document, { childList: true, subtree: true });
fetchPhone();
