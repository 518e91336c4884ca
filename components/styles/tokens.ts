import { css } from '@lit/reactive-element';

/**
 * The tokens of the look, in three layers: a palette (`--_green`, …), what its colours mean (`--sip-accent`, …), and
 * what parts make of that (`--sip-button-background`, …). A page sets those of the second layer to be itself
 * everywhere, those of the third to change one thing. Light and dark follow `color-scheme`.
 * Forced colours need nothing of it: borders and system colours take over.
 */
export const tokens = css`
  :host {
    --_green: light-dark(#0b6b4b, #3ecf96);
    --_on-green: light-dark(#fff, #04150e);
    --_paper: light-dark(#fff, #1b1f24);
    --_mist: light-dark(#eff2f5, #2a3038);
    --_ink: light-dark(#171b20, #eef1f5);
    --_slate: light-dark(#56606b, #a9b3be);
    --_silver: light-dark(#dce1e7, #3a424c);

    --_accent: var(--sip-accent, var(--_green));
    --_on-accent: var(--sip-on-accent, var(--_on-green));
    --_surface: var(--sip-surface, var(--_paper));
    --_quiet: var(--sip-quiet, var(--_mist));
    --_text: var(--sip-text, var(--_ink));
    --_faint: var(--sip-faint, var(--_slate));
    --_line: var(--sip-line, var(--_silver));
    --_focus: var(--sip-focus, var(--_accent));
    font-family: var(--sip-font, inherit);
    box-sizing: border-box;
  }
  /* Not inherited: what is in a <details> would inherit from a box of the browser's own. */
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  svg {
    display: block;
    flex: none;
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
    outline: 3px solid var(--_focus);
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
