import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Dictionary } from './locales/dictionary.ts';
import { languageOf, loadDictionary, loadedDictionary } from './locales/load.ts';

/**
 * The dictionary for the nearest `lang` around an element. It is there at once if another element has loaded it,
 * else as soon as it comes, and then the host is drawn again.
 */
export class LocaleController implements ReactiveController {
  /** Undefined until it is loaded. */
  dictionary: Dictionary | undefined;
  readonly #host: ReactiveControllerHost & Element;
  #language: string | null = null;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // Where the element is now, the page may have another language.
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    const language = languageOf(this.#host);
    if (language === this.#language) return;
    this.#language = language;
    this.dictionary = loadedDictionary(language);
    if (this.dictionary) return;
    loadDictionary(language).then(
      (dictionary) => {
        if (this.#language !== language) return;
        this.dictionary = dictionary;
        this.#host.requestUpdate();
      },
      // Without its language an element still works: icons, the page's own label and the fallback are there.
      () => (this.#language = null),
    );
  }
}
