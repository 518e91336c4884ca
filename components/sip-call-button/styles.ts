import { css } from 'lit';
import { tokens } from '../styles/tokens.ts';

/**
 * The look of the button. All its texts stand in one place, as wide as the widest: what is said changes, the page does
 * not move.
 */
export const buttonStyles = [
  tokens,
  css`
    :host {
      display: inline-block;
      vertical-align: middle;
    }
    [part='base'] {
      display: inline-flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 14px;
      max-inline-size: 100%;
    }
    [part='button'] {
      display: inline-flex;
      align-items: center;
      justify-content: center;
      gap: 10px;
      min-block-size: 48px;
      max-inline-size: 100%;
      padding: 8px 22px;
      border: 1px solid transparent;
      border-radius: 24px;
      background: var(--_accent);
      color: var(--_on-accent);
      font-weight: 600;
      line-height: 1.25;
    }
    [part='button']:where(:hover) {
      background: color-mix(in srgb, var(--_accent), var(--_text) 14%);
    }
    .texts {
      display: inline-grid;
      text-align: center;
    }
    .texts > * {
      grid-area: 1 / 1;
      overflow-wrap: anywhere;
    }
    .off {
      visibility: hidden;
    }
    .busy [part='button'] {
      border-color: var(--_accent);
      background: color-mix(in srgb, var(--_accent), var(--_surface) 88%);
      color: var(--_text);
    }
    [part='button'][aria-disabled] {
      border-color: var(--_line);
      background: var(--_quiet);
      color: var(--_faint);
      cursor: default;
    }
    [part='message'] {
      margin: 0;
      max-inline-size: 44ch;
      font-size: 0.875rem;
      line-height: 1.4;
      color: var(--sip-faint, inherit);
    }
    @media (forced-colors: active) {
      [part='button'] {
        border-color: ButtonText;
      }
      [part='button'][aria-disabled] {
        border-color: GrayText;
        color: GrayText;
      }
    }
    @media (prefers-reduced-motion: no-preference) {
      .busy [part='icon'] {
        animation: breathe 1.6s ease-in-out infinite;
      }
      @keyframes breathe {
        50% {
          opacity: 0.4;
        }
      }
    }
    [part='icon'] {
      display: inline-flex;
    }
  `,
];
