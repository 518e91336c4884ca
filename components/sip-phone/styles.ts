import { css } from 'lit';
import { card } from '../styles/card.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { soundPrompt } from '../styles/sound-prompt.ts';
import { tokens } from '../styles/tokens.ts';

/** The look of the default phone. */
export const phoneStyles = [
  tokens,
  partTokens,
  card,
  soundPrompt,
  css`
    :host {
      display: block;
    }
    [part='base'] {
      display: flex;
      flex-direction: column;
      gap: 16px;
      max-inline-size: 440px;
      min-block-size: 344px;
      padding: 20px;
      border: 1px solid var(--_line);
      border-radius: var(--_radius);
      background: var(--_surface);
    }
    [part='header'] {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 4px 12px;
      padding-block-end: 14px;
      border-block-end: 1px solid var(--_line);
    }
    [part='account'] {
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    [part='registration'] {
      display: inline-flex;
      align-items: center;
      gap: 7px;
      color: var(--_faint);
      font-size: 0.8125rem;
    }
    [part='registration']::before {
      content: '';
      inline-size: 8px;
      block-size: 8px;
      border: 1.5px solid currentcolor;
      border-radius: 50%;
    }
    [part='registration'][data-on]::before {
      border-color: var(--_accent);
      background: var(--_accent);
    }
    .stage {
      flex: 1;
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      align-content: center;
      gap: 16px;
    }
    /* Nothing goes on: the state has the place for itself. */
    .rest {
      flex-direction: column;
      text-align: center;
      gap: 10px;
    }
    .rest::part(icon) {
      padding: 16px;
      border: 1px solid var(--_line);
      border-radius: 50%;
      background: var(--_quiet);
      font-size: 1.25rem;
    }
    hr {
      inline-size: 100%;
      margin: 0;
      border: 0;
      border-block-start: 1px solid var(--_line);
    }
    sip-settings {
      margin-block-end: -16px;
      border-block-start: 1px solid var(--_line);
      padding-block-start: 4px;
    }
    @media (forced-colors: active) {
      [part='registration'][data-on]::before {
        forced-color-adjust: none;
        background: CanvasText;
      }
    }
  `,
];
