/** The icons of the parts. */
import { html, type TemplateResult } from 'lit';
import type { State } from '../store/states.ts';
import { alertIcon, callIcon, icon } from './basic.ts';

/** A microphone. */
export const microphoneIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <rect x="9" y="3" width="6" height="11" rx="3" />
  <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
</svg>`;

/** A receiver that lies down. */
export const hangupIcon = icon(
  'M3 12.2c4.9-4.6 13.1-4.6 18 0l-.6 3.3-4.3.6-.8-3a9.6 9.6 0 0 0-6.6 0l-.8 3-4.3-.6Z',
);

/** A microphone that is crossed out. */
export const mutedIcon = icon(
  'M9 9.5V11a3 3 0 0 0 4.7 2.5M15 10.5V6a3 3 0 0 0-5.7-1.3M5.5 11.5a6.5 6.5 0 0 0 10.6 5M18.5 11.5a6.5 6.5 0 0 1-.6 2.7M12 18v3M4 3.5l16 17',
);

/** Two bars. */
export const holdIcon = icon('M9 5.5v13M15 5.5v13');

/** Nine dots. */
export const keypadIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <path
    stroke-width="2.6"
    d="M6 6v.01M12 6v.01M18 6v.01M6 12v.01M12 12v.01M18 12v.01M6 18v.01M12 18v.01M18 18v.01"
  />
</svg>`;

/** A cross. */
export const closeIcon = icon('M6 6l12 12M18 6 6 18');

/** A bell that is crossed out. */
export const silenceIcon = icon(
  'M7.5 8.5A5 5 0 0 0 7 11c0 4-2 5.5-2 5.5h11M17 12.5V11a5 5 0 0 0-7.6-4.2M10.5 20a2 2 0 0 0 3 0M4 3.5l16 17',
);

/** A loudspeaker. */
export const speakerIcon = icon(
  'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5ZM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
);

/** A camera. */
export const cameraIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <rect x="3" y="6.5" width="12" height="11" rx="2.5" />
  <path d="M15 11l6-3.5v9L15 13" />
</svg>`;

/** A screen with an arrow. */
export const screenIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <rect x="3" y="4.5" width="18" height="12.5" rx="2" />
  <path d="M8.5 20.5h7M12 14V8M9.5 10.5 12 8l2.5 2.5" />
</svg>`;

/** Three sliders. */
export const settingsIcon = icon('M4 7h9M17 7h3M4 17h3M11 17h9M4 12h3M15 5v4M9 15v4M9 10v4M11 12h9');

/** A bell. */
const bellIcon = icon('M5 16.5s2-1.5 2-5.5a5 5 0 0 1 10 0c0 4 2 5.5 2 5.5ZM10.5 20a2 2 0 0 0 3 0');

/** Three dots. */
const waitIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <path stroke-width="3" d="M5.5 12v.01M12 12v.01M18.5 12v.01" />
</svg>`;

/** An arrow that comes back. */
const againIcon = icon('M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4');

/** A tick. */
const doneIcon = icon('M5 12.5l4.5 4.5L19 7.5');

/** One icon for each state. */
export const stateIcons: Record<State, TemplateResult> = {
  idle: callIcon,
  loading: waitIcon,
  unsupported: alertIcon,
  offline: alertIcon,
  closed: closeIcon,
  permission: microphoneIcon,
  dialing: waitIcon,
  ringing: bellIcon,
  'early-media': bellIcon,
  queued: waitIcon,
  connected: callIcon,
  held: holdIcon,
  reconnecting: againIcon,
  ended: doneIcon,
  failed: alertIcon,
};
