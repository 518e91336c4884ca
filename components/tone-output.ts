import { platform, type Timer } from '../src/platform.ts';
import { sinkOf, ToneSink } from './sink.ts';
import { soundContext } from './sound.ts';
import type { PhoneSnapshot } from './store/snapshot.ts';
import type { TonePlayer } from './tones/player.ts';
import { toneFor, type Tone } from './tones/tone.ts';

/** How long an AudioContext may take to run where it is allowed to, in milliseconds. */
const STARTS_WITHIN = 300;

/** Lets the tones of one phone be heard. What makes them is fetched with the first one. */
export class ToneOutput {
  /** The country or language whose tones they are; see `planFor()`. */
  place: () => string = () => '';
  /** Whether the caller hears that it rings. */
  ringback = true;
  readonly #blocked: (blocked: boolean) => void;
  #volume = 1;
  #sink: ToneSink | null = null;
  /** The loudspeaker for the present tone. */
  #through = '';
  #tone: Tone | null = null;
  #player: Promise<TonePlayer | null> | null = null;
  #waiting: Timer;
  #permission: AbortController | null = null;

  /** @param blocked told when the browser keeps a tone from being heard, and when it does no longer */
  constructor(blocked: (blocked: boolean) => void) {
    this.#blocked = blocked;
  }

  /** 0 (silent) to 1. */
  set volume(volume: number) {
    if (volume === this.#volume) return;
    this.#volume = volume;
    void this.#player?.then((player) => player && (player.volume = volume));
  }

  /** Plays what a phone in this state plays. */
  update(snapshot: PhoneSnapshot): void {
    const wanted = toneFor(snapshot);
    const tone = wanted === 'ringback' && !this.ringback ? null : wanted;
    const { ringer, speaker } = snapshot.devices;
    this.#through = sinkOf(tone === 'ring' ? ringer : speaker);
    if (tone === this.#tone) return void this.#sink?.use(this.#through);
    this.#tone = tone;
    if (tone) this.#ask();
    else this.#allowed();
    if (tone || this.#player) void this.#play();
  }

  /** Lets a key be heard that was pressed, `0-9 A-D * #`. */
  async press(key: string): Promise<void> {
    (await this.#load())?.press(key);
  }

  async #play(): Promise<void> {
    const player = await this.#load();
    await this.#sink?.use(this.#through);
    // What is to be heard may have changed meanwhile: it is asked for now.
    player?.play(this.#tone, this.place());
  }

  /** Without its code, or without an AudioContext, a phone is silent, and works. */
  #load(): Promise<TonePlayer | null> {
    this.#player ??= import('./tones/player.ts').then(
      ({ TonePlayer }) => {
        const sound = soundContext();
        this.#sink = sound && new ToneSink(sound);
        const player = sound && new TonePlayer(sound, this.#sink?.input);
        if (player) player.volume = this.#volume;
        return player;
      },
      () => {
        this.#player = null;
        return null;
      },
    );
    return this.#player;
  }

  /** Browsers let a page make sound after a gesture only. Where there was none, the user is told. */
  #ask(): void {
    const sound = soundContext();
    if (!sound || sound.state === 'running' || this.#permission) return;
    this.#permission = new AbortController();
    const { signal } = this.#permission;
    sound.addEventListener('statechange', () => sound.state === 'running' && this.#allowed(), { signal });
    void sound.resume().catch(() => {});
    this.#waiting = platform.setTimeout(() => this.#blocked(true), STARTS_WITHIN);
  }

  #allowed(): void {
    if (!this.#permission) return;
    platform.clearTimeout(this.#waiting);
    this.#permission.abort();
    this.#permission = null;
    this.#blocked(false);
  }
}
