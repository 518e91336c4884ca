import { css, html, nothing } from 'lit';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { choice } from '../styles/choice.ts';
import { formStyles } from '../styles/form.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/** From the worst to the best, by the words that a call's quality has. */
const RATINGS = ['bad', 'poor', 'fair', 'good', 'excellent'] as const;

/**
 * @summary Asks how the call was, from 1 to 5, once it has ended. Nothing is shown before, and after the answer, which
 * is told by `sip-rating`.
 * @tag sip-rating
 * @csspart choice - One answer.
 * @csspart send - The button that sends it.
 * @csspart close - The button for who does not want to say.
 */
export class SipRating extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    formStyles,
    choice,
    css`
      .choices {
        display: grid;
      }
    `,
  ];

  /** Gives the focus to the first answer. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('input')?.focus(options);
  }

  protected override draw({ toRate }: PhoneSnapshot, { labels, visitor, quality, lang }: Dictionary) {
    if (toRate === null) return nothing;
    const digits = new Intl.NumberFormat(lang);
    return html`<form @submit=${this.#send}>
      <h3 id="question">${visitor.rate}</h3>
      <div class="choices" role="radiogroup" aria-labelledby="question">
        ${RATINGS.map(
          (word, at) =>
            html`<label part="choice"
              ><input type="radio" name="rating" value=${at + 1} required />${digits.format(at + 1)} –
              ${quality[word]}</label
            >`,
        )}
      </div>
      <div class="actions">
        <button part="send" class="main" type="submit">${visitor.send}</button>
        <button part="close" type="button" @click=${() => this.link?.rate(null)}>${labels.close}</button>
      </div>
    </form>`;
  }

  #send(event: SubmitEvent): void {
    event.preventDefault();
    const chosen = this.renderRoot.querySelector<HTMLInputElement>('input:checked');
    if (chosen) this.link?.rate(Number(chosen.value));
  }
}
