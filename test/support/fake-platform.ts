import { usePlatform, type Platform } from '../../src/platform.ts';
import { FakeMediaStream, FakePeerConnection, FakeTrack } from './fake-webrtc.ts';

interface FakeTimer {
  at: number;
  order: number;
  callback: () => void;
}

/** Lets everything run that waits for a promise only. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * A world for tests: its clock stands until {@link advance} moves it, its random numbers are the same each time,
 * its microphone and peer connections are fakes that can be counted.
 */
export class FakePlatform implements Platform {
  readonly peerConnections: FakePeerConnection[] = [];
  readonly streams: FakeMediaStream[] = [];
  /** What getUserMedia does; a test may replace it. */
  getUserMedia = async (constraints?: MediaStreamConstraints): Promise<MediaStream> => {
    const tracks = [
      ...(constraints?.audio ? [new FakeTrack('audio')] : []),
      ...(constraints?.video ? [new FakeTrack('video')] : []),
    ];
    const stream = new FakeMediaStream(tracks);
    this.streams.push(stream);
    return stream as unknown as MediaStream;
  };
  /** Given to each new peer connection. */
  candidates = FakePeerConnection.HOST_CANDIDATES;
  locks: LockManager | null = null;
  visible = true;

  #now = Date.UTC(2026, 0, 1);
  #order = 0;
  #seed = 1;
  readonly #timers = new Set<FakeTimer>();
  readonly #wake = new Set<() => void>();
  readonly #restore: Platform;

  constructor() {
    this.#restore = usePlatform(this);
  }

  /** Puts the real world back. */
  release(): void {
    usePlatform(this.#restore);
  }

  now(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, ms: number): FakeTimer {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, callback };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as FakeTimer);
  }

  /** Octets of a linear congruential generator: the same in each run. */
  randomBytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => {
      this.#seed = (Math.imul(this.#seed, 1664525) + 1013904223) >>> 0;
      return this.#seed >>> 24;
    });
  }

  /** How many timers run. */
  get timerCount(): number {
    return this.#timers.size;
  }

  /** How long until the next timer is over, in ms; undefined where none runs. */
  get untilNextTimer(): number | undefined {
    const next = this.#next(Infinity);
    return next && next.at - this.#now;
  }

  /** How many listen for the page to wake. */
  get wakeListenerCount(): number {
    return this.#wake.size;
  }

  /** Lets time go by, timer after timer; promises are settled before and after each. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await settle();
    }
    this.#now = end;
  }

  /** The network is back, or the page is shown. */
  wake(): void {
    for (const callback of [...this.#wake]) callback();
  }

  onWake(callback: () => void): () => void {
    this.#wake.add(callback);
    return () => this.#wake.delete(callback);
  }

  get WebSocket(): undefined {
    return undefined;
  }

  get RTCPeerConnection(): typeof RTCPeerConnection {
    const { peerConnections, candidates } = this;
    const setTimer = (callback: () => void, ms: number) => this.setTimeout(callback, ms);
    return class extends FakePeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration, candidates, setTimer);
        peerConnections.push(this);
      }
    } as unknown as typeof RTCPeerConnection;
  }

  get MediaStream(): typeof MediaStream {
    return FakeMediaStream as unknown as typeof MediaStream;
  }

  get mediaDevices(): MediaDevices {
    return {
      getUserMedia: (constraints?: MediaStreamConstraints) => this.getUserMedia(constraints),
    } as MediaDevices;
  }

  #next(end: number): FakeTimer | undefined {
    let next: FakeTimer | undefined;
    for (const timer of this.#timers) {
      if (timer.at > end) continue;
      if (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    }
    return next;
  }
}
