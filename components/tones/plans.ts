/**
 * The tones of the countries, after ITU-T E.180 (03/1998) and its supplement 2, the list of national tones. What a
 * caller knows from home is understood without a word.
 */
import type { Beep, Cadence, Tone } from './tone.ts';

/** The tones that differ by country. */
export type TonePlan = Readonly<Record<Tone, Cadence>>;

/** One beep and then silence; seconds, then Hz. */
function beat(on: number, off: number, ...frequencies: number[]): Cadence {
  return { round: on + off, beeps: [[0, on, ...frequencies]] };
}

/** On, off, on, off …, all of the same frequencies. */
function beats(times: readonly number[], ...frequencies: number[]): Cadence {
  const beeps: Beep[] = [];
  let at = 0;
  for (const [index, length] of times.entries()) {
    if (index % 2 === 0) beeps.push([at, length, ...frequencies]);
    at += length;
  }
  return { round: at, beeps };
}

/**
 * The bell is ours: E.180 leaves it to the telephone. Two rising trills, as no country's tone sounds; one where a call is
 * answered by itself.
 */
const OURS = {
  ring: { round: 3, beeps: [...trill(0), ...trill(0.7)] },
  automatic: { round: 3, beeps: trill(0) },
} satisfies Partial<TonePlan>;

function trill(at: number): Beep[] {
  return [
    [at, 0.14, 659.3],
    [at + 0.14, 0.14, 784],
    [at + 0.28, 0.22, 987.8],
  ];
}

/** What CEPT recommends (T/CS 20-15) and E.180 prefers: 425 Hz for all. */
const CEPT: TonePlan = {
  ...OURS,
  ringback: beat(1, 4, 425),
  busy: beat(0.5, 0.5, 425),
  congestion: beat(0.25, 0.25, 425),
  waiting: beats([0.2, 0.2, 0.2, 5], 425),
};

const NORTH_AMERICA: TonePlan = {
  ...OURS,
  ringback: beat(2, 4, 440, 480),
  busy: beat(0.5, 0.5, 480, 620),
  congestion: beat(0.25, 0.25, 480, 620),
  waiting: beat(0.3, 9.7, 440),
};

const BRITAIN: TonePlan = {
  ...OURS,
  ringback: beats([0.4, 0.2, 0.4, 2], 400, 450),
  busy: beat(0.375, 0.375, 400),
  congestion: beats([0.4, 0.35, 0.225, 0.525], 400),
  waiting: beat(0.1, 3, 400),
};

/** By country (ISO 3166); every other one has the tones of CEPT. */
const PLANS: Readonly<Record<string, TonePlan>> = {
  US: NORTH_AMERICA,
  CA: NORTH_AMERICA,
  GB: BRITAIN,
  AE: BRITAIN,
  DE: { ...CEPT, busy: beat(0.48, 0.48, 425), congestion: beat(0.24, 0.24, 425) },
  FR: {
    ...CEPT,
    ringback: beat(1.5, 3.5, 440),
    busy: beat(0.5, 0.5, 440),
    congestion: beat(0.25, 0.25, 440),
    waiting: beat(0.3, 10, 440),
  },
  ES: {
    ...CEPT,
    ringback: beat(1.5, 3, 425),
    busy: beat(0.2, 0.2, 425),
    congestion: beats([0.2, 0.2, 0.2, 0.2, 0.2, 0.6], 425),
    waiting: beats([0.175, 0.175, 0.175, 3.5], 425),
  },
  SA: { ...CEPT, ringback: beat(1.2, 4.6, 425), waiting: beats([0.15, 0.2, 0.15, 10], 425) },
  CN: {
    ...CEPT,
    ringback: beat(1, 4, 450),
    busy: beat(0.35, 0.35, 450),
    congestion: beat(0.7, 0.7, 450),
    waiting: beat(0.4, 4, 450),
  },
  JP: {
    ...CEPT,
    // 400 Hz, modulated with 16 Hz: the two side tones of that.
    ringback: beat(1, 2, 384, 416),
    busy: beat(0.5, 0.5, 400),
    congestion: beat(0.5, 0.5, 400),
    waiting: beat(0.5, 8, 384, 416),
  },
};

/**
 * The tones of a country.
 *
 * @param place a country (`gb`, ISO 3166) or a language (BCP 47): `en-GB` is Great Britain's, and a language without
 *   a country that of most of its speakers. What is neither has the tones of CEPT.
 */
export function planFor(place: string): TonePlan {
  return PLANS[countryOf(place)] ?? CEPT;
}

function countryOf(place: string): string {
  const country = place.toUpperCase();
  if (Object.hasOwn(PLANS, country)) return country;
  try {
    return new Intl.Locale(place).maximize().region ?? '';
  } catch {
    // No language at all.
    return '';
  }
}
