/** The few icons that the call button shows before anything else is loaded. */
import { html } from 'lit';

/** A telephone receiver. */
export const callIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <path
    d="M5 3.5h3.2l1.7 4.6-2.3 1.7a13.4 13.4 0 0 0 6.6 6.6l1.7-2.3 4.6 1.7V19a1.9 1.9 0 0 1-2 1.9C10.8 20.3 3.7 13.2 3.1 5.5A1.9 1.9 0 0 1 5 3.5Z"
  />
</svg>`;

/** A microphone. */
export const microphoneIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <rect x="9" y="3" width="6" height="11" rx="3" />
  <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
</svg>`;

/** An exclamation mark. */
export const alertIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <circle cx="12" cy="12" r="9" />
  <path d="M12 7.5v5M12 16.3v.1" />
</svg>`;
