/** Recordings: as much of WAV as baresip writes, and how loud they are. */
import { readFileSync } from 'node:fs';

/** A recording. */
export interface Wave {
  /** Seconds. */
  readonly duration: number;
  /** Loudness of the whole recording: root mean square of its samples, 0 to 1. */
  readonly level: number;
}

/** Reads a WAV file of 16-bit PCM, also one that is still being written, whose header knows no length yet. */
export function readWave(file: string): Wave {
  const bytes = readFileSync(file);
  const format = chunk(bytes, 'fmt ');
  const data = chunk(bytes, 'data');
  if (!format || !data) return { duration: 0, level: 0 };
  const channels = format.readUInt16LE(2);
  const rate = format.readUInt32LE(4);
  const samples = Math.floor(data.length / 2);
  let energy = 0;
  for (let index = 0; index < samples; index++) energy += (data.readInt16LE(index * 2) / 32_768) ** 2;
  return { duration: samples / channels / rate, level: samples ? Math.sqrt(energy / samples) : 0 };
}

function chunk(bytes: Buffer, name: string): Buffer | undefined {
  const start = bytes.indexOf(name, 12, 'latin1');
  if (start < 0) return undefined;
  const length = bytes.readUInt32LE(start + 4);
  const end = length === 0 || name === 'data' ? bytes.length : start + 8 + length;
  return bytes.subarray(start + 8, end);
}
