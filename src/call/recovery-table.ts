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
  | 'signalling lost'
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
  /** ICE is `disconnected`. */
  | 'media doubtful'
  /** ICE has `failed`, or no packets come. */
  | 'media lost'
  /** ICE is connected again, or packets come. */
  | 'media found'
  | 'grace over'
  | 'our turn'
  /** The restart is agreed on, be it ours or the far end's. */
  | 'agreed'
  /** Our restart was refused, or nobody answered it. */
  | 'refused'
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
  /** The time begins after which the call ends; `time is up` follows. */
  | 'start clock'
  | 'stop clock'
  /** Ends the call. */
  | 'give up';

export const recoveryTable: Table<RecoveryState, RecoveryEvent, RecoveryEffect> = {
  well: {
    'connection lost': ['signalling lost'],
    connected: ['well', 'refresh target'],
    'media doubtful': ['media doubtful', 'check connection', 'wait a little'],
    'media lost': ['media lost', 'check connection', 'start clock', 'wait for our turn'],
  },
  // Who talks may go on talking: nothing but its media ends such a call.
  'signalling lost': {
    connected: ['well', 'refresh target'],
    'media doubtful': ['both lost', 'start clock'],
    'media lost': ['both lost', 'start clock'],
  },
  'media doubtful': {
    'connection lost': ['both lost', 'stop waiting', 'start clock'],
    'media lost': ['media lost', 'stop waiting', 'start clock', 'wait for our turn'],
    'media found': ['well', 'stop waiting'],
    'grace over': ['media lost', 'start clock', 'wait for our turn'],
  },
  'media lost': {
    'connection lost': ['both lost', 'stop waiting'],
    'media found': ['well', 'stop waiting', 'stop clock'],
    'our turn': ['restarting', 'restart ICE'],
    agreed: ['restarted', 'stop waiting'],
    'time is up': ['over', 'stop waiting', 'give up'],
  },
  restarting: {
    'connection lost': ['both lost'],
    'media found': ['well', 'stop clock'],
    agreed: ['restarted'],
    refused: ['media lost', 'check connection', 'wait for our turn'],
    'time is up': ['over', 'give up'],
  },
  restarted: {
    'connection lost': ['both lost'],
    'media found': ['well', 'stop clock'],
    // No candidate pair works: nor would it the next time.
    'media lost': ['over', 'stop clock', 'give up'],
    'time is up': ['over', 'give up'],
  },
  'both lost': {
    connected: ['restarting', 'restart ICE'],
    'media found': ['signalling lost', 'stop clock'],
    'time is up': ['over', 'give up'],
  },
  over: {},
};

/** What of a call is out of order. */
export interface Sickness {
  /** There is no connection to the server: the call goes on, but can be neither held nor hung up properly. */
  signalling: boolean;
  /** The other party is not heard, and does not hear us. */
  media: boolean;
}

/** What is out of order in a state. */
export function sicknessOf(state: RecoveryState): Sickness {
  return {
    signalling: state === 'signalling lost' || state === 'both lost',
    media: ['media lost', 'restarting', 'restarted', 'both lost'].includes(state),
  };
}
