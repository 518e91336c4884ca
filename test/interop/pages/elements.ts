/** A page with our elements, as a site owner would lay it out, and eyes for what a visitor sees of them. */
import '../../../components/define/sip-call-button.ts';
import '../../../components/define/sip-phone.ts';
import type { SipCallButton } from '../../../components/sip-call-button/sip-call-button.ts';
import type { SipPhone } from '../../../components/sip-phone/sip-phone.ts';
import { type ReceivedAudio, untilAudible } from '../../support/audio.ts';

type Phone = SipCallButton | SipPhone;

/** What tests reach as `window.elements`. */
export class ElementsPage {
  /** Every state that the first element has shown, in order. */
  readonly states: string[] = [];
  /** What the page did against its content security policy. */
  readonly violations: string[] = [];
  readonly #changed = new EventTarget();

  constructor() {
    document.addEventListener('sip-state-change', (event) => {
      if (event.target === this.#phone) this.#note();
    });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      this.violations.push(`${violatedDirective} ${blockedURI} ${sample}`),
    );
  }

  /** Puts an element into the page. */
  show(tag: 'sip-phone' | 'sip-call-button', attributes: Record<string, string>): void {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.body.append(element);
    this.#note();
  }

  /** Resolves once the first element has shown this state after so many others; rejects after 30 s. */
  untilState(state: string, after = 0): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => this.states.includes(state, after) && resolve();
      this.#changed.addEventListener('changed', look);
      look();
      setTimeout(
        () => reject(new Error(`not "${state}" but ${this.states.join(', ')}: ${this.text()}`)),
        30_000,
      );
    });
  }

  /** Resolves once this sentence can be seen; rejects after 30 s. */
  async untilText(sentence: string): Promise<void> {
    const end = performance.now() + 30_000;
    while (!this.text().includes(sentence)) {
      if (performance.now() > end) throw new Error(`not "${sentence}" but: ${this.text()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Resolves once this sentence can be seen no more; rejects after 30 s. */
  async untilNoText(sentence: string): Promise<void> {
    const end = performance.now() + 30_000;
    while (this.text().includes(sentence)) {
      if (performance.now() > end) throw new Error(`still "${sentence}": ${this.text()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Calls the element's target by its method, without a click. */
  call(): void {
    void this.#phone.call();
  }

  hangUp(): void {
    this.#phone.hangup();
  }

  /** Waits until the call has received audible audio. */
  async untilAudible(): Promise<ReceivedAudio> {
    const connection = this.#phone.activeCall?.session?.connection;
    if (!connection) throw new Error('there is no call with a peer connection');
    return untilAudible(connection);
  }

  /** All text that can be seen, that of shadow trees included. */
  text(): string {
    return visibleText(document.body).replace(/\s+/g, ' ').trim();
  }

  get #phone(): Phone {
    const phone = document.querySelector<Phone>('sip-phone, sip-call-button');
    if (!phone) throw new Error('there is no element of ours in the page');
    return phone;
  }

  #note(): void {
    this.states.push(this.#phone.state);
    this.#changed.dispatchEvent(new Event('changed'));
  }
}

function visibleText(node: Node): string {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element) || !node.checkVisibility() || node instanceof HTMLStyleElement) return ' ';
  const children = node instanceof HTMLSlotElement ? node.assignedNodes() : [];
  const shown = node.shadowRoot?.childNodes ?? (children.length > 0 ? children : node.childNodes);
  return [...shown].map(visibleText).join(' ');
}

declare global {
  interface Window {
    elements: ElementsPage;
  }
}

window.elements = new ElementsPage();
