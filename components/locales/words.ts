import { primaryLanguage } from './language.ts';
import { withOwnStrings } from './strings.ts';

/** Words in the languages that there are, loaded one language at a time. */
export class Words<W extends { lang: string }> {
  readonly #loaders: Readonly<Record<string, () => Promise<{ default: W }>>>;
  readonly #loaded = new Map<string, W>();

  /** @param loaders by language (ISO 639); English must be among them */
  constructor(loaders: Readonly<Record<string, () => Promise<{ default: W }>>>) {
    this.#loaders = loaders;
  }

  /** The words for a BCP 47 tag, if they are loaded already. */
  loaded(tag: string): W | undefined {
    const words = this.#loaded.get(this.#languageFor(tag));
    return words && withOwnStrings(words, tag);
  }

  /** Loads the words for a BCP 47 tag. */
  async load(tag: string): Promise<W> {
    const language = this.#languageFor(tag);
    const { default: words } = await this.#loaders[language]!();
    this.#loaded.set(language, words);
    return withOwnStrings(words, tag);
  }

  /** The language that fits a tag: `de-AT` gets `de`; what there is not gets English. */
  #languageFor(tag: string): string {
    const language = primaryLanguage(tag);
    return Object.hasOwn(this.#loaders, language) ? language : 'en';
  }
}
