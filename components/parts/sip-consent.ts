import { html, type PropertyDeclarations } from 'lit';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { formStyles } from '../styles/form.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/**
 * @summary The question whether the user agrees, which an element with the attribute `consent` asks before anything
 * is opened or connected.
 * @tag sip-consent
 * @slot - The question, instead of the text of `consent`.
 * @csspart agree - The button that agrees.
 * @csspart decline - The button that does not.
 */
export class SipConsent extends SipPart {
  static override styles = [tokens, partTokens, formStyles];
  static override properties: PropertyDeclarations = { text: {}, decide: { attribute: false } };
  /** The question; one in the user's language where it is empty. */
  text = '';
  /** Called in the task of the click. */
  decide: ((given: boolean) => void) | null = null;

  /** Gives the focus to the button that agrees. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('button')?.focus(options);
  }

  protected override draw(_: PhoneSnapshot, { visitor }: Dictionary) {
    const { consent, agree, decline } = visitor;
    return html`<div class="question" role="group" aria-labelledby="question">
      <p id="question"><slot>${this.text || consent}</slot></p>
      <div class="actions">
        <button part="agree" class="main" type="button" @click=${() => this.decide?.(true)}>${agree}</button>
        <button part="decline" type="button" @click=${() => this.decide?.(false)}>${decline}</button>
      </div>
    </div>`;
  }
}
