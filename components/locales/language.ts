/** The language at an element: the nearest `lang` around it, through shadow trees (HTML, "language of a node"). */
export function languageOf(element: Element): string {
  const nearest = element.closest('[lang]');
  if (nearest) return nearest.getAttribute('lang') ?? '';
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : '';
}

/** The language of a BCP 47 tag: `de` of `de-AT`. */
export function primaryLanguage(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

const watchers = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Calls `watcher` whenever a `lang` or a `dir` of the trees around an element changes. Returns how to stop. */
export function watchLanguages(element: Element, watcher: () => void): () => void {
  watchers.add(watcher);
  observer ??= new MutationObserver(languagesChanged);
  for (let node: Element | null = element; node;) {
    const root = node.getRootNode();
    // One that is observed already is not observed twice (DOM, `observe()`).
    observer.observe(root, { subtree: true, attributeFilter: ['lang', 'dir'] });
    node = root instanceof ShadowRoot ? root.host : null;
  }
  return () => void watchers.delete(watcher);
}

/** Has every element look again for its language and its words. */
export function languagesChanged(): void {
  watchers.forEach((watcher) => watcher());
}
