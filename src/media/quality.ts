import { Emitter } from '../emitter.ts';
import { createLog } from '../log.ts';
import { platform, type Timer } from '../platform.ts';
import type { QualityGrade } from './mos.ts';
import { sampleOf, type Expected, type QualitySample, type SoundCounters } from './quality-sample.ts';
import { readSoundCounters } from './quality-stats.ts';
import { addSample, NO_TOTALS, summarize, type QualitySummary } from './quality-summary.ts';
import {
  gradeOfMoment,
  NO_HISTORY,
  remember,
  type QualityWarning,
  type QualityWarningName,
} from './quality-warnings.ts';

const debug = createLog('sip-elements:media:quality');

/** How often is measured, in milliseconds. */
const INTERVAL = 1000;

/** What a {@link QualityMonitor} needs of a call: an `RTCSession`, or the session of the small agent. */
export interface MonitoredSession {
  readonly connection: RTCPeerConnection | null | undefined;
  isEstablished(): boolean;
  isEnded(): boolean;
  /** The small agent's calls have no hold. */
  isOnHold?(): { local: boolean; remote: boolean };
  isMuted(): { audio: boolean };
  on(
    event: 'accepted' | 'ended' | 'failed',
    listener: () => void,
    options?: { signal?: AbortSignal },
  ): unknown;
}

/** The events of a {@link QualityMonitor}. */
export type QualityEvents = {
  /** Each second: what it was like. */
  quality: [QualitySample];
  /** A warning began or ended. */
  qualitywarning: [QualityWarning];
};

/**
 * Measures how a call sounds, each second from its answer to its end, and warns where it is bad. Not a part of the
 * small agent: who wants it puts it on a call.
 *
 *     ua.on('newRTCSession', ({ session }) => {
 *       const monitor = new QualityMonitor(session);
 *       monitor.on('qualitywarning', ({ name, active, value }) => …);
 *       session.on('ended', () => report(monitor.summary));
 *     });
 */
export class QualityMonitor extends Emitter<QualityEvents> {
  readonly #session: MonitoredSession;
  readonly #life = new AbortController();
  #timer: Timer;
  #counters: SoundCounters | null = null;
  #history = NO_HISTORY;
  #totals = NO_TOTALS;

  /** Measures from the answer of the call on, or from now where it was answered already. */
  constructor(session: MonitoredSession) {
    super();
    this.#session = session;
    const { signal } = this.#life;
    session.on('accepted', () => void this.#measure(), { signal });
    session.on('ended', () => this.stop(), { signal });
    session.on('failed', () => this.stop(), { signal });
    if (session.isEnded()) this.stop();
    else if (session.isEstablished()) void this.#measure();
  }

  /** The newest second; null before there is one. */
  get sample(): QualitySample | null {
    return this.#history.samples.at(-1) ?? null;
  }

  /** How the call has sounded in the last five seconds; null where that is not known. */
  get grade(): QualityGrade | null {
    return gradeOfMoment(this.#history);
  }

  /** The warnings that have begun and not ended. */
  get warnings(): readonly QualityWarningName[] {
    return this.#history.warnings;
  }

  /** The call so far; after its end, the whole of it. */
  get summary(): QualitySummary {
    return summarize(this.#totals);
  }

  /** Measures no more. At the end of the call it happens by itself; {@link summary} stays. */
  stop(): void {
    this.#life.abort();
    platform.clearTimeout(this.#timer);
  }

  async #measure(): Promise<void> {
    if (this.#life.signal.aborted) return;
    platform.clearTimeout(this.#timer);
    this.#timer = platform.setTimeout(() => void this.#measure(), INTERVAL);
    const expected = this.#expected();
    const counters = await this.#read();
    if (!counters || this.#life.signal.aborted) return;
    const before = this.#counters;
    this.#counters = counters;
    if (before) this.#take(sampleOf(before, counters, expected));
  }

  #take(sample: QualitySample): void {
    this.#history = remember(this.#history, sample);
    this.#totals = addSample(this.#totals, sample);
    this.emit('quality', sample);
    for (const warning of this.#history.changes) {
      debug('%s %s: %o', warning.name, warning.active ? 'began' : 'ended', warning.value);
      this.emit('qualitywarning', warning);
    }
  }

  #expected(): Expected {
    const hold = this.#session.isOnHold?.();
    const held = Boolean(hold?.local || hold?.remote);
    return { remote: !held, local: !held && !this.#session.isMuted().audio };
  }

  async #read(): Promise<SoundCounters | null> {
    try {
      const report = await this.#session.connection?.getStats();
      return report ? readSoundCounters(report, platform.now()) : null;
    } catch (error) {
      // A connection that was closed meanwhile has nothing to tell.
      debug('no statistics: %O', error);
      return null;
    }
  }
}
