import { warn } from '../warn.ts';

let warned = false;

/** Registers a tag, once. A page that brings a second copy of this package keeps the first one, and is told so once. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
  else if (customElements.get(tag) !== element && !warned) {
    warned = true;
    warn(document.documentElement, `<${tag}> is defined twice: this page loads sip-elements twice.`);
  }
}
