/** The states of a phone and the phases of a call, as users see them. */

/** What a user can be told of a phone or of a call; the attribute `state` and the custom state of the same name. */
export const STATES = [
  'idle',
  'loading',
  'unsupported',
  'offline',
  'closed',
  'permission',
  'dialing',
  'ringing',
  'early-media',
  'queued',
  'connected',
  'held',
  'reconnecting',
  'ended',
  'failed',
] as const;

/** One of {@link STATES}. */
export type State = (typeof STATES)[number];

/** Where a call is between its request and its end. */
export type Phase =
  | 'loading'
  | 'permission'
  | 'dialing'
  | 'ringing'
  | 'early-media'
  | 'queued'
  | 'connected'
  | 'ended'
  | 'failed';

/** Whether a call in this phase still lives. */
export function isLive(phase: Phase): boolean {
  return phase !== 'ended' && phase !== 'failed';
}
