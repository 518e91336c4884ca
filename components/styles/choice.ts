import { css } from 'lit';

/** A box to tick, or one of several to choose, with its name beside it. */
export const choice = css`
  [part='switch'],
  [part='choice'] {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 44px;
    font-size: 0.875rem;
    cursor: pointer;
  }
  input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--_accent);
  }
`;
