/** The icons of the call button, for the parts of a phone. */
import { html } from 'lit';
import { ALERT, CALL } from './paths.ts';

/** A telephone receiver. */
export const callIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${CALL} /></svg>`;

/** An exclamation mark. */
export const alertIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${ALERT} /></svg>`;
