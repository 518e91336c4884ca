import { html, nothing } from 'lit';

/**
 * The slot for what the page has put into an element, to stand in a part; nothing where there is none, for an empty slot
 * would hide the part's own text.
 */
export function ownSlot(element: Element, name: string) {
  return element.querySelector(`:scope > [slot=${name}]`) ? html`<slot name=${name}></slot>` : nothing;
}
