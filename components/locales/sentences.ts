/** Sentences that are made of a state and the words of a language. Pure. */
import type { Dictionary } from './dictionary.ts';
import type { CallSnapshot, Problem } from '../store/snapshot.ts';

/** What to do about a problem, and from when on it may work. */
export function problemText({ code, retryAt }: Problem, dictionary: Dictionary): string {
  const sentence = dictionary.errors[code];
  if (retryAt === undefined) return sentence;
  // Seconds are not shown: the minute after is the first that is surely late enough.
  const time = new Date(Math.ceil(retryAt / 60_000) * 60_000);
  const shown = new Intl.DateTimeFormat(dictionary.lang, { timeStyle: 'short' }).format(time);
  return `${sentence} ${dictionary.worksAgain(shown)}`;
}

/** The place of a call in its queue; undefined where it is in none, or nobody told. */
export function queueText(call: CallSnapshot | null, dictionary: Dictionary): string | undefined {
  if (call?.phase !== 'queued' || call.queuePosition === null) return undefined;
  return dictionary.queuePosition(new Intl.NumberFormat(dictionary.lang).format(call.queuePosition));
}
