import type { PhoneStore } from './store/phone-store.ts';
import type { PhoneSnapshot } from './store/snapshot.ts';
import { playThrough, sinkOf } from './sink.ts';
import { makeAudio, soundContext, unlockSound } from './sound.ts';
import { ToneOutput } from './tone-output.ts';

/** Lets one phone be heard: the other party of the active call, and the tones. */
export class SoundOutput {
  readonly #store: PhoneStore;
  readonly #audio: HTMLAudioElement;
  /** The tones of the phone. */
  readonly tones = new ToneOutput((blocked) => this.#block('tones', blocked));
  readonly #blocked = new Set<'call' | 'tones' | 'interruption'>();
  /** iOS takes the sound of all pages away for a telephone call, and gives it back for a gesture only. */
  readonly #checkInterruption = () =>
    this.#block('interruption', this.#tracks !== '' && soundContext()?.state === 'interrupted');
  #gesture: AbortController | null = null;
  #tracks = '';

  /** @param audio one that a gesture has unlocked already, where there is one */
  constructor(store: PhoneStore, audio: HTMLAudioElement = makeAudio()) {
    this.#store = store;
    this.#audio = audio;
    store.on('change', (snapshot, before) => this.#update(snapshot, before));
    store.on('media', () => this.#listen());
    store.on('dtmf', (_call, key, originator) => {
      if (originator === 'local') void this.tones.press(key);
    });
    this.#audio.addEventListener('playing', () => this.#block('call', false));
  }

  /** Tries again to play: to be called in the task of a click. */
  unlock(): void {
    unlockSound(this.#audio);
    this.#play();
  }

  #update(snapshot: PhoneSnapshot, before: PhoneSnapshot): void {
    const { active, volume, devices } = snapshot;
    this.#audio.volume = this.tones.volume = volume;
    void playThrough(this.#audio, sinkOf(devices.speaker));
    // A call begins, or is answered, in the task of a click.
    if (active?.phase === 'loading' && before.active?.phase !== 'loading') unlockSound(this.#audio);
    if (active?.id !== before.active?.id || active?.phase !== before.active?.phase) this.#listen();
    this.tones.update(snapshot);
  }

  #listen(): void {
    const call = this.#store.activeCall;
    const stream = call?.live ? call.remoteStream : null;
    const tracks = (stream?.getTracks() ?? []).map(({ id }) => id).join(' ');
    if (tracks === this.#tracks) return;
    this.#tracks = tracks;
    this.#audio.srcObject = stream;
    this.#play();
    const sound = soundContext();
    if (tracks) sound?.addEventListener('statechange', this.#checkInterruption);
    else sound?.removeEventListener('statechange', this.#checkInterruption);
    this.#checkInterruption();
  }

  #play(): void {
    if (!this.#tracks) return this.#block('call', false);
    this.#audio.play().then(
      () => this.#block('call', false),
      (error: unknown) => {
        // AbortError: another stream took its place. NotAllowedError: the browser waits for a gesture.
        if ((error as Error).name === 'NotAllowedError') this.#block('call', true);
      },
    );
  }

  /** Where the browser plays nothing the user is asked for a gesture; any in the page will do. */
  #block(what: 'call' | 'tones' | 'interruption', blocked: boolean): void {
    if (blocked) this.#blocked.add(what);
    else this.#blocked.delete(what);
    const any = this.#blocked.size > 0;
    if (any === (this.#gesture !== null)) return;
    this.#store.setSoundBlocked(any);
    this.#gesture?.abort();
    this.#gesture = any ? new AbortController() : null;
    for (const event of ['click', 'keydown'] as const)
      if (this.#gesture) addEventListener(event, () => this.unlock(), { signal: this.#gesture.signal });
  }
}
