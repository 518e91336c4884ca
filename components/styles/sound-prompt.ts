import { css } from 'lit';

/** The button that lets sound through where the browser holds it back. */
export const soundPrompt = css`
  .sound {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 44px;
    padding-inline: 16px;
    border: 1px solid var(--_line);
    border-radius: 22px;
    background: var(--_quiet);
  }
`;
