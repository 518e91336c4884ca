import { css, html, nothing, svg } from 'lit';
import type { QualityGrade } from '../../src/media/mos.ts';
import { alertIcon } from '../icons/basic.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
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
 * @csspart bars - The bars; empty ones are dots.
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
        fill: currentcolor;
        stroke: none;
      }
      .trouble,
      svg:has(+ .trouble) {
        color: var(--_danger);
      }
      svg:has(+ .trouble) {
        align-self: start;
      }
    `,
  ];

  protected override draw({ active }: PhoneSnapshot, dictionary: Dictionary) {
    if (active?.phase !== 'connected') return nothing;
    const { grade, troubled } = active.quality;
    const trouble = troubleOf(active.quality);
    if (trouble)
      return html`${alertIcon}<span part="text" class="trouble">${dictionary.noSound[trouble]}</span>`;
    if (!grade) return nothing;
    return html`${bars(BARS[grade])}
      <span part="text" class=${troubled ? 'trouble' : ''}>
        ${dictionary.labels.quality}: ${dictionary.quality[grade]}
      </span>`;
  }
}

/** Bars that rise; one that is empty is a dot. */
function bars(count: number) {
  const bar = (at: number) => {
    const height = at < count ? 5 + at * 4.5 : 2;
    return svg`<rect x=${2 + at * 5.5} y=${21 - height} width="3.5" height=${height} />`;
  };
  return html`<svg part="bars" viewBox="0 0 24 24" aria-hidden="true">${[0, 1, 2, 3].map(bar)}</svg>`;
}
