import { platform } from '../src/platform.ts';

/** Resolves in a task of its own: what was done until then may be painted, and a click be answered, in between. */
export const nextTask = () => new Promise<void>((resolve) => void platform.setTimeout(resolve, 0));
