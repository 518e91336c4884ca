/**
 * The four transactions of RFC 3261 chapter 17, as RFC 6026 mends them, as tables: `(state, event) → (state,
 * effects)`. What a table does not name is ignored. WebSocket is a reliable transport (RFC 7118 section 5), so
 * timers A, E and G, which send again, do not exist, and D, I, J and K are zero: the transaction ends at once.
 *
 * Nothing here knows a clock or a socket; `transactions.ts` runs the tables.
 */

/** A state machine: for each state, what each event leads to. */
export type Table<State extends string, Event extends string, Effect extends string> = {
  readonly [S in State]: { readonly [E in Event]?: readonly [State, ...Effect[]] };
};

/** Figure 5 of RFC 3261, with figure 5 of RFC 6026. */
export type InviteClientState = 'calling' | 'proceeding' | 'accepted' | 'terminated';
/** What happens to an INVITE client transaction. */
export type InviteClientEvent = 'start' | '1xx' | '2xx' | '3xx-6xx' | 'timerB' | 'timerM' | 'transport error';
/** What it then does. */
export type InviteClientEffect =
  'send' | 'start B' | 'stop B' | 'start M' | 'ACK' | 'response' | 'timeout' | 'transport error';

export const inviteClient: Table<InviteClientState, InviteClientEvent, InviteClientEffect> = {
  calling: {
    start: ['calling', 'start B', 'send'],
    '1xx': ['proceeding', 'stop B', 'response'],
    '2xx': ['accepted', 'stop B', 'start M', 'response'],
    // "Completed" lasts for timer D, which is zero here.
    '3xx-6xx': ['terminated', 'stop B', 'ACK', 'response'],
    timerB: ['terminated', 'timeout'],
    'transport error': ['terminated', 'stop B', 'transport error'],
  },
  proceeding: {
    '1xx': ['proceeding', 'response'],
    '2xx': ['accepted', 'start M', 'response'],
    '3xx-6xx': ['terminated', 'stop B', 'ACK', 'response'],
    // RFC 3261 section 9.1: after a CANCEL, an INVITE without a final response is given up after 64*T1.
    timerB: ['terminated', 'timeout'],
    'transport error': ['terminated', 'stop B', 'transport error'],
  },
  // RFC 6026 section 7.2: 2xx from forks, and sent again.
  accepted: {
    '2xx': ['accepted', 'response'],
    timerM: ['terminated'],
  },
  terminated: {},
};

/** Figure 6 of RFC 3261. */
export type NonInviteClientState = 'trying' | 'proceeding' | 'terminated';
/** What happens to a non-INVITE client transaction. */
export type NonInviteClientEvent = 'start' | '1xx' | '2xx' | '3xx-6xx' | 'timerF' | 'transport error';
/** What it then does. */
export type NonInviteClientEffect =
  'send' | 'start F' | 'stop F' | 'response' | 'timeout' | 'transport error';

export const nonInviteClient: Table<NonInviteClientState, NonInviteClientEvent, NonInviteClientEffect> = {
  trying: {
    start: ['trying', 'start F', 'send'],
    '1xx': ['proceeding', 'response'],
    // "Completed" lasts for timer K, which is zero here.
    '2xx': ['terminated', 'stop F', 'response'],
    '3xx-6xx': ['terminated', 'stop F', 'response'],
    timerF: ['terminated', 'timeout'],
    'transport error': ['terminated', 'stop F', 'transport error'],
  },
  proceeding: {
    '1xx': ['proceeding', 'response'],
    '2xx': ['terminated', 'stop F', 'response'],
    '3xx-6xx': ['terminated', 'stop F', 'response'],
    timerF: ['terminated', 'timeout'],
    'transport error': ['terminated', 'stop F', 'transport error'],
  },
  terminated: {},
};

/**
 * Figure 7 of RFC 3261, with figure 6 of RFC 6026. There is no transport error on the server's side: a response that
 * finds no connection is lost like any other, and the timers of both sides deal with that.
 */
export type InviteServerState = 'proceeding' | 'accepted' | 'completed' | 'terminated';
/** What happens to an INVITE server transaction. `respond` events come from above, `request` and `ACK` from the peer. */
export type InviteServerEvent =
  'request' | 'respond 1xx' | 'respond 2xx' | 'respond 3xx-6xx' | 'ACK' | 'timerH' | 'timerL';
/** What it then does. */
export type InviteServerEffect = 'send' | 'send last' | 'start H' | 'stop H' | 'start L';

export const inviteServer: Table<InviteServerState, InviteServerEvent, InviteServerEffect> = {
  proceeding: {
    request: ['proceeding', 'send last'],
    'respond 1xx': ['proceeding', 'send'],
    'respond 2xx': ['accepted', 'start L', 'send'],
    'respond 3xx-6xx': ['completed', 'start H', 'send'],
  },
  // RFC 6026 section 7.1: the 2xx and its ACK are the business of the floor above, until timer L.
  accepted: {
    'respond 2xx': ['accepted', 'send'],
    timerL: ['terminated'],
  },
  completed: {
    request: ['completed', 'send last'],
    // "Confirmed" lasts for timer I, which is zero here.
    ACK: ['terminated', 'stop H'],
    timerH: ['terminated'],
  },
  terminated: {},
};

/** Figure 8 of RFC 3261. */
export type NonInviteServerState = 'trying' | 'proceeding' | 'terminated';
/** What happens to a non-INVITE server transaction. */
export type NonInviteServerEvent = 'request' | 'respond 1xx' | 'respond 2xx' | 'respond 3xx-6xx';
/** What it then does. */
export type NonInviteServerEffect = 'send' | 'send last';

export const nonInviteServer: Table<NonInviteServerState, NonInviteServerEvent, NonInviteServerEffect> = {
  trying: {
    'respond 1xx': ['proceeding', 'send'],
    // "Completed" lasts for timer J, which is zero here.
    'respond 2xx': ['terminated', 'send'],
    'respond 3xx-6xx': ['terminated', 'send'],
  },
  proceeding: {
    request: ['proceeding', 'send last'],
    'respond 1xx': ['proceeding', 'send'],
    'respond 2xx': ['terminated', 'send'],
    'respond 3xx-6xx': ['terminated', 'send'],
  },
  terminated: {},
};
