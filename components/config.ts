/** `config-url`: attributes that stand in a file of the site, so that a pasted tag never needs pasting again. */
import type { ReactiveController } from 'lit';
import type { SipError } from '../src/errors.ts';
import type { AccountElement } from './account-element.ts';
import { invalid, secureUrl } from './settings.ts';

/** For how long the file may take, in milliseconds. */
const TIMEOUT = 5000;

/** What the file may hold beside `header-…` and the attributes of every account. */
const OTHERS = 'placement load hours timezone no-ringback tones lang dir';

/** The configuration file of one element. */
export class ConfigFile implements ReactiveController {
  readonly #host: AccountElement;
  readonly #tell: (problem: SipError) => void;
  readonly #allowed: Set<string>;
  #url = '';
  #attributes: Promise<[name: string, value: string][]> = Promise.resolve([]);
  /** Of which file the attributes have come. */
  #read = '';
  /** Those of them that have come. */
  #loaded: [name: string, value: string][] = [];
  /** What of the element's attributes is from the file. */
  readonly #given = new Map<string, string>();

  /** @param tell called with what is wrong with the file */
  constructor(host: AccountElement, tell: (problem: SipError) => void) {
    this.#host = host;
    this.#tell = tell;
    const { shared } = host.constructor as typeof AccountElement;
    this.#allowed = new Set(`${shared} ${OTHERS}`.split(' '));
    host.addController(this);
  }

  /** Whether the file that the element names now has been read. */
  get read(): boolean {
    return this.#wanted === this.#read;
  }

  get #wanted(): string {
    return this.#host.getAttribute('config-url')?.trim() ?? '';
  }

  /**
   * Writes the attributes of the file onto the element, but for those that stand there. The file is fetched once;
   * where that fails it is tried again the next time.
   */
  async apply(): Promise<void> {
    const url = this.#wanted;
    if (url !== this.#url) {
      this.#takeBack();
      this.#url = url;
      this.#attributes = url ? this.#load(url) : Promise.resolve([]);
    }
    const loaded = await this.#attributes;
    // The page named another one meanwhile.
    if (url !== this.#wanted) return this.apply();
    this.#loaded = loaded;
    this.#read = this.#url;
    this.hostUpdate();
  }

  /** Whoever makes the page like another document (morphing) has taken them away. */
  hostUpdate(): void {
    for (const [name, value] of this.#loaded) {
      if (this.#host.hasAttribute(name)) continue;
      this.#given.set(name, value);
      this.#host.setAttribute(name, value);
    }
  }

  #takeBack(): void {
    this.#loaded = [];
    for (const [name, value] of this.#given)
      if (this.#host.getAttribute(name) === value) this.#host.removeAttribute(name);
    this.#given.clear();
  }

  async #load(url: string): Promise<[name: string, value: string][]> {
    try {
      const entries = Object.entries(await fetchConfig(url));
      const refused = entries
        .filter(([name]) => !this.#isAllowed(name))
        .map(([name]) => JSON.stringify(name));
      if (refused.length > 0) this.#wrong(`cannot set ${refused.join(', ')}`);
      return entries.filter(([name, value]) => this.#isAllowed(name) && value !== null).map(toAttribute);
    } catch (error) {
      this.#wrong((error as Error).message);
      this.#url = '';
      return [];
    }
  }

  #isAllowed(name: string): boolean {
    // The rest of a header's name is checked where it is read (settings.ts).
    return this.#allowed.has(name) || /^header-[a-z0-9_.-]+$/.test(name);
  }

  #wrong(why: string): void {
    this.#tell(invalid('config-url', this.#host.getAttribute('config-url'), why));
  }
}

async function fetchConfig(text: string): Promise<object> {
  const url = secureUrl(text);
  if (!url) throw new TypeError('is no https: URL');
  const response = await fetch(url, { credentials: 'same-origin', signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok) throw new TypeError(`answered ${response.status}`);
  const value: unknown = await response.json();
  if (typeof value !== 'object' || value === null) throw new TypeError('holds no JSON object');
  return value;
}

/** JSON has types that attributes do not have: a list is separated by space, an object stays JSON. */
function toAttribute([name, value]: [string, unknown]): [name: string, value: string] {
  if (value === true) return [name, ''];
  if (typeof value !== 'object') return [name, String(value)];
  const words = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return [name, words ? value.join(' ') : JSON.stringify(value)];
}
