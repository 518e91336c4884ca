/** The phones of the page: how a part finds the one that it belongs to, in whatever order the page was built. */
import type { Dictionary } from './locales/dictionary.ts';
import type { Words } from './locales/words.ts';
import type { PhoneStore } from './store/phone-store.ts';

/** An element that provides a phone for its parts. */
export interface PhoneElement extends HTMLElement {
  readonly store: PhoneStore;
  /** All that it says. */
  readonly words: Words<Dictionary>;
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

/** The phone with this id, else the nearest one around the element; null where its code has not come yet, too. */
export function findPhone(element: Element, id: string | null): PhoneElement | null {
  const candidate = phoneTag(element, id) as PhoneElement;
  return phones.has(candidate) ? candidate : null;
}

/** The tag of that phone, be its code there or not; each shadow tree is left by its host. */
export function phoneTag(element: Element, id: string | null): Element | null {
  const root = element.getRootNode() as Document | ShadowRoot;
  // An element outside of the page has a root without ids.
  const candidate = id ? root.getElementById?.(id) : element.closest('sip-phone');
  return candidate ?? (root instanceof ShadowRoot ? phoneTag(root.host, id) : null);
}
