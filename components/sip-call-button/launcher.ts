/** What happens between a visitor's intent and a call: the gesture, the microphone, and the code that is fetched. */
import type { SipError } from '../../src/errors.ts';
import { openMicrophone, unsupportedReason } from '../../src/media/microphone.ts';
import { platform, type Timer } from '../../src/platform.ts';
import { SipCallRequestEvent } from '../launch-events.ts';
import { nextTask } from '../next-task.ts';
import { makeAudio, unlockSound } from '../sound.ts';
import type { PhoneCallOptions } from '../store/phone-events.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import type { SipCall } from '../store/sip-call.ts';
import { IDLE, type PhoneSnapshot } from '../store/snapshot.ts';
import type { OpeningHours } from './opening-hours.ts';
import type { PrivatePhone } from './private-phone.ts';
import type { SipCallButton } from './sip-call-button.ts';

/** How long a pointer or the focus rests on the button before that counts as intent, in milliseconds. */
const DWELL = 150;

/** How often code and connection are fetched in advance at most, in milliseconds. */
const WARM_AGAIN = 60_000;

/** A button that asks whether the visitor agrees before anything is opened. */
const CONSENT = '[consent]:not([consent=false])';

/** A button that asks something before a call. */
const ASKS = `${CONSENT}, [precall]:not([precall=false])`;

/** Launches the calls of one button. */
export class Launcher {
  /** What is shown before there is a phone to ask; {@link IDLE} once there is. */
  shown = IDLE;
  /** The phone behind a lone button; null until its code is there. */
  phone: PrivatePhone | null = null;
  /** That of the `<sip-phone>` that the button belongs to; null where it is alone. */
  linked: PhoneStore | null = null;
  /** Null until the code that reads them is there: only a button with hours loads that. */
  hours: OpeningHours | null = null;
  readonly #button: SipCallButton;
  readonly #password: () => string | null;
  readonly #codeMissing: (detail: string) => void;
  #code: Promise<PrivatePhone> | null = null;
  #sound: HTMLAudioElement | null = null;
  #warmedAt = -WARM_AGAIN;
  #dwell: Timer;
  /** How often it was stopped. */
  #stops = 0;

  /**
   * @param password the button's, for trying things out
   * @param codeMissing called when the code of a launch cannot be fetched
   */
  constructor(button: SipCallButton, password: () => string | null, codeMissing: (detail: string) => void) {
    this.#button = button;
    this.#password = password;
    this.#codeMissing = codeMissing;
  }

  /** Who makes the calls; null where there is nobody yet. */
  get store(): PhoneStore | null {
    return this.linked ?? this.phone?.store ?? null;
  }

  /** Whether a call of a lone button lives. */
  get inCall(): boolean {
    return (this.phone?.store.calls.length ?? 0) > 0;
  }

  /** Shows something else before there is a phone to ask. */
  show(snapshot: PhoneSnapshot): void {
    this.shown = snapshot;
    this.#button.requestUpdate();
  }

  /**
   * Calls, in the task of a gesture.
   *
   * @returns the call, once it is answered; null where somebody is against it
   * @throws {SipError} (as a rejection) what kept it from being answered; the browser's own error where the code could
   *   not be loaded
   */
  async call(target: string, options: PhoneCallOptions): Promise<SipCall | null> {
    if (this.hours?.closed) return null;
    if (this.linked) return this.#callBy(this.linked, target, options);
    const request = new SipCallRequestEvent(target, options);
    if (!this.#button.dispatchEvent(request)) return null;
    return this.#button.matches(ASKS) || this.#isUnread ? this.#ask(request) : this.#launch(request);
  }

  /** A launch, or a question, ends without a call. */
  cancel(): void {
    if (this.shown.state === 'loading') this.show(IDLE);
    this.phone?.cancel();
  }

  /** The button belongs to a phone from now on, or no more: what it asked or said alone is over; a launch goes on there. */
  link(store: PhoneStore | null): void {
    this.linked = store;
    if (!store) return;
    if (this.shown.state !== 'loading') this.show(IDLE);
    this.phone?.cancel();
  }

  /** Fetches code, connection and credentials in advance. */
  async start(): Promise<void> {
    const stops = this.#stops;
    const phone = await this.load();
    if (stops === this.#stops) await (this.linked ?? phone).warm();
  }

  /** Ends everything, and lets go of the connection. */
  stop(): void {
    this.#stops += 1;
    this.cancel();
    this.phone?.store.stop();
  }

  /** The phone, with the attributes as they are now, and those of the configuration file. */
  async load(): Promise<PrivatePhone> {
    const phone = await this.#loadPhone();
    await phone.configure();
    await this.readHours();
    return phone;
  }

  /** Reads the hours as they are now. */
  async readHours(): Promise<void> {
    if (this.hours) return this.hours.read();
    // Without that code nobody is sent away.
    const code = this.#button.hours ? await import('./opening-hours.ts').catch(() => null) : null;
    if (code) this.hours ??= new code.OpeningHours(this.#button, (problem) => void this.#complain(problem));
  }

  /** Warms when somebody is about to press the button. */
  watch(pressed: HTMLElement): void {
    pressed.addEventListener('pointerdown', () => void this.warm());
    for (const type of ['pointerenter', 'focus']) {
      pressed.addEventListener(type, () => {
        this.rest();
        this.#dwell = platform.setTimeout(() => void this.warm(), DWELL);
      });
    }
    for (const type of ['pointerleave', 'blur']) pressed.addEventListener(type, () => this.rest());
  }

  /** Nobody is about to press the button any more. */
  rest(): void {
    platform.clearTimeout(this.#dwell);
  }

  /** {@link start}, where that may be, once a minute at most. */
  async warm(): Promise<void> {
    const now = platform.now();
    if (this.linked || unsupportedReason() || now - this.#warmedAt < WARM_AGAIN) return;
    // Who has not agreed yet is not to be known to any server; nor need anybody be who finds it closed.
    if (this.#button.matches(CONSENT) || this.hours?.closed) return;
    this.#warmedAt = now;
    // Nobody has asked for anything yet: what goes wrong is told at the click.
    await this.start().catch(() => {});
  }

  /** The one `<audio>` of the button, from the first click on. */
  get #audio(): HTMLAudioElement {
    return (this.#sound ??= makeAudio());
  }

  /** Whether questions may still come with a configuration file. */
  get #isUnread(): boolean {
    return this.#button.hasAttribute('config-url') && (this.phone?.unread ?? true);
  }

  /** Calls by the phone that the button belongs to. */
  async #callBy(phone: PhoneStore, target: string, options: PhoneCallOptions): Promise<SipCall | null> {
    // The hours may be on their way still; else the microphone is asked for in the task of the gesture.
    if (this.#button.hours && !this.hours) await this.readHours();
    if (this.hours?.closed) return null;
    return (await (await phone.requestCall(target, options))?.answered) ?? null;
  }

  /**
   * Consent and questions come before the microphone; the click on the last of them is the gesture. A file that is to
   * be read first may hold them, or the hours.
   */
  async #ask(request: SipCallRequestEvent): Promise<SipCall | null> {
    unlockSound(this.#audio);
    const phone = await this.#loadFor(this.#begin());
    if (!phone || this.hours?.closed) return null;
    if (this.linked) return this.#callBy(this.linked, request.callTarget, request.options);
    return phone.ask((options) => {
      Object.assign(request.options, options, {
        extraHeaders: [...(request.options.extraHeaders ?? []), ...(options.extraHeaders ?? [])],
      });
      return this.#launch(request, phone);
    });
  }

  /** @param asked the phone, where its questions have been answered */
  async #launch(request: SipCallRequestEvent, asked?: PrivatePhone): Promise<SipCall | null> {
    const { callTarget, options } = request;
    // The gesture is spent by the first `await`: microphone and sound come before anything else. The microphone takes
    // longest.
    const source = options.mediaStream ?? this.#button.mediaStream;
    const microphone = source ? undefined : openMicrophone(true, options.video ?? this.#button.video);
    unlockSound(this.#audio);
    // Who takes the stream is told why there is none.
    microphone?.catch(() => {});
    let call: SipCall | undefined;
    try {
      const phone = asked ?? (await this.#loadFor(this.#begin()));
      // The hours may have come, or be over, only now.
      if (!phone || this.hours?.closed) return null;
      if (this.linked) return this.#callBy(this.linked, callTarget, options);
      const target = callTarget || (this.#button.target ?? '');
      call = phone.store.call(target, { ...options, ...(microphone && { microphone }) });
      return call.answered;
    } finally {
      // Nobody has taken it, or the call is over already: without a target, say.
      if (!call?.live) microphone?.then(stopTracks, () => {});
    }
  }

  #begin(): PhoneSnapshot {
    const launch: PhoneSnapshot = { ...IDLE, state: 'loading' };
    this.show(launch);
    return launch;
  }

  /** The phone for a launch; null where nobody waits for it any more. */
  async #loadFor(launch: PhoneSnapshot): Promise<PrivatePhone | null> {
    const cold = !this.phone;
    const phone = await this.load().catch((error: unknown) => {
      if (this.shown === launch) this.#codeMissing(String(error));
      throw error;
    });
    if (cold) await nextTask();
    if (this.shown !== launch) return null;
    this.show(IDLE);
    return phone;
  }

  async #loadPhone(): Promise<PrivatePhone> {
    try {
      return await (this.#code ??= this.#fetch());
    } catch (error) {
      // The next click tries again.
      this.#code = null;
      throw error;
    }
  }

  /** What is evaluated, made and drawn are tasks of their own: all at once hold up the page of a slow machine. */
  async #fetch(): Promise<PrivatePhone> {
    const { PrivatePhone } = await import('./private-phone.ts');
    await nextTask();
    const phone = new PrivatePhone(this.#button, {
      password: this.#password,
      audio: this.#audio,
      world: (this.#button.constructor as typeof SipCallButton).world,
    });
    await nextTask();
    this.phone = phone;
    this.#button.requestUpdate();
    await nextTask();
    return phone;
  }

  /** What is wrong with the attributes is told by the phone. */
  async #complain(problem: SipError): Promise<void> {
    const phone = unsupportedReason() ? null : await this.#loadPhone().catch(() => null);
    await phone?.complain(problem);
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
