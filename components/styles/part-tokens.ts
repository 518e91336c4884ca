import { css } from 'lit';

/** The tokens that only the parts of a phone need; see tokens.ts. */
export const partTokens = css`
  :host {
    --_danger: var(--sip-danger, light-dark(#b3261e, #ff8a80));
    --_on-danger: var(--sip-on-danger, light-dark(#fff, #2a0603));
    --_radius: var(--sip-radius, 14px);
  }
`;
