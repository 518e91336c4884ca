import { css } from 'lit';

/** A round icon with its label below: what a call is controlled with. */
export const roundButton = css`
  button {
    display: inline-flex;
    flex-direction: column;
    align-items: center;
    gap: 6px;
    min-inline-size: 58px;
    margin: 0;
    padding: 4px 2px;
    border: 0;
    border-radius: var(--_radius);
    background: none;
    color: var(--_text);
    font-size: 0.8125rem;
    line-height: 1.2;
  }
  [part='icon'] {
    display: grid;
    place-items: center;
    inline-size: var(--sip-control-size, 48px);
    block-size: var(--sip-control-size, 48px);
    border: 1px solid transparent;
    border-radius: var(--sip-control-radius, 50%);
    background: var(--sip-control-background, var(--_quiet));
    font-size: 1.125rem;
    transition: background-color 0.15s;
  }
  button:hover [part='icon'] {
    background: color-mix(in srgb, var(--_quiet), var(--_text) 10%);
  }
  /* Around the icon: labels stand close to each other. */
  button:focus-visible {
    outline: none;
  }
  button:focus-visible [part='icon'] {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
  button:is([aria-pressed='true'], [aria-expanded='true']) [part='icon'] {
    background: var(--_text);
    color: var(--_surface);
  }
  @media (forced-colors: active) {
    [part='icon'] {
      border-color: ButtonText;
    }
    button:is([aria-pressed='true'], [aria-expanded='true']) [part='icon'] {
      forced-color-adjust: none;
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    [part='icon'] {
      transition: none;
    }
  }
`;
