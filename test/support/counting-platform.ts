import { type Platform, systemPlatform, type Timer, usePlatform } from '../../src/platform.ts';

interface CountedTimer {
  readonly callback: () => void;
  readonly at: number;
  readonly real: Timer;
}

/** The real world, whose timers can be counted and whose clock can be put ahead. */
export class CountingPlatform {
  #ahead = 0;
  readonly #timers = new Set<CountedTimer>();

  /** Puts it in use, with what else shall not be as the system has it. */
  constructor(instead: Partial<Platform> = {}) {
    const system = systemPlatform();
    const clock = {
      now: () => system.now() + this.#ahead,
      setTimeout: (callback: () => void, ms: number) => this.#start(system, callback, ms),
      clearTimeout: (timer: Timer) => this.#stop(system, timer as CountedTimer | undefined),
    };
    this.skip = (ms) => {
      this.#ahead += ms;
      const now = clock.now();
      for (const timer of [...this.#timers].sort((a, b) => a.at - b.at)) {
        // An earlier one may have stopped it.
        if (timer.at > now || !this.#timers.has(timer)) continue;
        this.#stop(system, timer);
        timer.callback();
      }
    };
    usePlatform({ ...system, ...clock, ...instead });
  }

  /** Puts the clock ahead by so many ms; what would have been over by then is over now. */
  readonly skip: (ms: number) => void;

  /** How many timers run. */
  get timers(): number {
    return this.#timers.size;
  }

  #start(system: Platform, callback: () => void, ms: number): CountedTimer {
    const run = () => {
      this.#timers.delete(timer);
      callback();
    };
    const at = system.now() + this.#ahead + ms;
    const timer: CountedTimer = { callback, at, real: system.setTimeout(run, ms) };
    this.#timers.add(timer);
    return timer;
  }

  #stop(system: Platform, timer: CountedTimer | undefined): void {
    if (!timer) return;
    this.#timers.delete(timer);
    system.clearTimeout(timer.real);
  }
}
