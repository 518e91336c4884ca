import type { PropertyDeclarations, PropertyValues } from '@lit/reactive-element';
import { unsupportedReason } from '../../src/media/microphone.ts';
import { platform, type Timer } from '../../src/platform.ts';
import { AccountElement } from '../account-element.ts';
import { takeCommands } from '../commands.ts';
import { SipErrorEvent } from '../launch-events.ts';
import { LocaleController } from '../locale-controller.ts';
import { buttonWords } from '../locales/button-words.ts';
import type { Dictionary, KnownWords } from '../locales/dictionary.ts';
import type { Words } from '../locales/words.ts';
import { findPhone, watchPhones } from '../phones.ts';
import { StateController } from '../state-controller.ts';
import { isLive, type State } from '../store/states.ts';
import type { PhoneCallOptions } from '../store/phone-events.ts';
import type { PhoneStore, PhoneStoreWorld } from '../store/phone-store.ts';
import type { SipCall } from '../store/sip-call.ts';
import { IDLE, type PhoneSnapshot } from '../store/snapshot.ts';
import { whenIdle } from '../when-idle.ts';
import { ButtonView } from './button-view.ts';
import { Launcher } from './launcher.ts';
import { buttonStyles } from './styles.ts';

/** For how long a button may be out of the page before its call ends, in milliseconds: a framework moves nodes. */
const GRACE = 2000;

/** The states in which the fallback is shown beside the button. */
const FALLBACK: readonly State[] = ['unsupported', 'offline', 'failed'];

/**
 * Calls one target. Inside a `<sip-phone>`, or with `phone="its id"`, it uses that account; alone, its own attributes
 * make it a private one, and it opens a panel with the call while there is one.
 *
 * It is a launcher: the core, the connection and the credentials are fetched when somebody is about to call.
 *
 * `sip-call-request` names whom to call `callTarget`: `target` is, in every event, the element. The events of a button
 * that uses the account of a `<sip-phone>` are that phone's, but for `sip-state-change`.
 *
 * @summary A button that calls.
 * @tag sip-call-button
 * @slot icon - The button's own icon, instead of a telephone.
 * @slot label - The button's own text, instead of "Call" in the user's language.
 * @slot consent - The question that `consent` asks, instead of its text.
 * @slot precall - Fields that `precall` asks for, instead of name and reason.
 * @slot closed - Shown outside of `hours`, instead of a sentence that says when it opens again.
 * @slot - The fallback, a link for example: shown before the element is defined, and beside the button when it is
 *   unsupported, offline or failed.
 * @fires sip-call-request - A call is asked for, and nothing has happened yet. Cancelable.
 * @fires sip-call-progress - It rings, or there is early media.
 * @fires sip-call-queued - The call waits in a queue.
 * @fires sip-call-accepted - The call was answered.
 * @fires sip-call-confirmed - The answer was acknowledged.
 * @fires sip-call-hold - The call was put on hold or taken off.
 * @fires sip-call-mute - The microphone was switched.
 * @fires sip-call-dtmf - A tone was sent or received.
 * @fires sip-call-media - There is something new to hear or to see, or something else is sent.
 * @fires sip-device-change - Devices came or went, or another one is used.
 * @fires sip-call-reconnecting - The server, the sound, or both were lost during a call; the call goes on.
 * @fires sip-call-reconnected - Nothing is lost any more.
 * @fires sip-call-quality - A warning of the call's quality began or ended.
 * @fires sip-consent - The visitor agreed, or did not.
 * @fires sip-call-ended - An answered call ended.
 * @fires sip-call-failed - A call ended that was not answered.
 * @fires sip-call-transfer - A transfer of the call was asked for, or came out.
 * @fires sip-message - A message came in.
 * @fires sip-rating - The user rated the call.
 * @fires sip-connection-change - The server was reached, or lost.
 * @fires sip-state-change - The attribute `state` changed.
 * @fires sip-error - Something went wrong.
 * @csspart base - Button, message and fallback.
 * @csspart button - The button.
 * @csspart icon - Its icon.
 * @csspart label - Its text.
 * @csspart says - What it says of the call, in the place of the text.
 * @csspart message - Why it cannot call.
 * @csspart panel - The panel of the call.
 * @cssprop --sip-offset - How far it is from the edges of the window where `placement` is a corner.
 * @cssprop --sip-z-index - What it lies above of there.
 * @cssprop --sip-accent - The colour of the button.
 * @cssprop --sip-on-accent - The colour of text on it.
 * @cssprop --sip-danger - The colour of what hangs up, and of errors.
 * @cssprop --sip-on-danger - The colour of text on it.
 * @cssprop --sip-surface - The background of the panel.
 * @cssprop --sip-quiet - The background of quiet buttons.
 * @cssprop --sip-text - The colour of text.
 * @cssprop --sip-faint - The colour of secondary text.
 * @cssprop --sip-line - The colour of lines.
 * @cssprop --sip-edge - The colour of the borders of fields.
 * @cssprop --sip-focus - The colour of the ring around what has the focus; the accent where it is not set.
 * @cssprop --sip-radius - The radius of corners.
 * @cssprop --sip-font - The font; the page's where it is not set.
 * @cssprop --sip-field-radius - The radius of fields and messages.
 * @cssprop --sip-control-size - How large the round buttons of a call are; at least 44px for touch.
 * @cssprop --sip-control-radius - Their radius.
 * @cssprop --sip-control-background - Their background.
 * @cssprop --sip-button-background - The background of the button alone; the accent where it is not set.
 * @cssprop --sip-button-text - The colour of its text.
 * @cssprop --sip-button-radius - Its radius.
 * @cssprop --sip-panel-width - How wide the panel is.
 * @cssprop --sip-panel-background - The background of the panel alone.
 * @cssprop --sip-panel-radius - Its radius.
 * @cssprop --sip-panel-shadow - Its shadow.
 * @cssstate idle - Nothing goes on.
 * @cssstate loading - What a call needs is on its way.
 * @cssstate unsupported - This browser, or this page, cannot call.
 * @cssstate offline - The server is out of reach.
 * @cssstate closed - Outside of `hours`.
 * @cssstate permission - The browser asks for the microphone.
 * @cssstate dialing - The call is on its way.
 * @cssstate ringing - It rings.
 * @cssstate early-media - The other party is heard before the answer.
 * @cssstate queued - The call waits in a queue.
 * @cssstate connected - Two people talk.
 * @cssstate held - The call is on hold.
 * @cssstate reconnecting - The server or the sound was lost during the call.
 * @cssstate ended - The call is over.
 * @cssstate failed - There was no call.
 * @cssstate muted - The microphone is off.
 * @cssstate registered - The account is registered.
 * @cssstate standby - Calls ring in another tab.
 * @cssstate incoming - A call rings at the phone that it belongs to.
 */
export class SipCallButton extends AccountElement {
  static override styles = buttonStyles;

  /** What a test puts in the place of the core. */
  static world: PhoneStoreWorld | undefined;

  static override properties: PropertyDeclarations = {
    ...{ phone: {}, load: { reflect: true }, hours: { reflect: true }, timezone: { reflect: true } },
    placement: { reflect: true },
  };

  /**
   * The id of the `<sip-phone>` whose account it uses; without it, the phone around it, else its own attributes.
   * @attr phone
   */
  declare phone?: string | null;
  /**
   * When the core is fetched: `intent` (default: pointer, focus or touch reaches the button), `idle`, `eager`.
   * @attr load
   */
  declare load?: 'intent' | 'idle' | 'eager' | null;
  /**
   * Opening hours: `Mo-Fr 09:00-17:30; Sa 10:00-14:00`. Outside of them no call is made, and the slot `closed` is shown.
   * @attr hours
   */
  declare hours?: string | null;
  /**
   * The time zone of the hours, `Europe/Berlin`; the visitor's own where it is not given.
   * @attr timezone
   */
  declare timezone?: string | null;
  /**
   * Where the button stands: `inline` (default), or above the page in a corner of the window.
   * @attr placement
   */
  declare placement?: 'inline' | 'bottom-end' | 'bottom-start' | 'top-end' | 'top-start' | null;
  readonly #view = new ButtonView();
  readonly #buttonLocale = new LocaleController(this, buttonWords);
  #phoneLocale: LocaleController<Dictionary> | null = null;
  #unwatch: (() => void) | null = null;
  #grace: Timer;
  readonly #update = () => this.requestUpdate();
  readonly #launcher = new Launcher(
    this,
    () => this.secret,
    (detail) => this.#codeMissing(detail),
  );

  constructor() {
    super();
    new StateController(this, () => this.snapshot);
    this.#listen();
  }

  /** What is to be seen at this moment. */
  get snapshot(): PhoneSnapshot {
    const { shown, hours } = this.#launcher;
    const snapshot = shown === IDLE ? (this.#store?.snapshot ?? IDLE) : shown;
    return hours?.closed && snapshot.state === 'idle' ? { ...snapshot, state: 'closed' } : snapshot;
  }

  /** What a user is told: the attribute of the same name. */
  get state(): State {
    return this.snapshot.state;
  }

  /** The call that goes on; null when there is none. */
  get activeCall(): SipCall | null {
    return this.#store?.activeCall ?? null;
  }

  /** The live calls. */
  get calls(): SipCall[] {
    return this.#store?.calls ?? [];
  }

  /** The core's agent; null before anybody was about to call. */
  get ua(): PhoneStore['agent'] {
    return this.#store?.agent ?? null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    platform.clearTimeout(this.#grace);
    this.#unwatch = watchPhones(() => this.#link());
    this.#link();
    const code = unsupportedReason();
    if (code) this.#launcher.show({ ...IDLE, state: 'unsupported', problem: { code, detail: '' } });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#launcher.rest();
    this.#grace = platform.setTimeout(() => this.stop(), GRACE);
  }

  /**
   * Calls, as a click does. Where the browser asks for a gesture it must be called in the task of one.
   *
   * @param target the attribute `target` where it is not given
   * @returns the call, once it is answered; null where `sip-call-request` was canceled, where it is closed, or
   *   `hangup()` came before there was a call
   * @throws {SipError} (as a rejection) what kept it from being answered; the browser's own error where the code
   *   could not be loaded
   */
  async call(target = this.target ?? '', options: PhoneCallOptions = {}): Promise<SipCall | null> {
    return this.#launcher.call(target, options);
  }

  /** Ends the call, also one that still waits for its code. */
  hangup(): void {
    this.#launcher.cancel();
    this.#store?.hangup();
  }

  /** Puts the call on hold. Returns whether that has begun. */
  hold(): boolean {
    return this.#store?.hold() ?? false;
  }

  /** Takes the call off hold. Returns whether that has begun. */
  unhold(): boolean {
    return this.#store?.unhold() ?? false;
  }

  /** Switches the microphone off. */
  mute(): void {
    this.#store?.mute();
  }

  /** Switches the microphone on. */
  unmute(): void {
    this.#store?.unmute();
  }

  /** Sends tones in the call: `0-9 A-D * # ,`. */
  sendDTMF(tones: string): void {
    this.#store?.sendDTMF(tones);
  }

  /**
   * Sends the other party of the call to another target, or into another call of the same account.
   *
   * @throws {SipError} (as a rejection) why it did not get there; the call goes on then
   */
  async transfer(target: string | SipCall): Promise<void> {
    await (await this.#anyStore()).transfer(target);
  }

  /**
   * Sends an instant message (RFC 3428).
   *
   * @param target the other party of the call, else the attribute `target`, where it is not given
   * @throws {SipError} (as a rejection) why it was not delivered
   */
  async sendMessage(text: string, target?: string): Promise<void> {
    await (await this.#anyStore()).sendMessage(text, target);
  }

  /** Fetches code, connection and credentials in advance. */
  async start(): Promise<void> {
    await this.#launcher.start();
  }

  /** Ends the call and lets go of the connection. */
  stop(): void {
    this.#launcher.stop();
  }

  /** Gives the focus to the button. */
  override focus(options?: FocusOptions): void {
    this.#view.button.focus(options);
  }

  async #anyStore(): Promise<PhoneStore> {
    return this.#store ?? (await this.#launcher.load()).store;
  }

  get #store(): PhoneStore | null {
    return this.#launcher.store;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.#link();
    const { phone } = this.#launcher;
    if (phone) this.#learn(phone.words);
    void this.#launcher.readHours();
    if (!changed.has('load')) return;
    if (this.load === 'eager') void this.#launcher.warm();
    else if (this.load === 'idle') whenIdle(() => void this.#launcher.warm());
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    root.append(...this.#view.nodes);
    return root;
  }

  protected override update(changed: PropertyValues): void {
    super.update(changed);
    const { state, problem } = this.snapshot;
    const words = this.#words;
    const busy = this.#isBusy;
    // A phone shows the calls of the buttons that belong to it.
    const { phone, linked } = this.#launcher;
    const alone = linked ? null : phone;
    const open = alone?.open ?? false;
    this.#view.draw({
      ...{ lang: words?.lang, label: words?.labels.call, busy, open },
      says: busy ? words?.states[state] : undefined,
      // The panel says it, where there is one.
      message: problem && !open ? words?.errors[problem.code] : undefined,
      closed: state === 'closed' && words ? this.#launcher.hours?.text(words) : undefined,
      alert: FALLBACK.includes(state),
      unusable: state === 'unsupported' || state === 'closed',
    });
    if (!alone) phone?.panel.remove();
    else if (!alone.panel.parentNode) this.renderRoot.append(alone.panel);
    const dictionary = this.#phoneLocale?.dictionary;
    alone?.draw(dictionary);
    const news = dictionary && alone?.news(dictionary);
    if (news) this.#view.say(news.text, news.assertive);
  }

  /** What it knows to say. */
  get #words(): KnownWords | undefined {
    return this.#phoneLocale?.dictionary ?? this.#buttonLocale.dictionary;
  }

  /** With a phone come its words. */
  #learn(words: Words<Dictionary>): void {
    this.#phoneLocale ??= new LocaleController(this, words);
  }

  get #isBusy(): boolean {
    const { active, state } = this.snapshot;
    return active ? isLive(active.phase) : state === 'loading';
  }

  #link(): void {
    const phone = findPhone(this, this.phone ?? null);
    const store = phone?.store ?? null;
    // Its own call goes on, with its own panel, until it ends.
    if (store === this.#launcher.linked || this.#launcher.inCall) return;
    if (phone) this.#learn(phone.words);
    this.#launcher.linked?.off('change', this.#update);
    this.#launcher.link(store);
    store?.on('change', this.#update);
    this.#update();
  }

  #listen(): void {
    const { button } = this.#view;
    button.addEventListener('click', () => this.press());
    takeCommands(this);
    this.#launcher.watch(button);
  }

  /** Does what a click on the button does. */
  press(): void {
    const { phone } = this.#launcher;
    if (this.#isBusy || phone?.asking) return phone?.panel.focus();
    if (this.state === 'unsupported' || this.state === 'closed') return;
    phone?.store.dismiss();
    // What went wrong is shown, and told by events; nobody waits for this promise.
    this.call().catch(() => {});
  }

  #codeMissing(detail: string): void {
    const code = 'code-missing';
    const message = this.#words?.errors[code] ?? detail;
    this.#launcher.show({ ...IDLE, state: 'failed', problem: { code, detail } });
    this.#view.say(message, true);
    this.dispatchEvent(new SipErrorEvent({ code, message, fatal: false, fix: detail }));
  }
}
