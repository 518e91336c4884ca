import * as causes from './causes.ts';
import type { ErrorCode } from './errors.ts';

/** One of `C.causes`. */
export type Cause = (typeof causes)[keyof typeof causes];

const BY_STATUS: readonly (readonly [Cause, readonly number[]])[] = [
  [causes.REDIRECTED, [300, 301, 302, 305, 380]],
  [causes.BUSY, [486, 600]],
  [causes.REJECTED, [403, 603]],
  [causes.NOT_FOUND, [404, 604]],
  [causes.UNAVAILABLE, [480, 410, 408, 430]],
  [causes.ADDRESS_INCOMPLETE, [484, 424]],
  [causes.INCOMPATIBLE_SDP, [488, 606]],
  [causes.AUTHENTICATION_ERROR, [401, 407]],
];

/** The cause that a final response of the far end means. */
export function sipErrorCause(statusCode: number): Cause {
  return BY_STATUS.find(([, codes]) => codes.includes(statusCode))?.[0] ?? causes.SIP_FAILURE_CODE;
}

/** The entry of the register of errors that a cause is for a user. */
export function codeOfCause(cause: string): ErrorCode {
  // A table would stay in bundles that do not use it: bundlers take its keys for code that has an effect.
  switch (cause) {
    case causes.CONNECTION_ERROR:
    case causes.REQUEST_TIMEOUT:
      return 'connection-failed';
    case causes.BUSY:
      return 'call-busy';
    case causes.REJECTED:
      return 'call-rejected';
    case causes.UNAVAILABLE:
      return 'call-unavailable';
    case causes.NOT_FOUND:
    case causes.ADDRESS_INCOMPLETE:
      return 'call-not-found';
    case causes.INCOMPATIBLE_SDP:
    case causes.MISSING_SDP:
    case causes.BAD_MEDIA_DESCRIPTION:
    case causes.WEBRTC_ERROR:
    case causes.RTP_TIMEOUT:
      return 'call-media';
    case causes.AUTHENTICATION_ERROR:
      return 'authentication-failed';
    case causes.CANCELED:
      return 'call-canceled';
    case causes.NO_ANSWER:
    case causes.EXPIRES:
      return 'call-no-answer';
    case causes.USER_DENIED_MEDIA_ACCESS:
      return 'microphone-blocked';
    default:
      return 'call-failed';
  }
}
