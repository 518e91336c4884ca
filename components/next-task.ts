import { platform } from '../src/platform.ts';

/** Waits for a task of its own: what was done until then can be painted, and a click be answered, in between. */
export async function nextTask(): Promise<void> {
  // Without a page nobody is held up.
  if (typeof document === 'undefined') return;
  await new Promise<void>((resolve) => void platform.setTimeout(resolve, 0));
}
