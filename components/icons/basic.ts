/** The icons of the call button, for the parts of a phone. */
import { html } from 'lit';
import { ALERT, CALL } from './paths.ts';

/** An icon of one shape, 24 by 24. */
export const icon = (shape: string) =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${shape} /></svg>`;

/** A telephone receiver. */
export const callIcon = icon(CALL);

/** An exclamation mark. */
export const alertIcon = icon(ALERT);
