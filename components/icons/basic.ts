/** The few icons that the call button shows before anything else is loaded. */
import { html } from 'lit';

/** A telephone receiver. */
export const callIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <path d="M5 3h3l2 5-2 2a13 13 0 0 0 6 6l2-2 5 2v3a2 2 0 0 1-2 2C11 20 4 13 3 5a2 2 0 0 1 2-2Z" />
</svg>`;

/** An exclamation mark. */
export const alertIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <circle cx="12" cy="12" r="9" />
  <path d="M12 7.5v5M12 16.3v.1" />
</svg>`;
