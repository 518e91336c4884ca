/** Tones as samples. Pure. */
import type { Cadence } from './tone.ts';

/** Low, for a tone has no high harmonics, and cheap. */
export const SAMPLE_RATE = 8000;

/** For how long a beep swells and fades, in seconds: without it, it clicks. */
const FADE = 0.01;

/**
 * One round of a tone as samples between −1 and 1.
 *
 * @param level the amplitude of all frequencies of a beep together, 0 to 1
 */
export function samplesOf({ round, beeps }: Cadence, level: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(round * SAMPLE_RATE));
  for (const [start, length, ...frequencies] of beeps) {
    const first = Math.round(start * SAMPLE_RATE);
    for (let at = 0; at < length * SAMPLE_RATE; at++) {
      const time = at / SAMPLE_RATE;
      const fade = Math.min(1, time / FADE, (length - time) / FADE);
      const wave = frequencies.reduce((sum, hertz) => sum + Math.sin(2 * Math.PI * hertz * time), 0);
      samples[first + at] = (level / frequencies.length) * fade * wave;
    }
  }
  return samples;
}

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477, 1633];
const KEYS = '123A456B789C*0#D';

/** For how long a key is heard, in seconds. */
const KEY_LENGTH = 0.1;

/** What a key sounds like (ITU-T Q.23): `0-9 A-D * #`; null for what is no key. */
export function keyCadence(key: string): Cadence | null {
  const at = key.length === 1 ? KEYS.indexOf(key.toUpperCase()) : -1;
  if (at < 0) return null;
  return { round: KEY_LENGTH, beeps: [[0, KEY_LENGTH, ROWS[at >> 2]!, COLUMNS[at & 3]!]] };
}
