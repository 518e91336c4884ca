import { html, nothing, type PropertyDeclarations } from 'lit';
import type { Dictionary } from '../locales/dictionary.ts';
import { callOptionsOf } from '../precall.ts';
import type { PhoneCallOptions } from '../store/phone-events.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { formStyles } from '../styles/form.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { textField } from '../styles/text-field.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * @summary What the caller tells before the call: a name and a reason, or the page's own fields. The field `name` is
 * the name that the other party sees; every other one goes as a header, `order` as `X-Order`.
 * @tag sip-precall-form
 * @slot - Native fields (`<input>`, `<select>`, `<textarea>`) with names, instead of name and reason. What they require
 *   is checked before the call.
 * @csspart form - The form.
 * @csspart call - The button that calls.
 * @csspart cancel - The button that does not.
 */
export class SipPrecallForm extends SipPart {
  static override styles = [tokens, partTokens, formStyles, textField];
  static override properties: PropertyDeclarations = {
    ...{ proceed: { attribute: false }, cancel: { attribute: false } },
  };
  /** Takes what was told, in the task of the click; by default the target of the phone is called. */
  proceed: ((options: PhoneCallOptions) => void) | null = null;
  /** Called where the caller does not want to, after all; without it there is no such button. */
  cancel: (() => void) | null = null;

  /** Gives the focus to the first field. */
  override focus(options?: FocusOptions): void {
    this.#fields[0]?.focus(options);
  }

  protected override draw(_: PhoneSnapshot, { labels, visitor }: Dictionary) {
    return html`<form part="form" aria-label=${visitor.precall} novalidate @submit=${this.#submit}>
      <slot @keydown=${this.#keydown} @submit=${this.#submit}>
        <label class="field"
          >${visitor.name}<input name="name" autocomplete="name" maxlength="80" dir="auto"
        /></label>
        <label class="field"
          >${visitor.reason}<textarea name="reason" rows="2" maxlength="300" dir="auto"></textarea>
        </label>
      </slot>
      <div class="actions">
        <button part="call" class="main" type="submit">${labels.call}</button>
        ${
          this.cancel
            ? html`<button part="cancel" type="button" @click=${this.cancel}>${visitor.cancel}</button>`
            : nothing
        }
      </div>
    </form>`;
  }

  /** Own fields stand in the page, and so are none of the form's in the shadow tree (HTML, form owner). */
  get #fields(): Field[] {
    // Where the page gives nothing these are the slot's own.
    const roots = this.renderRoot.querySelector('slot')?.assignedElements({ flatten: true }) ?? [];
    return roots
      .flatMap((root) => [root, ...root.querySelectorAll('*')])
      .filter((element): element is Field => element.matches('input, select, textarea'));
  }

  /** Enter in a field sends a form (HTML, implicit submission), wherever the field stands. */
  #keydown(event: KeyboardEvent): void {
    const path = event.composedPath();
    const [field] = path;
    if (!(field instanceof HTMLInputElement) || /button|submit/.test(field.type)) return;
    // Not the form of the page in which the element stands: it would be submitted, and the page be left.
    const sends = !field.form || path.indexOf(field.form) > path.indexOf(this);
    if (event.key === 'Enter' && sends && !event.isComposing) this.#submit(event);
  }

  #submit(event: Event): void {
    event.preventDefault();
    const fields = this.#fields;
    const wrong = fields.find((field) => !field.checkValidity());
    if (wrong) return void wrong.reportValidity();
    const options = callOptionsOf(fields.filter(isSent).map(({ name, value }) => [name, value]));
    if (this.proceed) this.proceed(options);
    else void this.link?.requestCall(this.link.target, options);
  }
}

function isSent(field: Field): boolean {
  if (!field.name || field.disabled) return false;
  if (!(field instanceof HTMLInputElement)) return true;
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked;
  // A password or a file is for no telephone.
  return !['password', 'file', 'button', 'submit', 'reset', 'image'].includes(field.type);
}
