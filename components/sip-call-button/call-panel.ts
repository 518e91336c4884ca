import { css, html, LitElement, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { Engine } from '../engine.ts';
import { speakerIcon } from '../icons/icons.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import { inWords } from '../locales/durations.ts';
import { nextTask } from '../next-task.ts';
import { ownSlot } from '../own-slot.ts';
import type { SipPart } from '../parts/part.ts';
import { isOn } from '../settings.ts';
import type { PhoneCallOptions } from '../store/phone-events.ts';
import type { State } from '../store/states.ts';
import { card } from '../styles/card.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { soundPrompt } from '../styles/sound-prompt.ts';
import { tokens } from '../styles/tokens.ts';

/** The least distance to the edge of the window, in CSS pixels. */
const MARGIN = 12;

/** The far end is there, and has not answered. */
const RINGS: readonly State[] = ['ringing', 'early-media', 'queued'];

/** What is asked before a call. */
export interface Questions {
  /** Whether more is asked than whether the visitor agrees. */
  precall: boolean;
  /** With what was told; null where the visitor does not want to call. */
  finish(options: PhoneCallOptions | null): void;
}

/** The panel of a lone call button: the call, what went wrong, and the way to sound where the browser holds it back. */
export class CallPanel extends LitElement {
  static override styles = [
    tokens,
    partTokens,
    card,
    soundPrompt,
    css`
      :host {
        inset: auto;
        top: var(--_top, 0);
        left: var(--_left, 0);
        inline-size: min(var(--sip-panel-width, 340px), 100vw - 24px);
        max-block-size: calc(100dvh - 24px);
        margin: 0;
        padding: 20px;
        border: 1px solid var(--_line);
        border-radius: var(--sip-panel-radius, var(--_radius));
        background: var(--sip-panel-background, var(--_surface));
        box-shadow: var(--sip-panel-shadow, 0 12px 40px light-dark(#1a25333d, #0009));
        overflow: auto;
      }
      .content {
        display: grid;
        gap: 16px;
      }
      /* On a telephone the call stands at the lower edge, where the thumb is. */
      @media (max-width: 480px) {
        :host {
          inset: auto 12px max(12px, env(safe-area-inset-bottom));
          inline-size: auto;
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = { questions: { attribute: false } };
  engine!: Engine;
  dictionary: Dictionary | undefined;
  /** The button that the panel belongs to. */
  anchor!: HTMLElement;
  open = false;
  /** What is asked at present; null where nothing is. */
  questions: Questions | null = null;
  #hadFocus = false;
  #preparesTime = false;
  #frame = 0;
  /** With the next frame: where it is asked for at once the page is laid out once more, before the call goes on. */
  readonly #place = () => {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#placeAtAnchor());
  };
  readonly #update = () => this.requestUpdate();
  readonly #size = new ResizeObserver(this.#place);

  override connectedCallback(): void {
    super.connectedCallback();
    this.popover = 'manual';
    // Not only with the button: where the focus is must be known before the parts draw anew.
    this.engine.store.on('change', this.#update);
    this.#size.observe(this);
    // A node that was moved is no longer in the top layer.
    this.requestUpdate();
    for (const event of ['scroll', 'resize'] as const) addEventListener(event, this.#place);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.engine.store.off('change', this.#update);
    this.#size.disconnect();
    for (const event of ['scroll', 'resize'] as const) removeEventListener(event, this.#place);
  }

  /** Gives the focus to what is asked, else to the button that hangs up. */
  override focus(options?: FocusOptions): void {
    const part = this.renderRoot.querySelector<SipPart>('sip-consent, sip-precall-form, sip-current-call');
    void part?.updateComplete.then(() => part.focus(options));
  }

  protected override render() {
    const { store, sound } = this.engine;
    const shows = (name: string) => isOn(this.anchor.getAttribute(name));
    return html`<div class="content">
      ${
        this.questions
          ? this.#question(this.questions)
          : html`<sip-current-call
              no-hold
              ?no-keypad=${shows('no-keypad')}
              .store=${store}
            ></sip-current-call>`
      }
      ${
        store.snapshot.soundBlocked
          ? html`<button class="sound" part="sound" type="button" @click=${() => sound.unlock()}>
              ${speakerIcon}${this.dictionary?.labels.playSound}
            </button>`
          : nothing
      }
      <sip-error .store=${store}></sip-error>
      ${shows('rating') && store.snapshot.toRate ? html`<sip-rating .store=${store}></sip-rating>` : nothing}
    </div>`;
  }

  /** First whether the visitor agrees, then the rest. */
  #question({ precall, finish }: Questions) {
    const { store, question } = this.engine;
    if (question === null) {
      return html`<sip-precall-form .proceed=${finish} .cancel=${() => finish(null)} .store=${store}
        >${ownSlot(this.anchor, 'precall')}</sip-precall-form
      >`;
    }
    const decide = (given: boolean) => {
      this.engine.decide(given);
      if (!given) return finish(null);
      if (!precall) return finish({});
      this.requestUpdate();
      void this.updateComplete.then(() => this.focus());
    };
    return html`<sip-consent text=${question} .decide=${decide} .store=${store}
      >${ownSlot(this.anchor, 'consent')}</sip-consent
    >`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.#hadFocus = this.matches(':focus-within');
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (!this.isConnected) return;
    this.togglePopover(this.open);
    if (this.#hadFocus) void this.#keepFocus();
    this.#place();
    if (RINGS.includes(this.engine.store.snapshot.state)) this.#prepareTime();
  }

  /** The first number that `Intl` writes takes a browser 10 ms and more: rather while it rings than with the answer. */
  #prepareTime(): void {
    const { dictionary } = this;
    if (this.#preparesTime || !dictionary) return;
    this.#preparesTime = true;
    void nextTask().then(() => inWords(0, dictionary.lang));
  }

  /** The control that had the focus may have gone with the call: the focus goes back to the button. */
  async #keepFocus(): Promise<void> {
    const parts = this.renderRoot.querySelectorAll<SipPart>(
      'sip-current-call, sip-error, sip-consent, sip-precall-form, sip-rating',
    );
    await Promise.all([...parts].map((part) => part.updateComplete));
    if (!this.matches(':focus-within')) this.anchor.focus();
  }

  /** Below the button where there is room, else above it; never outside of the window. */
  #placeAtAnchor(): void {
    if (!this.open) return;
    const anchor = this.anchor.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this;
    const below = anchor.bottom + 8;
    const fits = below + offsetHeight + MARGIN <= innerHeight;
    const top = fits ? below : Math.max(MARGIN, anchor.top - 8 - offsetHeight);
    const rtl = getComputedStyle(this.anchor).direction === 'rtl';
    const left = rtl ? anchor.right - offsetWidth : anchor.left;
    const furthest = Math.max(MARGIN, innerWidth - offsetWidth - MARGIN);
    this.style.setProperty('--_top', `${Math.round(top)}px`);
    this.style.setProperty('--_left', `${Math.round(Math.min(Math.max(MARGIN, left), furthest))}px`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sip-call-panel': CallPanel;
  }
}
