/** What one second of a call was like, of what a browser counts: `(counters before, counters now) → sample`. Pure. */
import { mosOf } from './mos.ts';

/** What a browser has counted of a call's sound since it began (W3C webrtc-stats). Undefined: it does not say. */
export interface SoundCounters {
  /** When, in milliseconds. */
  at: number;
  /** The name of the codec that we receive, `opus`. */
  codec: string | undefined;
  /** Packets received, lost, and thrown away because they came too late. */
  packets: number;
  lost: number;
  discarded: number;
  /** Samples played, and those of them that were made up for missing ones, but for silence. */
  samples: number | undefined;
  concealed: number | undefined;
  /** The time in the jitter buffer of all samples that left it, in seconds, and their number. */
  bufferDelay: number | undefined;
  buffered: number | undefined;
  /** Of the packets received, in seconds (RFC 3550). */
  jitter: number | undefined;
  /** In seconds. */
  roundTrip: number | undefined;
  /** What the far end lost of our packets, as its last report says: 0 to 1. */
  sentLoss: number | undefined;
  /** Energy and time of the sound received, and of our own. */
  remote: Sound | undefined;
  local: Sound | undefined;
}

/** `totalAudioEnergy` and `totalSamplesDuration` (webrtc-stats). */
export interface Sound {
  energy: number;
  /** Seconds. */
  duration: number;
}

/** What is meant to be heard: what is held or muted is silent, and yet well. */
export interface Expected {
  /** Something is to be received. */
  remote: boolean;
  /** Our microphone is on. */
  local: boolean;
}

/** One second of a call. What could not be measured is null. */
export interface QualitySample {
  /** When, in milliseconds since the epoch. */
  at: number;
  /** What the user hears, by the E-model: 1 (worst) to 4.5. */
  mos: number | null;
  /** The codec that is received, as SDP names it. */
  codec: string | null;
  /** How many packets came; null while none are expected. */
  packets: number | null;
  /** Packets lost and packets too late, of those that were sent to us: 0 to 1. */
  loss: number | null;
  /** What the far end lost of ours: 0 to 1. */
  sentLoss: number | null;
  /** Milliseconds (RFC 3550 section 6.4.1). */
  jitter: number | null;
  /** Milliseconds, to the far end and back. */
  roundTrip: number | null;
  /** How much of what was heard was made up for missing sound: 0 to 1. */
  concealed: number | null;
  /** The loudness of what was received, in dBFS: 0 is the loudest, −100 and less silence. */
  remoteLevel: number | null;
  /** The loudness of our microphone, in dBFS; null while it is muted or the call is held. */
  localLevel: number | null;
}

/** The delay of a packet of speech and its coder, in milliseconds. */
const PACKET_DELAY = 20;

/** What happened between two readings. */
export function sampleOf(before: SoundCounters, now: SoundCounters, expected: Expected): QualitySample {
  const packets = grown(before.packets, now.packets) ?? 0;
  const lost = grown(before.lost, now.lost) ?? 0;
  // What came too late is among the packets that came, and as good as lost.
  const late = grown(before.discarded, now.discarded) ?? 0;
  const loss = packets + lost > 0 ? Math.min(1, (lost + late) / (packets + lost)) : null;
  const roundTrip = toMilliseconds(now.roundTrip);
  const sample = {
    at: now.at,
    codec: now.codec ?? null,
    packets: expected.remote ? packets : null,
    loss: expected.remote ? loss : null,
    sentLoss: expected.local ? (now.sentLoss ?? null) : null,
    jitter: expected.remote && packets > 0 ? toMilliseconds(now.jitter) : null,
    roundTrip,
    concealed: expected.remote ? ratio(before.concealed, now.concealed, before.samples, now.samples) : null,
    remoteLevel: expected.remote ? levelOf(before.remote, now.remote) : null,
    localLevel: expected.local ? levelOf(before.local, now.local) : null,
  };
  const buffer = ratio(before.bufferDelay, now.bufferDelay, before.buffered, now.buffered) ?? 0;
  const delay = (roundTrip ?? 0) / 2 + buffer * 1000 + PACKET_DELAY;
  return { ...sample, mos: mosOfSecond(now, sample, delay) };
}

function mosOfSecond(
  now: SoundCounters,
  { packets, loss }: { packets: number | null; loss: number | null },
  delay: number,
): number | null {
  // Before the first packet there is nothing to judge; after it, a second without any is the worst there is.
  if (packets === null || now.packets === 0) return null;
  return packets === 0 ? 1 : mosOf({ codec: now.codec ?? '', loss: loss ?? 0, delay });
}

/** By how much a counter grew; null where it began anew or is not counted. */
function grown(before: number | undefined, now: number | undefined): number | null {
  return before === undefined || now === undefined || now < before ? null : now - before;
}

function ratio(
  partBefore: number | undefined,
  partNow: number | undefined,
  wholeBefore: number | undefined,
  wholeNow: number | undefined,
): number | null {
  const part = grown(partBefore, partNow);
  const whole = grown(wholeBefore, wholeNow);
  return part === null || !whole ? null : part / whole;
}

/** The square root of the mean power, in dBFS. */
function levelOf(before: Sound | undefined, now: Sound | undefined): number | null {
  const power = ratio(before?.energy, now?.energy, before?.duration, now?.duration);
  return power === null ? null : 10 * Math.log10(Math.max(power, 1e-12));
}

const toMilliseconds = (seconds: number | undefined) => (seconds === undefined ? null : seconds * 1000);
