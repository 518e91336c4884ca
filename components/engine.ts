/** What stands behind an element with an account: its store, its sound, and the DOM events of both. */
import type { ReactiveController } from 'lit';
import { ERRORS, explain, remedy, SipError } from '../src/errors.ts';
import { platform } from '../src/platform.ts';
import {
  SipCallAcceptedEvent,
  SipCallConfirmedEvent,
  SipCallDtmfEvent,
  SipCallEndedEvent,
  SipCallFailedEvent,
  SipCallHoldEvent,
  SipCallIncomingEvent,
  SipCallMediaEvent,
  SipCallMuteEvent,
  SipCallProgressEvent,
  SipCallQualityEvent,
  SipCallQueuedEvent,
  SipCallReconnectedEvent,
  SipCallReconnectingEvent,
  SipCallRequestEvent,
  SipConnectionChangeEvent,
  SipDeviceChangeEvent,
  SipErrorEvent,
  SipCallTransferEvent,
  SipConsentEvent,
  SipMessageEvent,
  SipRatingEvent,
  SipRegistrationChangeEvent,
} from './events.ts';
import type { AccountElement } from './account-element.ts';
import { rememberDevices } from './device-memory.ts';
import type { ConfigFile } from './config.ts';
import { hasAgreed, rememberConsent } from './consent.ts';
import { languageOf } from './locales/language.ts';
import { phoneWords } from './locales/phone-words.ts';
import { problemText } from './locales/sentences.ts';
import { moveToNewBody } from './new-body.ts';
import { isLocalHost, isOn, readSettings, type Settings } from './settings.ts';
import { SoundOutput } from './sound-output.ts';
import type { CallRequest, PhoneStoreEvents } from './store/phone-events.ts';
import { PhoneStore, type PhoneStoreWorld } from './store/phone-store.ts';
import type { CallFailure, SipCall } from './store/sip-call.ts';
import { problemOf, waitOf } from './store/told.ts';
import { warn } from './warn.ts';

/** The DOM events that say what the store says. */
const TOLD = {
  accepted: SipCallAcceptedEvent,
  confirmed: SipCallConfirmedEvent,
  hold: SipCallHoldEvent,
  mute: SipCallMuteEvent,
  reconnecting: SipCallReconnectingEvent,
  reconnected: SipCallReconnectedEvent,
  media: SipCallMediaEvent,
  dtmf: SipCallDtmfEvent,
  quality: SipCallQualityEvent,
  transfer: SipCallTransferEvent,
  ended: SipCallEndedEvent,
  rating: SipRatingEvent,
  message: SipMessageEvent,
  registration: SipRegistrationChangeEvent,
  connection: SipConnectionChangeEvent,
} satisfies { [Name in keyof PhoneStoreEvents]?: new (...told: PhoneStoreEvents[Name]) => Event };

/** What an {@link Engine} needs of its element. */
export interface EngineOptions {
  /** Whether the account registers where the attributes do not say. */
  registers: boolean;
  /** The password, for trying things out. */
  password: () => string | null;
  /** An audio element that a gesture has unlocked. */
  audio?: HTMLAudioElement;
  /** Asks the user to agree, where a call is wanted before that. */
  ask?: () => void;
  /** Another world, for tests. */
  world?: PhoneStoreWorld | undefined;
}

/** One element's store and sound. */
export class Engine implements ReactiveController {
  readonly store: PhoneStore;
  readonly sound: SoundOutput;
  readonly #host: AccountElement;
  readonly #options: EngineOptions;
  /** What was said of the attributes already. */
  readonly #said = new Set<string>();
  #config: ConfigFile | undefined;
  /** What the page last set. */
  #volume = 1;
  /** The page goes, and its connections with it: the other party must not wait for words that never come. */
  readonly #leave = () => this.store.leave();
  /** The page is back as it was (HTML, back/forward cache). */
  readonly #back = ({ persisted }: PageTransitionEvent) => persisted && this.store.resume();
  /** While the choice of devices is remembered. */
  #memory: AbortController | null = null;

  constructor(host: AccountElement, options: EngineOptions) {
    this.#host = host;
    this.#options = options;
    this.store = new PhoneStore(options.world);
    this.sound = new SoundOutput(this.store, options.audio);
    this.#tellCalls();
    this.#tellPhone();
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('pagehide', this.#leave);
    addEventListener('pageshow', this.#back);
  }

  hostDisconnected(): void {
    removeEventListener('pagehide', this.#leave);
    removeEventListener('pageshow', this.#back);
    if (this.store.calls.length > 0) moveToNewBody(this.#host);
  }

  hostUpdate(): void {
    const volume = this.#host.volume ?? 1;
    // The attribute counts when it changes: between its changes the user sets the volume.
    if (volume !== this.#volume) this.store.setVolume((this.#volume = volume));
  }

  /**
   * Reads the element's attributes with those of its `config-url`, which is fetched where that is new.
   */
  async prepare(): Promise<void> {
    if (this.#host.hasAttribute('config-url')) {
      const { ConfigFile } = await import('./config.ts');
      this.#config ??= new ConfigFile(this.#host, (problem) => this.complain(problem));
    }
    await this.#config?.apply();
    this.configure();
  }

  /** Whether there is a configuration file that has not been read: it may hold the question. */
  get unread(): boolean {
    return this.#host.hasAttribute('config-url') && !this.#config?.read;
  }

  /** The question that the user has to agree to before anything is opened; null where there is none (any more). */
  get question(): string | null {
    const text = this.#host.getAttribute('consent') ?? 'false';
    return isOn(text) && !hasAgreed(text) ? text : null;
  }

  /** The user agreed, or did not. */
  decide(given: boolean): void {
    if (given) rememberConsent(this.question ?? '');
    this.#tell(new SipConsentEvent(given));
  }

  /** Reads the element's attributes; what is wrong with them is said once. */
  configure(): Settings {
    const { settings, problems } = readSettings(this.#host);
    const password = this.#options.password();
    if (password !== null && !isLocalHost(location.hostname)) problems.push(new SipError('password-in-page'));
    for (const problem of problems) this.complain(problem);
    const { credentials = null, mediaStream = null, createUA = null } = this.#host;
    this.store.mediaStream = mediaStream;
    this.sound.tones.ringback = !settings.noRingback;
    this.sound.tones.place = () => settings.tones ?? languageOf(this.#host);
    this.#remember(settings.persistDevices);
    this.store.configure({ settings, registers: this.#options.registers, password, credentials, createUA });
    return settings;
  }

  /** Says once what is wrong with an attribute, to the page's owner and by `sip-error`. */
  complain(problem: SipError): void {
    if (this.#warn(problem)) void this.#error(problem);
  }

  /** Says to the page's owner what is wrong, once; false where that was said before. */
  #warn(problem: SipError): boolean {
    if (this.#said.has(problem.message)) return false;
    this.#said.add(problem.message);
    warn(this.#host, explain(problem));
    return true;
  }

  #remember(wanted: boolean): void {
    if (wanted === (this.#memory !== null)) return;
    this.#memory?.abort();
    this.#memory = wanted ? new AbortController() : null;
    if (this.#memory) rememberDevices(this.store.devices, this.#memory.signal);
  }

  async #error(error: SipError): Promise<void> {
    const language = languageOf(this.#host);
    // Where its words cannot be had it is told all the same.
    const dictionary = phoneWords.loaded(language) ?? (await phoneWords.load(language).catch(() => null));
    const { code } = error;
    const message = dictionary ? problemText(problemOf(error, platform.now()), dictionary) : error.message;
    const { fatal } = ERRORS[code];
    this.#tell(new SipErrorEvent({ code, message, fatal, fix: remedy(error) }));
  }

  /** Returns whether nobody has canceled it. */
  #tell(event: Event): boolean {
    return this.#host.dispatchEvent(event);
  }

  #tellCalls(): void {
    const { store } = this;
    for (const name of Object.keys(TOLD) as (keyof typeof TOLD)[]) {
      const DomEvent = TOLD[name] as new (...told: unknown[]) => Event;
      store.on(name, (...told: unknown[]) => this.#tell(new DomEvent(...told)));
    }
    store.on('request', (request) => {
      if (this.unread) request.after = this.prepare().then(() => this.#decideOn(request));
      else this.#decideOn(request);
    });
    store.on('incoming', (call, hide) => {
      if (!this.#tell(new SipCallIncomingEvent(call))) hide();
    });
    store.on('progress', (call) =>
      this.#tell(
        call.snapshot?.phase === 'queued' ? new SipCallQueuedEvent(call) : new SipCallProgressEvent(call),
      ),
    );
    store.on('failed', (call, failure) => this.#failed(call, failure));
  }

  #decideOn(request: CallRequest): void {
    this.configure();
    // Before the user has agreed there is no call; the question is asked instead.
    if (this.question !== null) {
      request.canceled = true;
      this.#options.ask?.();
      return;
    }
    const event = new SipCallRequestEvent(request.target, request.options);
    request.canceled = !this.#tell(event);
    request.target = event.callTarget;
    request.options = event.options;
  }

  #failed(call: SipCall, { error, cause, status }: CallFailure): void {
    const retryable = !ERRORS[error.code].fatal && error.code !== 'call-not-found';
    const retryAfter = waitOf(error);
    this.#tell(new SipCallFailedEvent(call, { code: error.code, cause, status, retryable, retryAfter }));
    // How the other party took the call is no error of the phone.
    if (error.code.startsWith('call-')) return;
    this.#warn(error);
    void this.#error(error);
  }

  #tellPhone(): void {
    this.store.on('problem', (error) => {
      warn(this.#host, explain(error));
      void this.#error(error);
    });
    this.store.on('devices', (kinds) => {
      for (const kind of kinds)
        this.#tell(new SipDeviceChangeEvent(kind, this.store.snapshot.devices[kind].chosen));
    });
  }
}
