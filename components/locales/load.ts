import type { Dictionary } from './dictionary.ts';

const LOADERS: Record<string, () => Promise<{ default: Dictionary }>> = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
};

const loaded = new Map<string, Dictionary>();

/** The language of {@link LOADERS} that fits a BCP 47 tag: `de-AT` gets `de`; what there is not gets English. */
function languageFor(tag: string): string {
  const language = tag.toLowerCase().split('-')[0] ?? '';
  return language in LOADERS ? language : 'en';
}

/** The dictionary for a BCP 47 tag, if it is loaded already. */
export function loadedDictionary(tag: string): Dictionary | undefined {
  return loaded.get(languageFor(tag));
}

/** Loads the dictionary for a BCP 47 tag. */
export async function loadDictionary(tag: string): Promise<Dictionary> {
  const language = languageFor(tag);
  const { default: dictionary } = await LOADERS[language]!();
  loaded.set(language, dictionary);
  return dictionary;
}

/** The language at an element: the nearest `lang` around it, through shadow trees (HTML, "language of a node"). */
export function languageOf(element: Element): string {
  const nearest = element.closest('[lang]');
  if (nearest) return nearest.getAttribute('lang') ?? '';
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : '';
}
