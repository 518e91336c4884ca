import { css } from '@lit/reactive-element';

/**
 * The tokens of the look: everything that a page may want to change. Light and dark follow `color-scheme`.
 * Forced colours need nothing of it: borders and system colours take over.
 */
export const tokens = css`
  :host {
    --_accent: var(--sip-accent, light-dark(#0b6b4b, #3ecf96));
    --_on-accent: var(--sip-on-accent, light-dark(#fff, #04150e));
    --_surface: var(--sip-surface, light-dark(#fff, #1b1f24));
    --_quiet: var(--sip-quiet, light-dark(#eff2f5, #2a3038));
    --_text: var(--sip-text, light-dark(#171b20, #eef1f5));
    --_faint: var(--sip-faint, light-dark(#56606b, #a9b3be));
    --_line: var(--sip-line, light-dark(#dce1e7, #3a424c));
    font-family: var(--sip-font, inherit);
    box-sizing: border-box;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  svg {
    display: block;
    inline-size: 1.25em;
    block-size: 1.25em;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
    touch-action: manipulation;
  }
  :focus-visible {
    outline: 3px solid var(--_accent);
    outline-offset: 2px;
  }
  .hidden-text {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
