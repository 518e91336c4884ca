import { css } from '@lit/reactive-element';
import { tokens } from '../styles/tokens.ts';

/**
 * The look of the button. What it says of a call stands above its own text, whose size stays: the page does not move.
 */
export const buttonStyles = [
  tokens,
  css`
    :host {
      --_button: var(--sip-button-background, var(--_accent));
      display: inline-block;
      vertical-align: middle;
    }
    /* What is not positioned has no inset: one rule for each edge is enough. */
    :host(
      :is(
        [placement='bottom-end'],
        [placement='bottom-start'],
        [placement='top-end'],
        [placement='top-start']
      )
    ) {
      --_offset: max(var(--sip-offset, 20px), env(safe-area-inset-bottom));
      position: fixed;
      z-index: var(--sip-z-index, 1000);
      max-inline-size: calc(100% - 2 * var(--_offset));
    }
    :host([placement^='bottom']) {
      inset-block-end: var(--_offset);
    }
    :host([placement^='top']) {
      inset-block-start: var(--_offset);
    }
    :host([placement$='end']) {
      inset-inline-end: var(--_offset);
    }
    :host([placement$='start']) {
      inset-inline-start: var(--_offset);
    }
    [part='base'] {
      display: inline-flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 10px;
    }
    /* Over a page the button stays in its corner, and what is said beside it has a ground of its own. */
    :host([placement^='bottom-']) [part='base'] {
      flex-wrap: wrap-reverse;
    }
    :host([placement$='-end']) [part='base'] {
      flex-direction: row-reverse;
    }
    :host([placement*='-']) [part='message'],
    :host([placement*='-']) ::slotted(:is([slot='closed'], :not([slot]))) {
      padding: 8px 12px;
      border: 1px solid var(--_line);
      border-radius: 12px;
      background: var(--_surface);
      color: var(--_text);
    }
    [part='button'] {
      display: inline-flex;
      position: relative;
      align-items: center;
      justify-content: center;
      gap: 10px;
      min-inline-size: 9rem;
      min-block-size: 48px;
      max-inline-size: 100%;
      padding: 8px 22px;
      border: 1px solid transparent;
      border-radius: var(--sip-button-radius, 24px);
      background: var(--_button);
      color: var(--sip-button-text, var(--_on-accent));
      font-weight: 600;
      line-height: 1.25;
    }
    [part='button']:where(:hover) {
      background: color-mix(in srgb, var(--_button), var(--_text) 14%);
    }
    [part='label'] {
      overflow-wrap: anywhere;
    }
    .busy :is([part='icon'], [part='label']) {
      visibility: hidden;
    }
    [part='says'] {
      position: absolute;
      inset-inline: 12px;
      /* Two lines, where a language needs them. */
      max-block-size: 2.3em;
      overflow: hidden;
      font-size: 0.875rem;
      line-height: 1.15;
      text-wrap: balance;
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
      flex-basis: 100%;
      margin: 0;
      max-inline-size: 44ch;
      font-size: 0.875rem;
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
      :host(:not(:state(connected), :state(held))) .busy [part='button'] {
        animation: breathe 1.6s ease-in-out infinite;
      }
      @keyframes breathe {
        50% {
          box-shadow: 0 0 0 5px color-mix(in srgb, var(--_accent), transparent 75%);
        }
      }
    }
  `,
];
