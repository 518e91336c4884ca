import { css } from 'lit';

/** A field below its name. */
export const fieldStyles = css`
  :host {
    display: block;
  }
  label {
    display: grid;
    gap: 4px;
    color: var(--_text);
    font-size: 0.8125rem;
  }
  [part='label'] {
    color: var(--_faint);
  }
`;
