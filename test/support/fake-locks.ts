/** Web Locks, as several tabs see them; the test says when one of them crashes. */
type Hold = (lock: { name: string }) => unknown;

interface Request {
  readonly name: string;
  readonly hold: Hold;
  readonly reject: (error: unknown) => void;
}

/** As much of a LockManager as we use: exclusive locks, in the order in which they were asked for. */
export class FakeLocks {
  /** How many were asked for. */
  asked = 0;
  #requests: Request[] = [];
  readonly #held = new Map<string, object>();

  /** How many wait. */
  get waiting(): number {
    return this.#requests.length;
  }

  request(name: string, { signal }: { signal: AbortSignal }, hold: Hold): Promise<unknown> {
    this.asked += 1;
    return new Promise((_resolve, reject) => {
      const request = { name, hold, reject };
      this.#requests.push(request);
      signal.addEventListener('abort', () => {
        if (!this.#requests.includes(request)) return;
        this.#requests = this.#requests.filter((other) => other !== request);
        reject(signal.reason);
      });
      queueMicrotask(() => this.#grant());
    });
  }

  /** Every tab that holds a lock is gone without a word. */
  crash(): void {
    this.#held.clear();
    this.#grant();
  }

  #grant(): void {
    const next = this.#requests.find(({ name }) => !this.#held.has(name));
    if (!next) return;
    this.#requests = this.#requests.filter((other) => other !== next);
    const lock = { name: next.name };
    this.#held.set(next.name, lock);
    void Promise.resolve(next.hold(lock)).then(() => {
      if (this.#held.get(next.name) === lock) this.#held.delete(next.name);
      this.#grant();
    });
    this.#grant();
  }
}
