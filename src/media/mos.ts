/**
 * How a call sounds, as the E-model computes it of the codec, of loss and of delay: ITU-T G.107 (06/2015) for
 * codecs of telephone bandwidth, ITU-T G.107.1 (06/2019) for those of 50–7000 Hz. Pure functions.
 */

/** What a listener would say of it, best first. */
export type QualityGrade = 'excellent' | 'good' | 'fair' | 'poor' | 'bad';

/** What the E-model computes the quality of. */
export interface Transmission {
  /** The codec's name in SDP, `opus`; case does not matter. One that is not known is taken for G.711. */
  codec: string;
  /** Lost packets and those that came too late, of those that were sent: 0 to 1. */
  loss: number;
  /** From mouth to ear, in milliseconds. */
  delay: number;
  /** BurstR of G.107: 1 (default) where losses are random, more where they come together. */
  burstRatio?: number;
}

/** What a codec costs. */
interface CodecImpairment {
  /** G.107.1 instead of G.107. */
  wide: boolean;
  /** Ie, or Ie,WB: what the codec costs without any loss. */
  ie: number;
  /** How well it stands loss: the percentage of it that costs half of all there is to lose. */
  bpl: number;
}

/** G.113 appendix I: G.711 with the loss concealment of its own appendix I. Every browser conceals losses. */
const G711: CodecImpairment = { wide: false, ie: 0, bpl: 25.1 };

const CODECS: Record<string, CodecImpairment> = {
  pcmu: G711,
  pcma: G711,
  // G.113 appendix I: G.729A with VAD.
  g729: { wide: false, ie: 11, bpl: 19 },
  // G.113 appendix IV: Ie,WB at 64 kbit/s. Browsers conceal its losses in the same way as those of G.711.
  g722: { wide: true, ie: 13, bpl: 25.1 },
  // The ITU has no values for it. At the bit rates of browsers it takes nothing from wideband speech; how it stands
  // random loss is what Al-Ahmadi, Počta and Melvin measured at 28 kbit/s ("Opus E-model", MIT licence, 2021).
  opus: { wide: true, ie: 0, bpl: 10.6 },
};

/** R0 − Is with every default value: G.107 section 7.7, and G.107.1 section 7.7. */
const BEST = { narrow: 93.2, wide: 129 };

/** The R of the better scale is that of the narrow one times this (G.107.1 annex A). */
const WIDE_SCALE = 1.29;

/**
 * R of the E-model, on the scale of G.107 (0 to 100) for every codec: R0 − Is − Id − Ie,eff. There is no echo, for
 * browsers cancel it, and no advantage factor A.
 */
export function ratingOf({ codec, loss, delay, burstRatio = 1 }: Transmission): number {
  const { wide, ie, bpl } = CODECS[codec.toLowerCase()] ?? G711;
  const percent = Math.min(1, Math.max(0, loss)) * 100;
  // G.107 equation 7-29.
  const equipment = ie + (95 - ie) * (percent / (percent / burstRatio + bpl));
  const rating = (wide ? BEST.wide : BEST.narrow) - delayImpairment(delay) - equipment;
  return Math.max(0, wide ? rating / WIDE_SCALE : rating);
}

/** Idd of G.107 equations 7-27 and 7-28 with its default sensitivity: nothing up to 100 ms. */
function delayImpairment(delay: number): number {
  if (delay <= 100) return 0;
  const x = Math.log2(delay / 100);
  const root = (value: number) => (1 + value ** 6) ** (1 / 6);
  return 25 * (root(x) - 3 * root(x / 3) + 2);
}

/** The mean opinion score of a rating: 1 to 4.5 (G.107 annex B). */
export function mosOfRating(rating: number): number {
  if (rating >= 100) return 4.5;
  const mos = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
  // Below 6.5 the polynomial falls under the worst there is.
  return rating <= 0 ? 1 : Math.max(1, mos);
}

/** The mean opinion score of a transmission: 1 (nothing is understood) to 4.5. */
export function mosOf(transmission: Transmission): number {
  return mosOfRating(ratingOf(transmission));
}

/** Where each grade begins: the categories of ITU-T G.109, which are R of 90, 80, 70 and 60. */
const GRADES: readonly (readonly [QualityGrade, number])[] = [
  ['excellent', mosOfRating(90)],
  ['good', mosOfRating(80)],
  ['fair', mosOfRating(70)],
  ['poor', mosOfRating(60)],
];

/** The grade of a mean opinion score. Every number has one. */
export function gradeOf(mos: number): QualityGrade {
  return GRADES.find(([, least]) => mos >= least)?.[0] ?? 'bad';
}
