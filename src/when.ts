import { codeOfCause } from './causes.ts';
import type { Emitter, EventMap } from './emitter.ts';
import { SipError } from './errors.ts';

/** What an event means for one who waits: it is done, it failed with an error, or (undefined) it says nothing. */
export type Verdict<T> = { done: T } | { error: Error } | undefined;

/**
 * Waits for the first event that says how something came out. The promise is made when somebody asks for it, so
 * that one that nobody asked for is never an unhandled rejection.
 */
export function when<Events extends EventMap, T>(
  emitter: Emitter<Events>,
  verdicts: { [E in keyof Events]?: (...args: Events[E]) => Verdict<T> },
): Promise<T> {
  const over = new AbortController();
  return new Promise((resolve, reject) => {
    const listen = <E extends keyof Events>(event: E, judge: (...args: Events[E]) => Verdict<T>) =>
      emitter.on(
        event,
        (...args) => {
          const verdict = judge(...args);
          if (!verdict) return;
          over.abort();
          if ('error' in verdict) reject(verdict.error);
          else resolve(verdict.done);
        },
        { signal: over.signal },
      );
    for (const event of Object.keys(verdicts) as (keyof Events)[]) {
      const judge = verdicts[event];
      if (judge) listen(event, judge);
    }
  });
}

/** The error that a cause means. */
export function errorOfCause(cause: string): SipError {
  return new SipError(codeOfCause(cause), `(${cause})`);
}
