import type { ErrorCode } from '../../src/errors.ts';
import type { SessionEvent } from './core.ts';

/** The causes of the core (spec of `C.causes`) and the entry of the register of errors that each is for a user. */
const CODES: Record<string, ErrorCode> = {
  'Connection Error': 'connection-failed',
  'Request Timeout': 'connection-failed',
  Busy: 'call-busy',
  Rejected: 'call-rejected',
  Unavailable: 'call-unavailable',
  'Not Found': 'call-not-found',
  'Address Incomplete': 'call-not-found',
  'Incompatible SDP': 'call-media',
  'Missing SDP': 'call-media',
  'Bad Media Description': 'call-media',
  'WebRTC Error': 'call-media',
  'RTP Timeout': 'call-media',
  'Authentication Error': 'authentication-failed',
  Canceled: 'call-canceled',
  'No Answer': 'call-no-answer',
  Expires: 'call-no-answer',
  'User Denied Media Access': 'microphone-blocked',
};

/** The code of the register of errors for the end of a call. */
export function codeOfEnd(event: SessionEvent, guest: boolean): ErrorCode {
  const code = CODES[event.cause ?? ''] ?? 'call-failed';
  // A server that asks a guest for a password, or forbids the call, does not know the visitor.
  const refused = code === 'authentication-failed' || statusOf(event.message) === 403;
  return guest && refused ? 'guest-refused' : code;
}

/** The status of a response, where the message is one. */
export function statusOf(message: unknown): number | null {
  const status = (message as { status_code?: unknown } | null | undefined)?.status_code;
  return typeof status === 'number' ? status : null;
}
