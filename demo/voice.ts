/** A voice for the agent, so that one person alone can hear a call: a buzz as of vocal cords, shaped by formants. */
import { soundContext } from '../components/sound.ts';

/** Vowels by their first three formants, in Hz (after Peterson and Barney, 1952). */
const VOWELS: readonly (readonly [number, number, number])[] = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [570, 840, 2410],
  [530, 1840, 2480],
  [300, 870, 2240],
];

/** How long one syllable takes, in seconds. */
const SYLLABLE = 0.26;

/** A melody for a phrase, as factors of the base pitch; 0 is a rest. */
const PHRASE = [1, 1.12, 1.2, 1.05, 0.96, 0, 1.1, 1.24, 1.08, 0.92, 0.88, 0, 0, 0];

/** A stream that speaks nonsense for ever, softly; null where the browser has no WebAudio. */
export function generatedVoice(): MediaStream | null {
  const sound = soundContext();
  if (!sound) return null;
  const buffer = new AudioBufferSourceNode(sound, { buffer: speech(sound), loop: true });
  const destination = sound.createMediaStreamDestination();
  buffer.connect(destination);
  buffer.start();
  return destination.stream;
}

/** One phrase. Computed once: the nodes of WebAudio would have to be steered syllable by syllable. */
function speech(sound: AudioContext): AudioBuffer {
  const rate = 16_000;
  const buffer = sound.createBuffer(1, Math.round(PHRASE.length * SYLLABLE * rate), rate);
  const samples = buffer.getChannelData(0);
  let phase = 0;
  for (let at = 0; at < samples.length; at++) {
    const time = at / rate;
    const syllable = Math.floor(time / SYLLABLE);
    const within = (time % SYLLABLE) / SYLLABLE;
    const vibrato = 1 + 0.015 * Math.sin(2 * Math.PI * 5 * time);
    const pitch = 185 * (PHRASE[syllable] ?? 0) * vibrato;
    phase += pitch / rate;
    samples[at] = pitch === 0 ? 0 : 0.32 * Math.sin(Math.PI * within) ** 0.7 * vowel(syllable, phase, pitch);
  }
  return buffer;
}

/** The harmonics of a pitch, each as loud as the formants of the vowel let it through. */
function vowel(syllable: number, phase: number, pitch: number): number {
  const formants = VOWELS[(syllable * 3) % VOWELS.length] ?? [500, 1500, 2500];
  let sum = 0;
  for (let harmonic = 1; harmonic * pitch < 3600; harmonic++) {
    const gain = formants.reduce((total, formant, nth) => {
      const distance = (harmonic * pitch - formant) / (90 + 40 * nth);
      return total + 1 / (1 + nth) / (1 + distance * distance);
    }, 0.02);
    sum += (gain / Math.sqrt(harmonic)) * Math.sin(2 * Math.PI * harmonic * phase);
  }
  return sum * 0.6;
}
