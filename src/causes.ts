import type { ErrorCode } from './errors.ts';

/** Why something ended or failed (manual: `C.causes`). */
export const causes = {
  // Of the connection and of SIP in general
  CONNECTION_ERROR: 'Connection Error',
  REQUEST_TIMEOUT: 'Request Timeout',
  SIP_FAILURE_CODE: 'SIP Failure Code',
  INTERNAL_ERROR: 'Internal Error',
  // By status code
  BUSY: 'Busy',
  REJECTED: 'Rejected',
  REDIRECTED: 'Redirected',
  UNAVAILABLE: 'Unavailable',
  NOT_FOUND: 'Not Found',
  ADDRESS_INCOMPLETE: 'Address Incomplete',
  INCOMPATIBLE_SDP: 'Incompatible SDP',
  MISSING_SDP: 'Missing SDP',
  AUTHENTICATION_ERROR: 'Authentication Error',
  // Of calls
  BYE: 'Terminated',
  WEBRTC_ERROR: 'WebRTC Error',
  CANCELED: 'Canceled',
  NO_ANSWER: 'No Answer',
  EXPIRES: 'Expires',
  NO_ACK: 'No ACK',
  DIALOG_ERROR: 'Dialog Error',
  USER_DENIED_MEDIA_ACCESS: 'User Denied Media Access',
  BAD_MEDIA_DESCRIPTION: 'Bad Media Description',
  RTP_TIMEOUT: 'RTP Timeout',
} as const;

/** One of {@link causes}. */
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

const CODES: Partial<Record<string, ErrorCode>> = {
  [causes.CONNECTION_ERROR]: 'connection-failed',
  [causes.REQUEST_TIMEOUT]: 'connection-failed',
  [causes.BUSY]: 'call-busy',
  [causes.REJECTED]: 'call-rejected',
  [causes.UNAVAILABLE]: 'call-unavailable',
  [causes.NOT_FOUND]: 'call-not-found',
  [causes.ADDRESS_INCOMPLETE]: 'call-not-found',
  [causes.INCOMPATIBLE_SDP]: 'call-media',
  [causes.MISSING_SDP]: 'call-media',
  [causes.BAD_MEDIA_DESCRIPTION]: 'call-media',
  [causes.WEBRTC_ERROR]: 'call-media',
  [causes.RTP_TIMEOUT]: 'call-media',
  [causes.AUTHENTICATION_ERROR]: 'authentication-failed',
  [causes.CANCELED]: 'call-canceled',
  [causes.NO_ANSWER]: 'call-no-answer',
  [causes.EXPIRES]: 'call-no-answer',
  [causes.USER_DENIED_MEDIA_ACCESS]: 'microphone-blocked',
};

/** The entry of the register of errors that a cause is for a user. */
export function codeOfCause(cause: string): ErrorCode {
  return CODES[cause] ?? 'call-failed';
}
