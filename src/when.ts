import { codeOfCause } from './cause-of.ts';
import type { Emitter, EventMap } from './emitter.ts';
import { SipError } from './errors.ts';

/** What an event means for one who waits: it is done, it failed with an error, or (undefined) it says nothing. */
export type Verdict<T> = { done: T } | { error: Error } | undefined;

/**
 * Waits for the first event that says how something came out. The events tell the same, so that a rejection which
 * nobody looks at is no unhandled one.
 * @param known How it came out, where that is so already.
 * @param life When this aborts, nothing more will be told: the promise rejects.
 */
export function when<Events extends EventMap, T>(
  emitter: Emitter<Events>,
  verdicts: { [E in keyof Events]?: (...args: Events[E]) => Verdict<T> },
  known?: Verdict<T>,
  life?: AbortSignal,
): Promise<T> {
  const over = new AbortController();
  const outcome = new Promise<T>((resolve, reject) => {
    const settle = (verdict: Verdict<T>) => {
      if (!verdict) return;
      over.abort();
      if ('error' in verdict) reject(verdict.error);
      else resolve(verdict.done);
    };
    const listen = <E extends keyof Events>(event: E, judge: (...args: Events[E]) => Verdict<T>) =>
      emitter.on(event, (...args) => settle(judge(...args)), { signal: over.signal });
    settle(known);
    const died = () => settle({ error: new SipError('wrong-state') });
    if (life?.aborted) died();
    life?.addEventListener('abort', died, { signal: over.signal });
    for (const event of Object.keys(verdicts) as (keyof Events)[]) {
      const judge = verdicts[event];
      if (judge) listen(event, judge);
    }
  });
  outcome.catch(() => {});
  return outcome;
}

/** The error that a cause means. */
export function errorOfCause(cause: string): SipError {
  return new SipError(codeOfCause(cause), cause);
}
