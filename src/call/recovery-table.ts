import type { Table } from '../transaction/tables.ts';

/**
 * What is done for the health of a call, as a table: `(state, event) → (state, effects)`. What a table does not name
 * changes nothing. Sick signalling: the connection is made again, the call stays. Dead media with healthy signalling:
 * an ICE restart. Both: first the connection, then the restart; doing both at once makes it worse. At last, an
 * honest end.
 *
 * Nothing here knows a message, a clock or a peer connection; `recovery.ts` runs the table. That the connection is
 * made again and registered anew is the account's business: it does so with or without calls.
 */

/** The health of signalling and media. */
export type RecoveryState =
  | 'well'
  /** No packets come: the path is dead, or the far end says nothing. */
  | 'silent'
  | 'signalling lost'
  /** No connection and no packets: so begins a change of our address. */
  | 'cut off'
  /** ICE has lost sight of the far end, which it often finds again by itself. */
  | 'media doubtful'
  /** Media are lost, and it is not our turn to restart ICE yet. */
  | 'media lost'
  /** Our offer with the restart is under way. */
  | 'restarting'
  /** The restart is agreed on: candidate pairs are being tried. */
  | 'restarted'
  | 'both lost'
  | 'over';

/** What happens to signalling and media. */
export type RecoveryEvent =
  | 'connection lost'
  | 'connected'
  /** No packets have come for a moment. */
  | 'silence'
  /** ICE is `disconnected`. */
  | 'media doubtful'
  /** ICE has `failed`, or no packets come for seconds. */
  | 'media lost'
  /** ICE is connected again, or packets come. */
  | 'media found'
  | 'grace over'
  | 'our turn'
  /** The restart is agreed on, be it ours or the far end's. */
  | 'agreed'
  /** Our restart was refused, or nobody answered it. */
  | 'refused'
  /** The far end has restarted, and it is as silent as before. */
  | 'restarted in vain'
  | 'time is up';

/** What is done about it. */
export type RecoveryEffect =
  /** Asks the server for a sign of life: the same fault may have cut us off from it. */
  | 'check connection'
  /** Tells the far end where we can be reached now (RFC 3261 section 12.2). */
  | 'refresh target'
  /** Gives ICE a little time; `grace over` follows. */
  | 'wait a little'
  /** Only one side restarts at a time; `our turn` follows. */
  | 'wait for our turn'
  | 'stop waiting'
  /** An offer with a restart of ICE (RFC 8839 section 4.4.1.1.1). It refreshes the target, too. */
  | 'restart ICE'
  /** Takes back an offer that lost its connection: its candidates may be those of an address that we have no more. */
  | 'withdraw'
  /** The time begins after which the call ends; `time is up` follows. */
  | 'start clock'
  | 'stop clock'
  /** Ends the call, for nobody is heard. */
  | 'end: RTP Timeout'
  /** Ends the call, for neither the far end nor the server can be reached. */
  | 'end: Connection Error';

export const recoveryTable: Table<RecoveryState, RecoveryEvent, RecoveryEffect> = {
  well: {
    'connection lost': ['signalling lost'],
    connected: ['well', 'refresh target'],
    silence: ['silent', 'check connection'],
    'media doubtful': ['media doubtful', 'check connection', 'wait a little'],
    'media lost': ['media lost', 'check connection', 'start clock', 'wait for our turn'],
  },
  // That nobody speaks is no fault: ICE says whether the path is alive (consent, RFC 7675).
  silent: {
    'connection lost': ['cut off'],
    'media doubtful': ['media doubtful', 'check connection', 'wait a little'],
    'media lost': ['media lost', 'check connection', 'start clock', 'wait for our turn'],
    'media found': ['well'],
    // It offered from another address, as it seems, and tried that with our candidates of before (see isPathStale).
    'restarted in vain': ['restarting', 'start clock', 'restart ICE'],
  },
  // Who talks may go on talking: nothing but its media ends such a call.
  'signalling lost': {
    connected: ['well', 'refresh target'],
    silence: ['cut off'],
    'media doubtful': ['both lost', 'start clock'],
    'media lost': ['both lost', 'start clock'],
  },
  // It is we who were cut off, so it is always our turn.
  'cut off': {
    connected: ['restarting', 'start clock', 'restart ICE'],
    'media doubtful': ['both lost', 'start clock'],
    'media lost': ['both lost', 'start clock'],
    'media found': ['signalling lost'],
  },
  'media doubtful': {
    'connection lost': ['both lost', 'stop waiting', 'start clock'],
    'media lost': ['media lost', 'start clock', 'wait for our turn'],
    'media found': ['well', 'stop waiting'],
    'grace over': ['media lost', 'start clock', 'wait for our turn'],
  },
  'media lost': {
    'connection lost': ['both lost', 'stop waiting'],
    'media found': ['well', 'stop waiting', 'stop clock'],
    'our turn': ['restarting', 'restart ICE'],
    agreed: ['restarted', 'stop waiting'],
    'time is up': ['over', 'stop waiting', 'end: RTP Timeout'],
  },
  restarting: {
    'connection lost': ['both lost', 'withdraw'],
    'media found': ['well', 'stop clock'],
    agreed: ['restarted'],
    refused: ['media lost', 'check connection', 'wait for our turn'],
    'time is up': ['over', 'withdraw', 'end: RTP Timeout'],
  },
  restarted: {
    'connection lost': ['both lost'],
    'media found': ['well', 'stop clock'],
    // No pair of the new candidates works: nor would the next ones.
    'media lost': ['over', 'stop clock', 'end: RTP Timeout'],
    'time is up': ['over', 'end: RTP Timeout'],
  },
  'both lost': {
    connected: ['restarting', 'restart ICE'],
    'media found': ['signalling lost', 'stop clock'],
    'time is up': ['over', 'end: Connection Error'],
  },
  over: {},
};

/** What of a call is out of order. */
export interface Sickness {
  /** There is no connection to the server: the call goes on, but nothing can be told of it, not even its end. */
  signalling: boolean;
  /** The two parties do not hear each other. */
  media: boolean;
}

const SIGNALLING_SICK: readonly RecoveryState[] = ['signalling lost', 'cut off', 'both lost'];
const MEDIA_SICK: readonly RecoveryState[] = [
  'cut off',
  'media lost',
  'restarting',
  'restarted',
  'both lost',
];

/** What is out of order in a state. */
export function sicknessOf(state: RecoveryState): Sickness {
  return { signalling: SIGNALLING_SICK.includes(state), media: MEDIA_SICK.includes(state) };
}

/** The event that tells of a change, and what it says; undefined where there is none to tell of. */
export function newsOf(
  before: Sickness,
  now: Sickness,
): ['reconnecting' | 'reconnected', Sickness] | undefined {
  if (now.signalling === before.signalling && now.media === before.media) return undefined;
  return now.signalling || now.media ? ['reconnecting', now] : ['reconnected', before];
}
