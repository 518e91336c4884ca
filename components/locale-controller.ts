import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { languageOf, watchLanguages } from './locales/language.ts';
import type { Words } from './locales/words.ts';

/**
 * The words for the nearest `lang` around an element. They are there at once if another element has loaded them,
 * else as soon as they come, and then the host is drawn again; until then it has those of the language before.
 */
export class LocaleController<W extends { lang: string }> implements ReactiveController {
  /** Undefined until it is loaded. */
  dictionary: W | undefined;
  readonly #host: ReactiveControllerHost & Element;
  readonly #words: Words<W>;
  #language: string | null = null;
  #unwatch: (() => void) | undefined;

  constructor(host: ReactiveControllerHost & Element, words: Words<W>) {
    this.#host = host;
    this.#words = words;
    host.addController(this);
  }

  hostConnected(): void {
    this.#unwatch = watchLanguages(this.#host, () => {
      this.#language = null;
      this.#host.requestUpdate();
    });
    // Where the element is now, the page may have another language.
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#unwatch?.();
  }

  hostUpdate(): void {
    const language = languageOf(this.#host);
    if (language === this.#language) return;
    this.#language = language;
    const loaded = this.#words.loaded(language);
    if (loaded) this.dictionary = loaded;
    else void this.#load(language);
  }

  async #load(language: string): Promise<void> {
    // Without its language an element still works: icons, the page's own label and the fallback are there.
    const dictionary = await this.#words.load(language).catch(() => undefined);
    if (this.#language !== language) return;
    if (!dictionary) this.#language = null;
    else {
      this.dictionary = dictionary;
      this.#host.requestUpdate();
    }
  }
}
