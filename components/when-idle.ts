import { platform } from '../src/platform.ts';

/** Does something once the page has nothing else to do. */
export function whenIdle(callback: () => void): void {
  // Safari has no requestIdleCallback.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(callback);
  else platform.setTimeout(callback, 200);
}
