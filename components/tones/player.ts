/** Plays the tones of a telephone. They are made here: no file to fetch, nothing for a content security policy to allow. */
import { planFor } from './plans.ts';
import { keyCadence, SAMPLE_RATE, samplesOf } from './samples.ts';
import type { Cadence, Tone } from './tone.ts';

/** How loud, 0 to 1: a bell is to be heard from afar, the others at the ear. */
const LEVELS: Record<Tone, number> = {
  ring: 0.14,
  automatic: 0.14,
  waiting: 0.05,
  ringback: 0.08,
  busy: 0.08,
  congestion: 0.08,
};
const KEY_LEVEL = 0.06;

/** For how long a tone that only says that the call is over is heard, in seconds. */
const SAID = 3;
const FINITE: readonly Tone[] = ['busy', 'congestion'];

/** Plays one tone at a time, round after round, and short ones beside it. */
export class TonePlayer {
  readonly #sound: BaseAudioContext;
  readonly #gain: GainNode;
  #source: AudioBufferSourceNode | null = null;

  /** @param output where the tones go; the loudspeaker by default */
  constructor(sound: BaseAudioContext, output: AudioNode = sound.destination) {
    this.#sound = sound;
    this.#gain = new GainNode(sound);
    this.#gain.connect(output);
  }

  /** 0 (silent) to 1. */
  set volume(volume: number) {
    this.#gain.gain.value = volume;
  }

  /**
   * Plays this tone from now on, instead of the one before; null is silence, at once.
   *
   * @param place the country or language whose tone it is
   */
  play(tone: Tone | null, place: string): void {
    this.#source?.stop();
    this.#source = tone && this.#start(planFor(place)[tone], LEVELS[tone], true);
    if (tone && FINITE.includes(tone)) this.#source?.stop(this.#sound.currentTime + SAID);
  }

  /** Lets a key be heard that was pressed, `0-9 A-D * #`. */
  press(key: string): void {
    const cadence = keyCadence(key);
    if (cadence) this.#start(cadence, KEY_LEVEL, false);
  }

  #start(cadence: Cadence, level: number, loop: boolean): AudioBufferSourceNode {
    const samples = samplesOf(cadence, level);
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: SAMPLE_RATE });
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(this.#sound, { buffer, loop });
    source.connect(this.#gain);
    source.start();
    return source;
  }
}
