import type { Dictionary } from '../locales/dictionary.ts';
import { problemText, queueText } from '../locales/sentences.ts';
import { troubleOf } from './call-quality.ts';
import { IDLE, type CallSnapshot, type PhoneSnapshot } from './snapshot.ts';

/** What a screen reader is told. */
export interface Announcement {
  text: string;
  /** Whether it may interrupt: an incoming call and a failure may. */
  assertive: boolean;
}

/**
 * Turns two snapshots into one sentence at most, for the live regions of a phone. It knows no DOM, and it never
 * speaks of the timer.
 */
export class Announcer {
  #before: PhoneSnapshot = IDLE;

  /** What is new since the last snapshot; undefined when nothing is, no text when what was said is no longer so. */
  next(snapshot: PhoneSnapshot, dictionary: Dictionary): Announcement | undefined {
    const before = this.#before;
    this.#before = snapshot;
    const { incoming, problem } = snapshot;
    // The same end of another call is news, the same trouble of the phone is not.
    const another = snapshot.active?.problem && snapshot.active.id !== before.active?.id;
    if (problem && (problem.code !== before.problem?.code || another)) {
      return { text: problemText(problem, dictionary), assertive: true };
    }
    if (incoming?.automatic && !before.incoming?.automatic) {
      return { text: dictionary.automatic(incoming.name), assertive: true };
    }
    if (incoming && incoming.id !== before.incoming?.id) {
      return { text: dictionary.incoming(incoming.name), assertive: true };
    }
    const text =
      soundBlocked(snapshot, before, dictionary) ??
      turnChange(snapshot, before, dictionary) ??
      stateChange(snapshot, before, dictionary) ??
      callChange(snapshot, before, dictionary);
    return text === undefined ? undefined : { text, assertive: false };
  }
}

/** Without a gesture of the user nothing would be heard: that comes before what goes on. */
function soundBlocked(now: PhoneSnapshot, before: PhoneSnapshot, dictionary: Dictionary): string | undefined {
  return now.soundBlocked && !before.soundBlocked ? dictionary.errors['sound-blocked'] : undefined;
}

/** Who waits for calls learns that they ring in another tab, and when they ring here. */
function turnChange(now: PhoneSnapshot, before: PhoneSnapshot, { labels }: Dictionary): string | undefined {
  const told = before.standby && before.state !== 'loading';
  if (now.standby && now.state === 'idle') return told ? undefined : labels.standby;
  return before.standby && now.registered ? labels.registered : undefined;
}

function stateChange(now: PhoneSnapshot, before: PhoneSnapshot, dictionary: Dictionary): string | undefined {
  // The other party's name says more than that the state is "held".
  if (now.state === 'held' && now.active?.hold.remote && !now.active.hold.local)
    return before.active?.hold.remote ? undefined : dictionary.heldByOther;
  // Who is not heard is told that first; without a server alone one can go on talking.
  if (now.active?.lost.media && now.state === 'reconnecting')
    return before.active?.lost.media ? undefined : dictionary.soundLost;
  const place = now.state === 'queued' ? queueText(now.active, dictionary) : undefined;
  if (place) return place === queueText(before.active, dictionary) ? undefined : place;
  const another = now.state === 'connected' && now.active?.id !== before.active?.id;
  if ((now.state === before.state && !another) || (now.state === 'ringing' && now.incoming)) return undefined;
  return dictionary.spoken[now.state](now.active?.name ?? '');
}

function callChange(now: PhoneSnapshot, before: PhoneSnapshot, dictionary: Dictionary): string | undefined {
  const was: CallSnapshot | undefined = before.calls.find(({ id }) => id === now.active?.id);
  if (before.soundBlocked && !now.soundBlocked) return '';
  if (!now.active || !was) return undefined;
  const { muted, media } = now.active;
  if (was.muted !== muted) return muted ? dictionary.muted : dictionary.unmuted;
  if (was.media.microphone !== media.microphone && media.microphone !== 'on')
    return dictionary.microphone[media.microphone];
  if (was.media.localVideo !== media.localVideo) return dictionary.pictures[media.localVideo ?? 'none'];
  return soundChange(now.active, was, dictionary);
}

function soundChange(now: CallSnapshot, was: CallSnapshot, dictionary: Dictionary): string | undefined {
  // What is being repaired, or held, or over, has been told of already.
  if (now.state !== 'connected') return undefined;
  const trouble = troubleOf(now.quality);
  if (trouble && trouble !== troubleOf(was.quality)) return dictionary.noSound[trouble];
  if (now.quality.troubled === was.quality.troubled) return undefined;
  return now.quality.troubled ? dictionary.soundPoor : dictionary.soundGood;
}
