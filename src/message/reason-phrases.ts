/** The reason phrases, from the registry of SIP response codes at IANA, of what a phone answers with. */
const REASON_PHRASES: Record<number, string> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  415: 'Unsupported Media Type',
  416: 'Unsupported URI Scheme',
  420: 'Bad Extension',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  482: 'Loop Detected',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  489: 'Bad Event',
  491: 'Request Pending',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  505: 'Version Not Supported',
  600: 'Busy Everywhere',
  603: 'Decline',
};

/** Adds phrases by status code. */
export function addReasonPhrases(phrases: Readonly<Record<number, string>>): void {
  Object.assign(REASON_PHRASES, phrases);
}

/** The usual reason phrase of a status code; '' for a code without one, and in the small agent for a rare one. */
export function reasonPhrase(status: number): string {
  return REASON_PHRASES[status] ?? '';
}
