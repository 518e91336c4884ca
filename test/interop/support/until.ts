import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for something of another program that announces nothing: asks again until `attempt` gives a value that is
 * not false, and returns it.
 *
 * @param what named in the error, as a sentence that did not come true
 * @param timeout milliseconds
 */
export async function until<T>(
  what: string,
  attempt: () => Promise<T | false> | T | false,
  timeout = 30_000,
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const value = await attempt();
    if (value !== false) return value;
    if (Date.now() > end) throw new Error(`not within ${timeout} ms: ${what}`);
    await sleep(50);
  }
}
