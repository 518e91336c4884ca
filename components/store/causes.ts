import { codeOfCause } from '../../src/cause-of.ts';
import { SipError, type ErrorCode } from '../../src/errors.ts';
import type { SessionEvent } from './core.ts';

/** The code of the register of errors for the end of a call. */
export function codeOfEnd(event: SessionEvent, guest: boolean): ErrorCode {
  const code = codeOfCause(event.cause ?? '');
  // A server that asks a guest for a password, or forbids the call, does not know the visitor.
  const refused = code === 'authentication-failed' || statusOf(event.message) === 403;
  return guest && refused ? 'guest-refused' : code;
}

/** The status of a response, where the message is one. */
export function statusOf(message: unknown): number | null {
  const status = (message as { status_code?: unknown } | null | undefined)?.status_code;
  return typeof status === 'number' ? status : null;
}

/** What went wrong, as an error of the register. */
export function sipErrorOf(error: unknown): SipError {
  if (error instanceof SipError) return error;
  return new SipError('call-failed', String(error), { cause: error });
}
