/**
 * The life of a call as a table: `(state, event) → (state, effects)`. What a table does not name cannot happen
 * or changes nothing. Nothing here knows a message, a clock or a peer connection; `session.ts` runs the table.
 */

/** The states. The place of each is the number that applications know (`RTCSession.C.STATUS_*`). */
export const STATES = [
  'NULL',
  'INVITE_SENT',
  '1XX_RECEIVED',
  'INVITE_RECEIVED',
  'WAITING_FOR_ANSWER',
  'ANSWERED',
  'WAITING_FOR_ACK',
  'CANCELED',
  'TERMINATED',
  'CONFIRMED',
] as const;

/** A state of a call. */
export type CallState = (typeof STATES)[number];

/** The number of a state. */
export const statusOf = (state: CallState) => STATES.indexOf(state);

/** What happens to a call. */
export type CallEvent =
  // outgoing
  | 'INVITE sent'
  | '1xx received'
  | '2xx received'
  | 'refused'
  | 'ACK sent'
  // incoming
  | 'INVITE received'
  | 'ringing'
  | 'answer'
  | '2xx sent'
  | 'ACK received'
  | 'CANCEL received'
  // both
  | 'BYE received'
  | 'terminate'
  | 'fail';

/** What follows. */
export type CallEffect =
  /** CANCEL the INVITE, or ACK and BYE where a 2xx comes instead. */
  | 'CANCEL'
  /** Give the INVITE a final response. */
  | 'reject'
  /** BYE, at once or, before the ACK of our 2xx, once it came. */
  | 'BYE'
  /** The call was never established: tell, and let go of everything. */
  | 'failed'
  /** The call was established: tell, and let go of everything. */
  | 'ended';

export const callTable: {
  readonly [S in CallState]: { readonly [E in CallEvent]?: readonly [CallState, ...CallEffect[]] };
} = {
  NULL: {
    'INVITE sent': ['INVITE_SENT'],
    'INVITE received': ['INVITE_RECEIVED'],
    terminate: ['CANCELED', 'failed'],
    fail: ['TERMINATED', 'failed'],
  },
  INVITE_SENT: {
    '1xx received': ['1XX_RECEIVED'],
    '2xx received': ['WAITING_FOR_ACK'],
    refused: ['TERMINATED', 'failed'],
    terminate: ['CANCELED', 'CANCEL', 'failed'],
    fail: ['TERMINATED', 'CANCEL', 'failed'],
  },
  '1XX_RECEIVED': {
    '1xx received': ['1XX_RECEIVED'],
    '2xx received': ['WAITING_FOR_ACK'],
    refused: ['TERMINATED', 'failed'],
    // RFC 3261 section 15.1.2: a BYE in the early dialog ends it; the INVITE still wants its end.
    'BYE received': ['TERMINATED', 'CANCEL', 'ended'],
    terminate: ['CANCELED', 'CANCEL', 'failed'],
    fail: ['TERMINATED', 'CANCEL', 'failed'],
  },
  INVITE_RECEIVED: {
    ringing: ['WAITING_FOR_ANSWER'],
    'CANCEL received': ['CANCELED', 'failed'],
    terminate: ['TERMINATED', 'reject', 'failed'],
    fail: ['TERMINATED', 'reject', 'failed'],
  },
  WAITING_FOR_ANSWER: {
    answer: ['ANSWERED'],
    'CANCEL received': ['CANCELED', 'failed'],
    'BYE received': ['TERMINATED', 'reject', 'ended'],
    terminate: ['TERMINATED', 'reject', 'failed'],
    fail: ['TERMINATED', 'reject', 'failed'],
  },
  ANSWERED: {
    '2xx sent': ['WAITING_FOR_ACK'],
    'CANCEL received': ['CANCELED', 'failed'],
    'BYE received': ['TERMINATED', 'reject', 'ended'],
    terminate: ['TERMINATED', 'reject', 'failed'],
    fail: ['TERMINATED', 'reject', 'failed'],
  },
  WAITING_FOR_ACK: {
    'ACK sent': ['CONFIRMED'],
    'ACK received': ['CONFIRMED'],
    'BYE received': ['TERMINATED', 'ended'],
    terminate: ['TERMINATED', 'BYE', 'ended'],
    // An answer that cannot be used: the call was never established.
    fail: ['TERMINATED', 'BYE', 'failed'],
  },
  CONFIRMED: {
    'BYE received': ['TERMINATED', 'ended'],
    terminate: ['TERMINATED', 'BYE', 'ended'],
    fail: ['TERMINATED', 'BYE', 'ended'],
  },
  CANCELED: {},
  TERMINATED: {},
};

/** In progress: not established, not ended. */
export const isInProgress = (state: CallState) => statusOf(state) <= statusOf('WAITING_FOR_ANSWER');
/** Answered, by either side, and not ended. */
export const isEstablished = (state: CallState) =>
  state === 'ANSWERED' || state === 'WAITING_FOR_ACK' || state === 'CONFIRMED';
/** Over. */
export const isEnded = (state: CallState) => state === 'CANCELED' || state === 'TERMINATED';
