import { css } from 'lit';

/** What is asked of a visitor: a heading, fields, and buttons below. */
export const formStyles = css`
  :host {
    display: block;
  }
  form,
  .question {
    display: grid;
    gap: 14px;
  }
  h3 {
    margin: 0;
    font-size: 1rem;
    line-height: 1.4;
    font-weight: 600;
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .field {
    display: grid;
    gap: 6px;
    font-size: 0.8125rem;
    color: var(--_faint);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
  }
  .actions button {
    flex: 1 1 auto;
    min-block-size: 44px;
    padding-inline: 18px;
    border: 1px solid transparent;
    border-radius: var(--_field-radius);
    background: var(--_quiet);
    color: var(--_text);
    font-weight: 600;
  }
  .actions .main {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .actions button:hover {
    text-decoration: underline;
  }
`;
