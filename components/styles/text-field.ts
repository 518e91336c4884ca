import { css } from 'lit';

/** What is written into, or chosen from. Below 16 px a telephone's browser zooms in on focus. */
export const textField = css`
  input:not([type]),
  textarea,
  select {
    min-inline-size: 0;
    min-block-size: 44px;
    padding: 9px 12px;
    border: 1px solid var(--_edge);
    border-radius: var(--_field-radius);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    font-size: 1rem;
  }
`;
