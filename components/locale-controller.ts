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
  #language = '';

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.update();
  }

  hostUpdate(): void {
    // The page may have another language than when the element came into it.
    if (languageOf(this.#host) !== this.#language) this.update();
  }

  /** Looks again which language it is: the attribute may have changed. */
  update(): void {
    const language = languageOf(this.#host);
    this.#language = language;
    this.dictionary = loadedDictionary(language);
    if (this.dictionary) return this.#host.requestUpdate();
    loadDictionary(language).then(
      (dictionary) => {
        if (this.#language !== language) return;
        this.dictionary = dictionary;
        this.#host.requestUpdate();
      },
      // Without its language an element still works: icons, the page's own label and the fallback are there.
      () => {},
    );
  }
}
