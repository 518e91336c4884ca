import { css, html, nothing, svg } from 'lit';
import type { QualityGrade } from '../../src/media/mos.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { troubleOf } from '../store/call-quality.ts';
import { SipPart } from './part.ts';

/** How many of the four bars each grade has. */
const BARS: Record<QualityGrade, number> = { excellent: 4, good: 3, fair: 2, poor: 1, bad: 0 };

/**
 * @summary How the active call sounds: bars and a word, or a sentence where one side is not heard at all. It is not a
 *   live region: the phone says what matters of it.
 * @tag sip-quality
 * @csspart bars - The bars; empty ones are outlines.
 * @csspart text - The word or the sentence.
 */
export class SipQuality extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 6px;
        /* Nothing moves when the first seconds have been measured. */
        min-block-size: 1.25rem;
        color: var(--_faint);
        font-size: 0.8125rem;
        line-height: 1.25rem;
      }
      [part='bars'] {
        flex: none;
      }
      .on {
        fill: currentcolor;
      }
      .trouble {
        color: var(--_danger);
      }
    `,
  ];

  protected override render() {
    const { active } = this.snapshot;
    const { dictionary } = this;
    if (!dictionary || active?.phase !== 'connected') return nothing;
    const { quality } = active;
    const { grade } = quality;
    const trouble = troubleOf(quality);
    const text = trouble ? dictionary.noSound[trouble] : grade && dictionary.quality[grade];
    if (!text) return nothing;
    return html`${bars(grade ? BARS[grade] : 0)}
      <span part="text" class=${trouble || quality.troubled ? 'trouble' : ''}>
        <span class="hidden-text">${dictionary.labels.quality}:</span> ${text}
      </span>`;
  }
}

function bars(count: number) {
  return html`<svg part="bars" viewBox="0 0 24 24" aria-hidden="true">
    ${[0, 1, 2, 3].map(
      (at) =>
        svg`<rect class=${at < count ? 'on' : ''} x=${2.5 + at * 5} y=${16 - at * 4} width="3" height=${4 + at * 4} rx="1"/>`,
    )}
  </svg>`;
}
