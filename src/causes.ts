/**
 * Why something ended or failed (manual: `C.causes`). Each is an export of its own, so that a bundle holds only
 * those that it uses.
 */

// Of the connection and of SIP in general
export const CONNECTION_ERROR = 'Connection Error';
export const REQUEST_TIMEOUT = 'Request Timeout';
export const SIP_FAILURE_CODE = 'SIP Failure Code';
export const INTERNAL_ERROR = 'Internal Error';

// By status code
export const BUSY = 'Busy';
export const REJECTED = 'Rejected';
export const REDIRECTED = 'Redirected';
export const UNAVAILABLE = 'Unavailable';
export const NOT_FOUND = 'Not Found';
export const ADDRESS_INCOMPLETE = 'Address Incomplete';
export const INCOMPATIBLE_SDP = 'Incompatible SDP';
export const MISSING_SDP = 'Missing SDP';
export const AUTHENTICATION_ERROR = 'Authentication Error';

// Of calls
export const BYE = 'Terminated';
export const WEBRTC_ERROR = 'WebRTC Error';
export const CANCELED = 'Canceled';
export const NO_ANSWER = 'No Answer';
export const EXPIRES = 'Expires';
export const NO_ACK = 'No ACK';
export const DIALOG_ERROR = 'Dialog Error';
export const USER_DENIED_MEDIA_ACCESS = 'User Denied Media Access';
export const BAD_MEDIA_DESCRIPTION = 'Bad Media Description';
export const RTP_TIMEOUT = 'RTP Timeout';
