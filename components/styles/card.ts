import { css } from 'lit';

/** The text of the phone's card and of the call's panel, whose style is their own: only the font is the page's. */
export const card = css`
  :host([popover]),
  section[part='base'] {
    color: var(--_text);
    font-style: normal;
    font-weight: 400;
    letter-spacing: normal;
    line-height: 1.4;
    text-align: start;
    text-indent: 0;
    text-shadow: none;
    text-transform: none;
    white-space: normal;
    word-spacing: normal;
  }
`;
