import { LitElement, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { Dictionary } from '../locales/dictionary.ts';
import { phoneWords } from '../locales/phone-words.ts';
import { LocaleController } from '../locale-controller.ts';
import { findPhone, watchPhones } from '../phones.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import { IDLE, type PhoneSnapshot } from '../store/snapshot.ts';

/** A part of a phone: it shows the phone's snapshot and hands the user's requests to the phone's store. */
export abstract class SipPart extends LitElement {
  static override properties: PropertyDeclarations = { phone: {}, store: { attribute: false } };
  /** The id of the `<sip-phone>` that the part belongs to; without it, the one around the part. */
  phone: string | null = null;
  /** The phone's store, where a layout gives it rather than the page. */
  store: PhoneStore | null = null;
  /** The store of the phone that the part belongs to; null while there is none. */
  protected link: PhoneStore | null = null;
  readonly #locale = new LocaleController(this, phoneWords);
  #unwatch: (() => void) | null = null;
  readonly #update = () => this.requestUpdate();

  /** What is to be shown. */
  protected get snapshot(): PhoneSnapshot {
    return this.link?.snapshot ?? IDLE;
  }

  /** Undefined until the language is loaded. */
  protected get dictionary(): Dictionary | undefined {
    return this.#locale.dictionary;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchPhones(() => this.#bind());
    this.#bind();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#follow(null);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('store') || changed.has('phone')) this.#bind();
  }

  protected override render(): unknown {
    return this.dictionary ? this.draw(this.snapshot, this.dictionary) : nothing;
  }

  /** What is in its shadow tree, once its language is loaded. */
  protected abstract draw(snapshot: PhoneSnapshot, dictionary: Dictionary): unknown;

  #bind(): void {
    this.#follow(this.store ?? findPhone(this, this.phone)?.store ?? null);
  }

  #follow(store: PhoneStore | null): void {
    if (store === this.link) return;
    this.link?.off('change', this.#update);
    this.link = store;
    store?.on('change', this.#update);
    this.#update();
  }
}
