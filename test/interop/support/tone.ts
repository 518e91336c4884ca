/** A tone of 440 Hz in A-law (ITU-T G.711), 8,000 samples a second, as RTP payload type 8 carries it. */
export function alawTone(seconds: number): Uint8Array {
  return Uint8Array.from({ length: seconds * 8_000 }, (_, index) =>
    alaw(Math.round(8_000 * Math.sin((2 * Math.PI * 440 * index) / 8_000))),
  );
}

/** One sample of 16 bits as A-law: a sign, three bits of exponent, four of mantissa, every second bit inverted. */
function alaw(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample) >> 4, 0x7ff);
  const exponent = Math.max(0, 27 - Math.clz32(magnitude | 1));
  const mantissa = (exponent === 0 ? magnitude >> 1 : magnitude >> exponent) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
}
