/** The tones of a telephone, made here: no file to fetch, nothing for a content security policy to allow. */
import { isLive } from './store/states.ts';
import type { PhoneSnapshot } from './store/snapshot.ts';
import { soundContext } from './sound.ts';

/** Which tone: for a call that comes in, for one that rings elsewhere, for one that comes in during another. */
export type Tone = 'ring' | 'ringback' | 'waiting';

/** One beep of a tone: from, for how long (seconds), its frequencies (Hz). */
type Beep = readonly [start: number, length: number, ...frequencies: number[]];

/** How long one round of a tone takes, in seconds, and what sounds in it. */
const TONES: Record<Tone, { round: number; level: number; beeps: readonly Beep[] }> = {
  ring: { round: 3, level: 0.14, beeps: [...trill(0), ...trill(0.7)] },
  // ITU-T E.180: 425 Hz, one second on, four off.
  ringback: { round: 5, level: 0.06, beeps: [[0, 1, 425]] },
  waiting: { round: 4, level: 0.05, beeps: [[0, 0.2, 440]] },
};

function trill(at: number): Beep[] {
  return [
    [at, 0.14, 659.3],
    [at + 0.14, 0.14, 784],
    [at + 0.28, 0.22, 987.8],
  ];
}

/** The tone that a phone in this state makes; null for silence. */
export function toneFor({ active, incoming, silenced }: PhoneSnapshot): Tone | null {
  const live = active !== null && isLive(active.phase);
  if (incoming && !silenced) return live ? 'waiting' : 'ring';
  return live && active.direction === 'outgoing' && active.phase === 'ringing' ? 'ringback' : null;
}

/** Plays one tone at a time, round after round, until told otherwise. */
export class TonePlayer {
  #tone: Tone | null = null;
  #volume = 1;
  #source: AudioBufferSourceNode | null = null;
  #gain: GainNode | null = null;

  /** 0 (silent) to 1. */
  set volume(volume: number) {
    this.#volume = volume;
    if (this.#gain) this.#gain.gain.value = volume;
  }

  /** Plays this tone from now on; null is silence. */
  play(tone: Tone | null): void {
    if (tone === this.#tone) return;
    this.#tone = tone;
    this.#source?.stop();
    this.#source = null;
    const sound = tone && soundContext();
    if (!sound) return;
    this.#gain ??= new GainNode(sound, { gain: this.#volume });
    this.#gain.connect(sound.destination);
    this.#source = new AudioBufferSourceNode(sound, { buffer: render(sound, tone), loop: true });
    this.#source.connect(this.#gain);
    this.#source.start();
  }
}

/** Low, for a tone has no high harmonics, and cheap. */
const SAMPLE_RATE = 8000;

/** For how long a beep swells and fades, in seconds: without it, it clicks. */
const FADE = 0.01;

function render(sound: AudioContext, tone: Tone): AudioBuffer {
  const { round, level, beeps } = TONES[tone];
  const buffer = sound.createBuffer(1, round * SAMPLE_RATE, SAMPLE_RATE);
  const samples = buffer.getChannelData(0);
  for (const [start, length, ...frequencies] of beeps) {
    for (let at = 0; at < length * SAMPLE_RATE; at++) {
      const time = at / SAMPLE_RATE;
      const fade = Math.min(1, time / FADE, (length - time) / FADE);
      const wave = frequencies.reduce((sum, hertz) => sum + Math.sin(2 * Math.PI * hertz * time), 0);
      samples[Math.round(start * SAMPLE_RATE) + at] = level * fade * wave;
    }
  }
  return buffer;
}
