/** The shadow tree of a call button: made once, without templates, whose library is larger than the button. */
import { ALERT, CALL } from '../icons/paths.ts';

/** What a button shows at a moment; no text is none. */
export interface ButtonLook {
  /** BCP 47, of the texts. */
  lang: string | undefined;
  label: string | undefined;
  /** What it says of the call, in the place of its label. */
  says: string | undefined;
  /** Why it cannot call. */
  message: string | undefined;
  /** That nobody is there, and until when. */
  closed: string | undefined;
  /** Something is wrong: the fallback is shown. */
  alert: boolean;
  /** A call goes on. */
  busy: boolean;
  /** It cannot be pressed. */
  unusable: boolean;
  /** Its panel is open. */
  open: boolean;
}

/** The shadow tree of one button. */
export class ButtonView {
  readonly #shape = svg('path', {});
  readonly #label = element('slot', { name: 'label' });
  readonly #says = element('span', { part: 'says' });
  readonly #message = element('p', { part: 'message', id: 'message' });
  readonly #closedText = element('p', { part: 'message' });
  readonly #closed = element('slot', { name: 'closed' }, this.#closedText);
  readonly #fallback = element('slot', {});
  readonly #status = element('div', { class: 'hidden-text', role: 'status' });
  readonly #alert = element('div', { class: 'hidden-text', role: 'alert' });
  /** The button itself. */
  readonly button = element(
    'button',
    { part: 'button', type: 'button' },
    element(
      'span',
      { part: 'icon' },
      element(
        'slot',
        { name: 'icon' },
        svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, this.#shape),
      ),
    ),
    element('span', { part: 'label' }, this.#label),
    this.#says,
  );
  readonly #base = element('div', { part: 'base' }, this.button, this.#message, this.#closed, this.#fallback);

  /** What stands in the shadow root. */
  readonly nodes = [this.#base, this.#status, this.#alert];

  /** Shows what is to be seen now. */
  draw(look: ButtonLook): void {
    this.#shape.setAttribute('d', look.alert ? ALERT : CALL);
    this.#base.classList.toggle('busy', look.busy);
    this.#fallback.hidden = !look.alert;
    this.#closed.hidden = !look.closed;
    for (const node of this.nodes) attribute(node, 'lang', look.lang);
    attribute(this.button, 'aria-disabled', look.unusable && 'true');
    attribute(this.button, 'aria-expanded', look.open && 'true');
    attribute(this.button, 'aria-describedby', look.message && 'message');
    write(this.#label, look.label);
    write(this.#says, look.says);
    write(this.#message, look.message);
    write(this.#closedText, look.closed);
  }

  /** Has a screen reader say something; no text takes back what was said. */
  say(text: string, assertive: boolean): void {
    if (assertive || !text) this.#alert.textContent = text;
    if (!assertive) this.#status.textContent = text;
  }
}

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string>,
  ...children: Node[]
): HTMLElementTagNameMap[Tag] {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag: 'svg' | 'path', attributes: Record<string, string>, ...children: Node[]): SVGElement {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill<E extends Element>(made: E, attributes: Record<string, string>, children: Node[]): E {
  for (const name in attributes) made.setAttribute(name, attributes[name]!);
  made.append(...children);
  return made;
}

function attribute(node: Element, name: string, value: string | false | undefined): void {
  if (!value) node.removeAttribute(name);
  // To set it again is a change, too: to whoever watches languages, for one (DOM, "change an attribute").
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** A text that stays is left alone: screen readers and selections notice when it is written again. */
function write(node: HTMLElement, text = ''): void {
  if (node.textContent !== text) node.textContent = text;
  if (node instanceof HTMLSlotElement) return;
  node.hidden = !text;
}
