/** The phones of the page: how a part finds the one that it belongs to, in whatever order the page was built. */
import type { PhoneStore } from './store/phone-store.ts';

/** An element that provides a phone for its parts. */
export interface PhoneElement extends HTMLElement {
  readonly store: PhoneStore;
}

const phones = new Set<PhoneElement>();
const watchers = new Set<() => void>();

/** A phone came into the page. Returns how to take it out. */
export function addPhone(phone: PhoneElement): () => void {
  const tell = () => watchers.forEach((watcher) => watcher());
  phones.add(phone);
  tell();
  return () => {
    phones.delete(phone);
    tell();
  };
}

/** Calls `watcher` whenever a phone comes or goes. Returns how to stop. */
export function watchPhones(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The phone with this id in the element's tree or in the page, else the nearest one around the element. */
export function findPhone(element: Element, id: string | null): PhoneElement | null {
  const candidate = id ? byId(element, id) : nearest(element);
  return [...phones].find((phone) => phone === candidate) ?? null;
}

function byId(element: Element, id: string): Element | null {
  const root = element.getRootNode();
  const inTree = root instanceof ShadowRoot ? root.getElementById(id) : null;
  return inTree ?? element.ownerDocument.getElementById(id);
}

function nearest(element: Element): Element | null {
  const around = element.closest('sip-phone');
  if (around) return around;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? nearest(root.host) : null;
}
