import { html, render, type PropertyDeclarations, type PropertyValues } from 'lit';
import { SipError } from '../../src/errors.ts';
import { unsupportedReason } from '../../src/media/microphone.ts';
import { platform, type Timer } from '../../src/platform.ts';
import type { PhoneAgent } from '../../src/ua/phone-agent.ts';
import { AccountElement } from '../account-element.ts';
import { takeCommands } from '../commands.ts';
import { Engine } from '../engine.ts';
import { LocaleController } from '../locale-controller.ts';
import { phoneWords } from '../locales/phone-words.ts';
import { ownSlot } from '../own-slot.ts';
import type { SipPart } from '../parts/part.ts';
import { addPhone } from '../phones.ts';
import { StateController } from '../state-controller.ts';
import { Announcer } from '../store/announcer.ts';
import { isLive, type State } from '../store/states.ts';
import type { PhoneCallOptions } from '../store/phone-events.ts';
import type { PhoneStore, PhoneStoreWorld } from '../store/phone-store.ts';
import type { SipCall } from '../store/sip-call.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { whenIdle } from '../when-idle.ts';
import { phoneStyles } from './styles.ts';
import { defaultPhone } from './default-phone.ts';

/**
 * For how long a phone may be out of the page before its calls end, in milliseconds: a framework moves nodes. Without a
 * call it stops as soon as it is not put back: a framework's next page may have a phone of the account, which is to ring.
 */
const GRACE = 2000;

/**
 * One account and its calls, and the provider of every part inside it or with `phone="its id"`. Without children it
 * shows a whole phone; with children it shows just what the page laid out. Text of the other party is only ever text.
 *
 * It takes the platform's own commands: `<button commandfor="p" command="--hangup">`, and `--answer`, `--reject`,
 * `--silence`, `--mute`, `--unmute`, `--toggle-mute`, `--hold`, `--unhold`, `--toggle-hold` and `--call` (the attribute `target`).
 *
 * @summary A browser phone: one account and its calls.
 * @tag sip-phone
 * @slot - The page's own layout, instead of the default phone.
 * @slot consent - The question that `consent` asks, instead of its text.
 * @slot precall - Fields that `precall` asks for, instead of name and reason.
 * @fires sip-call-request - A call is asked for. Cancelable.
 * @fires sip-call-incoming - A call came in. Cancelable: nothing of it is shown then.
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
 * @fires sip-consent - The user agreed, or did not.
 * @fires sip-call-ended - An answered call ended.
 * @fires sip-call-failed - A call ended that was not answered.
 * @fires sip-call-transfer - A transfer of the call was asked for, or came out.
 * @fires sip-message - A message came in.
 * @fires sip-rating - The user rated the call.
 * @fires sip-registration-change - The account was registered, or is no longer.
 * @fires sip-connection-change - The server was reached, or lost.
 * @fires sip-state-change - The attribute `state` changed.
 * @fires sip-error - Something went wrong.
 * @csspart base - The default phone.
 * @csspart header - Its first line: the account.
 * @csspart account - Whose phone it is.
 * @csspart registration - Whether it can be called.
 * @csspart sound - The button that lets sound through where the browser holds it back.
 * @cssprop --sip-accent - The colour of what calls and answers.
 * @cssprop --sip-on-accent - The colour of text on it.
 * @cssprop --sip-danger - The colour of what hangs up, and of errors.
 * @cssprop --sip-on-danger - The colour of text on it.
 * @cssprop --sip-surface - The background.
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
 * @cssstate incoming - A call rings.
 */
export class SipPhone extends AccountElement {
  static override styles = phoneStyles;

  /** What a test puts in the place of the core. */
  static world: PhoneStoreWorld | undefined;

  static override properties: PropertyDeclarations = {
    load: {},
  };

  /** When code and connection are fetched: `eager` (default), `idle`, or `intent` (by `start()` or a call). */
  load: 'eager' | 'idle' | 'intent' = 'eager';
  #hasLayout = false;
  /** Whether the user is asked to agree. */
  #asking = false;
  readonly #locale = new LocaleController(this, phoneWords);
  readonly #engine = new Engine(this, {
    registers: true,
    password: () => this.secret,
    world: SipPhone.world,
    ask: () => this.#ask(true),
  });
  readonly #announcer = new Announcer();
  readonly #children = new MutationObserver(() => this.#look());
  #leave: (() => void) | null = null;
  #grace: Timer;
  #started = false;
  /** It was stopped because it had left the page. */
  #resumes = false;
  #hadFocus = false;

  constructor() {
    super();
    new StateController(this, () => this.snapshot);
    this.store.on('change', () => this.requestUpdate());
    this.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape' && this.snapshot.incoming) this.store.silence();
    });
    takeCommands<SipPhone>(this, {
      '--answer': (phone) => phone.answer(),
      '--reject': (phone) => phone.store.reject(),
      '--silence': (phone) => phone.store.silence(),
    });
  }

  /** The phone's state and requests, for parts. */
  get store(): PhoneStore {
    return this.#engine.store;
  }

  /** For the parts and buttons that belong to it. */
  readonly words = phoneWords;

  /** What is to be seen at this moment. */
  get snapshot(): PhoneSnapshot {
    return this.store.snapshot;
  }

  /** What a user is told: the attribute of the same name. */
  get state(): State {
    return this.snapshot.state;
  }

  /** The live calls, oldest first. */
  get calls(): SipCall[] {
    return this.store.calls;
  }

  /** The call that the controls mean; null when there is none. */
  get activeCall(): SipCall | null {
    return this.store.activeCall;
  }

  /** The core's agent; null before the phone was started. */
  get ua(): PhoneAgent | null {
    return this.store.agent;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    platform.clearTimeout(this.#grace);
    if (this.#resumes) void this.start();
    this.#resumes = false;
    this.#leave = addPhone(this);
    this.#children.observe(this, { childList: true });
    this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leave?.();
    this.#children.disconnect();
    const leave = () => {
      this.#resumes = this.#started;
      this.stop();
    };
    this.#grace = platform.setTimeout(leave, this.calls.length > 0 ? GRACE : 0);
  }

  /** Connects, and registers unless the attributes say otherwise. */
  async start(): Promise<void> {
    this.#started = true;
    await this.#engine.prepare();
    // Stopped while its configuration file came.
    if (!this.#started) return;
    if (this.#engine.question === null) await this.store.start();
    else this.#ask(true);
  }

  /** Ends all calls, unregisters and disconnects. */
  stop(): void {
    this.#started = false;
    this.store.stop();
  }

  /**
   * Calls.
   *
   * @param target a number, a user name, a SIP or tel URI; the attribute where it is not given
   * @returns the call, once it is answered
   * @throws {SipError} (as a rejection) what kept it from being answered
   */
  async call(target = this.target ?? '', options: PhoneCallOptions = {}): Promise<SipCall> {
    if (!target) throw new SipError('attribute-missing', 'target');
    const call = await this.store.requestCall(target, options);
    if (!call) throw new SipError('call-canceled');
    return call.answered;
  }

  /** Answers the call that rings; the active one is put on hold. */
  answer(): Promise<void> {
    return this.store.answer();
  }

  /** Ends the active call, else rejects the one that rings. */
  hangup(): void {
    this.store.hangup();
  }

  /** Puts the active call on hold. Returns whether that has begun. */
  hold(): boolean {
    return this.store.hold();
  }

  /** Takes the active call off hold. Returns whether that has begun. */
  unhold(): boolean {
    return this.store.unhold();
  }

  /** Switches the microphone of the active call off. */
  mute(): void {
    this.store.mute();
  }

  /** Switches the microphone of the active call on. */
  unmute(): void {
    this.store.unmute();
  }

  /** Calls whom the attribute `target` names, as a click of the user does. */
  press(): void {
    if (!this.activeCall?.live) void this.store.requestCall(this.target ?? '');
  }

  /**
   * Sends the other party of the active call to another target, or into another call of this phone.
   *
   * @returns once it is there; our own call has ended then
   * @throws {SipError} (as a rejection) why it did not get there; the call goes on then
   */
  transfer(target: string | SipCall): Promise<void> {
    return this.store.transfer(target);
  }

  /**
   * Sends an instant message (RFC 3428).
   *
   * @param target the other party of the active call, else the attribute `target`, where it is not given
   * @throws {SipError} (as a rejection) why it was not delivered
   */
  sendMessage(text: string, target?: string): Promise<void> {
    return this.store.sendMessage(text, target);
  }

  /** Sends tones in the active call: `0-9 A-D * # ,`. */
  sendDTMF(tones: string): void {
    this.store.sendDTMF(tones);
  }

  protected override firstUpdated(): void {
    const reason = unsupportedReason();
    // A phone that can never call says so at once, whatever `load` says.
    if (this.load === 'eager' || reason)
      void this.updateComplete.then(() => void (this.isConnected && this.start()));
    else if (this.load === 'idle') whenIdle(() => void this.start());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.#hadFocus = this.shadowRoot?.activeElement !== null && this.hasUpdated;
  }

  protected override update(changed: PropertyValues<this>): void {
    super.update(changed);
    render(this.#render(), this.renderRoot, { host: this });
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    // Here, not before the update: properties have become attributes now, and those are what is read.
    if (this.#started && changed.size > 0) this.#engine.configure();
    void this.#keepFocus();
    const { dictionary } = this.#locale;
    const news = dictionary && this.#announcer.next(this.snapshot, dictionary);
    if (!news) return;
    const { text, assertive } = news;
    // No text takes back what was said, in both.
    const said = !text ? '[role=alert], [role=status]' : assertive ? '[role=alert]' : '[role=status]';
    for (const region of this.renderRoot.querySelectorAll(said)) region.textContent = text;
  }

  /** The shadow tree. Not Lit's `render()`: the base class is that of the call button, which has no templates. */
  #render() {
    const layout = this.#hasLayout ? html`<slot></slot>` : this.#defaultPhone();
    return html`${this.#asking ? this.#question() : layout}
      <div class="hidden-text" role="status"></div>
      <div class="hidden-text" role="alert"></div>`;
  }

  #question() {
    const decide = (given: boolean) => {
      this.#engine.decide(given);
      this.#ask(false);
      if (given) void this.start();
    };
    return html`<section part="base">
      <sip-consent text=${this.#engine.question ?? ''} .decide=${decide} .store=${this.store}
        >${ownSlot(this, 'consent')}</sip-consent
      >
    </section>`;
  }

  #defaultPhone() {
    const { dictionary } = this.#locale;
    // It takes its place at once, or the page would move when the language comes.
    if (!dictionary) return html`<section part="base"></section>`;
    const precall = this.precall && this.target ? ownSlot(this, 'precall') : null;
    return defaultPhone(this, dictionary, precall, () => this.#engine.sound.unlock());
  }

  #look(): void {
    this.#hasLayout = this.querySelector(':scope > :not([slot])') !== null;
    this.requestUpdate();
  }

  #ask(asking: boolean): void {
    this.#asking = asking;
    this.requestUpdate();
  }

  /** The control that had the focus may have gone with the call: the focus goes to the next one that matters. */
  async #keepFocus(): Promise<void> {
    if (!this.#hadFocus) return;
    const parts = this.renderRoot.querySelectorAll<SipPart>('*');
    await Promise.all([...parts].map((part) => part.updateComplete));
    // What is hidden has the focus until the next picture is painted.
    if (this.shadowRoot?.activeElement?.checkVisibility()) return;
    const { active, incoming } = this.snapshot;
    const tag =
      active && isLive(active.phase)
        ? 'sip-current-call'
        : incoming
          ? 'sip-incoming'
          : 'sip-consent, sip-dialer, sip-precall-form';
    this.renderRoot.querySelector<SipPart>(tag)?.focus();
  }
}
