import { css } from 'lit';

/** The tokens that only the parts of a phone need, in the same layers; see tokens.ts. */
export const partTokens = css`
  :host {
    --_red: light-dark(#b3261e, #ff8a80);
    --_on-red: light-dark(#fff, #2a0603);
    --_iron: light-dark(#7d8792, #78828d);

    --_danger: var(--sip-danger, var(--_red));
    --_on-danger: var(--sip-on-danger, var(--_on-red));
    --_edge: var(--sip-edge, var(--_iron));
    --_radius: var(--sip-radius, 14px);

    --_field-radius: var(--sip-field-radius, calc(var(--_radius) - 4px));
  }
`;
