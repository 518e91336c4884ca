import type { PhoneStore } from './store/phone-store.ts';
import type { PhoneSnapshot } from './store/snapshot.ts';
import { makeAudio, unlockSound } from './sound.ts';
import { toneFor, TonePlayer } from './tones.ts';

/** Lets one phone be heard: the other party of the active call, and the tones. */
export class SoundOutput {
  readonly #store: PhoneStore;
  readonly #audio: HTMLAudioElement;
  readonly #tones = new TonePlayer();
  #tracks = '';

  /** @param audio one that a gesture has unlocked already, where there is one */
  constructor(store: PhoneStore, audio: HTMLAudioElement = makeAudio()) {
    this.#store = store;
    this.#audio = audio;
    store.on('change', (snapshot, before) => this.#update(snapshot, before));
    store.on('media', () => this.#listen());
    this.#audio.addEventListener('playing', () => store.setSoundBlocked(false));
  }

  /** 0 (silent) to 1, of the other party and of the tones. */
  set volume(volume: number) {
    this.#audio.volume = volume;
    this.#tones.volume = volume;
  }

  /** Tries again to play: to be called in the task of a click. */
  unlock(): void {
    unlockSound(this.#audio);
    this.#play();
  }

  #update(snapshot: PhoneSnapshot, before: PhoneSnapshot): void {
    const { active } = snapshot;
    // A call begins, or is answered, in the task of a click.
    if (active?.phase === 'loading' && before.active?.phase !== 'loading') unlockSound(this.#audio);
    if (active?.id !== before.active?.id || active?.phase !== before.active?.phase) this.#listen();
    this.#tones.play(toneFor(snapshot));
  }

  #listen(): void {
    const call = this.#store.activeCall;
    const stream = call?.live ? call.remoteStream : null;
    const tracks = (stream?.getTracks() ?? []).map(({ id }) => id).join(' ');
    if (tracks === this.#tracks) return;
    this.#tracks = tracks;
    this.#audio.srcObject = stream;
    this.#play();
  }

  #play(): void {
    if (!this.#tracks) return;
    this.#audio.play().then(
      () => this.#store.setSoundBlocked(false),
      (error: unknown) => {
        // AbortError: another stream took its place. NotAllowedError: the browser waits for a gesture.
        if ((error as Error).name === 'NotAllowedError') this.#store.setSoundBlocked(true);
      },
    );
  }
}
