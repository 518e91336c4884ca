/** Thrown to whoever waits for something while the call ends. */
export class CallOver extends Error {
  override readonly name = 'CallOver';
}

/** Made with the first end: an error made while the code is evaluated costs as much as all the rest of it. */
let over: CallOver | undefined;

/**
 * How long a call lives. The one place that asks, after everything that was waited for, whether it still does.
 */
export class Lifetime {
  readonly #controller = new AbortController();

  /** Aborts when the call ends. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the call is over. */
  get over(): boolean {
    return this.signal.aborted;
  }

  /** The call is over. */
  end(): void {
    // With a reason of our own: else each end makes a DOMException, with its stack.
    this.#controller.abort((over ??= new CallOver()));
  }

  /**
   * Waits for something while the call lives.
   * @throws CallOver where the call ended meanwhile.
   */
  async during<T>(promise: T | Promise<T>): Promise<T> {
    try {
      return await promise;
    } finally {
      this.signal.throwIfAborted();
    }
  }

  /** Runs a task of the call; its failure goes to `failed`, unless the call is over. */
  run(task: () => Promise<void>, failed: (error: unknown) => void): void {
    task().catch((error: unknown) => {
      if (!(error instanceof CallOver) && !this.over) failed(error);
    });
  }
}
