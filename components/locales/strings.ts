import type { Dictionary } from './dictionary.ts';
import { languagesChanged, primaryLanguage } from './language.ts';

/** Texts of a page's own: any of those of a {@link Dictionary}, at the same places. */
export type Strings = {
  readonly [Name in keyof Omit<Dictionary, 'lang'>]?: Dictionary[Name] extends string | Sentence
    ? Dictionary[Name]
    : Partial<Dictionary[Name]>;
};

/** A text that is made of something: a name, a time. */
type Sentence = (...parts: never[]) => string;

/** What pages have set, by language, in order. */
const own = new Map<string, Strings[]>();

/**
 * Replaces texts of the elements, one by one; the others stay. What is in the page already is drawn anew.
 *
 * @example setStrings('de', { labels: { call: 'Jetzt anrufen' } });
 * @param language of the pages that it is for: of a BCP 47 tag the language alone counts. It may be one that the
 *   elements do not speak; what is left out is in English there
 * @param strings text, never markup; what is not of the type that it replaces is passed over
 * @throws {RangeError} the language is no BCP 47 tag
 */
export function setStrings(language: string, strings: Strings): void {
  const key = primaryLanguage(new Intl.Locale(language).baseName);
  own.set(key, [...(own.get(key) ?? []), strings]);
  languagesChanged();
}

/** Words with those that the page has set for a BCP 47 tag; times and numbers are then of that language, too. */
export function withOwnStrings<W extends { lang: string }>(words: W, tag: string): W {
  // A page that does not say its language gets English.
  const lang = primaryLanguage(tag) || words.lang;
  const strings = own.get(lang);
  return strings ? { ...strings.reduce<W>(replaced, words), lang } : words;
}

/** Only what there is can be replaced, and only by its like: a page may have got its strings from anywhere. */
function replaced<T>(words: T, strings: unknown): T {
  const result = { ...words };
  for (const name in words) {
    const [is, given] = [words[name], (strings as Partial<T> | null)?.[name]];
    if (typeof given !== typeof is) continue;
    result[name] = typeof is === 'object' ? replaced(is, given) : (given as typeof is);
  }
  return result;
}
