/** Reads what a browser counts of a call's sound out of its statistics (W3C webrtc-stats). */
import type { Sound, SoundCounters } from './quality-sample.ts';

/** The entries of an RTCStatsReport, as far as they are read here; browsers leave out what they do not count. */
interface StatsEntry {
  readonly type: string;
  readonly kind?: string;
  readonly codecId?: string;
  readonly mimeType?: string;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly packetsDiscarded?: number;
  readonly totalSamplesReceived?: number;
  readonly concealedSamples?: number;
  readonly silentConcealedSamples?: number;
  readonly jitterBufferDelay?: number;
  readonly jitterBufferEmittedCount?: number;
  readonly jitter?: number;
  readonly roundTripTime?: number;
  readonly fractionLost?: number;
  readonly totalAudioEnergy?: number;
  readonly totalSamplesDuration?: number;
  readonly nominated?: boolean;
  readonly state?: string;
  readonly currentRoundTripTime?: number;
}

/** All streams of sound together. `at` is in milliseconds. */
export function readSoundCounters(report: RTCStatsReport, at: number): SoundCounters {
  const entries = [...(report.values() as Iterable<StatsEntry>)];
  const ofSound = (type: string) => entries.filter((entry) => entry.type === type && entry.kind === 'audio');
  const inbound = ofSound('inbound-rtp');
  // A stream of the far end that was replaced has stopped: the newest says how it is now.
  const current = inbound.at(-1);
  const far = ofSound('remote-inbound-rtp').at(-1);
  const pair = entries.find(
    ({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded',
  );
  return {
    at,
    codec: (report.get(current?.codecId ?? '') as StatsEntry | undefined)?.mimeType?.replace(/^audio\//i, ''),
    packets: total(inbound, 'packetsReceived') ?? 0,
    lost: total(inbound, 'packetsLost') ?? 0,
    discarded: total(inbound, 'packetsDiscarded') ?? 0,
    samples: total(inbound, 'totalSamplesReceived'),
    concealed: concealed(inbound),
    bufferDelay: total(inbound, 'jitterBufferDelay'),
    buffered: total(inbound, 'jitterBufferEmittedCount'),
    jitter: current?.jitter,
    // The round trip of RTCP needs a report of the far end; that of ICE is there before.
    roundTrip: far?.roundTripTime ?? pair?.currentRoundTripTime,
    sentLoss: far?.fractionLost,
    remote: soundOf(inbound),
    local: soundOf(ofSound('media-source')),
  };
}

/** Silence that is made up for silence is heard by nobody. */
function concealed(inbound: readonly StatsEntry[]): number | undefined {
  const all = total(inbound, 'concealedSamples');
  return all === undefined ? undefined : all - (total(inbound, 'silentConcealedSamples') ?? 0);
}

function soundOf(entries: readonly StatsEntry[]): Sound | undefined {
  const energy = total(entries, 'totalAudioEnergy');
  const duration = total(entries, 'totalSamplesDuration');
  return energy === undefined || duration === undefined ? undefined : { energy, duration };
}

type Counter = {
  [Key in keyof StatsEntry]-?: StatsEntry[Key] extends number | undefined ? Key : never;
}[keyof StatsEntry];

/** The sum of a counter; undefined where no stream has it. */
function total(entries: readonly StatsEntry[], counter: Counter): number | undefined {
  const values = entries.map((entry) => entry[counter]).filter((value) => typeof value === 'number');
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) : undefined;
}
