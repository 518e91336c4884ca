/**
 * Every error there is. The classes are what the core throws; {@link ERRORS} is the register of what can go
 * wrong while it runs, by the code that `sip-error` and rejected promises carry.
 */

/** One entry of the register of errors. */
export interface ErrorEntry {
  /** What happened, in English, for a developer's console. */
  readonly what: string;
  /** What to do about it. */
  readonly fix: string;
  /** Whether nothing more can work until it is mended. */
  readonly fatal: boolean;
}

/** The register of errors, by code. The elements hold the visitor's sentence for each code in `components/locales/`. */
export const ERRORS = {
  'attribute-invalid': {
    what: 'An attribute has a value that cannot be used.',
    fix: 'Correct it in the tag.',
    fatal: false,
  },
  'attribute-missing': {
    what: 'A mandatory attribute is missing.',
    fix: 'Add it to the tag.',
    fatal: true,
  },
  'server-insecure': {
    what: 'The server is a ws: URL, and neither localhost nor allowed by the attribute "insecure".',
    fix: 'Use wss:.',
    fatal: true,
  },
  'password-in-page': {
    what: 'A password stands in the page, where every visitor can read it.',
    fix: 'Give short-lived credentials with auth-url.',
    fatal: false,
  },
  'credentials-refused': {
    what: 'auth-url refused to give credentials (401 or 403).',
    fix: 'Check who may call from this page.',
    fatal: false,
  },
  'credentials-limited': {
    what: 'auth-url gives no more credentials at present (429).',
    fix: 'Call again after the time in its Retry-After.',
    fatal: false,
  },
  'credentials-failed': {
    what: 'auth-url, or the function in "credentials", gave no usable credentials.',
    fix: 'Check that it answers JSON within 5 s, that it is https and that connect-src allows it.',
    fatal: false,
  },
  'code-missing': {
    what: 'A part of this library could not be loaded.',
    fix: 'Check that all files of the package are served and that script-src allows them.',
    fatal: false,
  },
  'webrtc-unsupported': {
    what: 'This browser has no WebRTC.',
    fix: 'Offer another way to call in the fallback of the element.',
    fatal: true,
  },
  'page-insecure': {
    what: 'The page is not a secure context, so that the browser gives it no microphone.',
    fix: 'Serve the page by https.',
    fatal: true,
  },
  'microphone-dismissed': {
    what: 'The question for the microphone was closed without an answer.',
    fix: 'Call again and allow the microphone.',
    fatal: false,
  },
  'microphone-blocked': {
    what: 'The microphone is blocked for this site.',
    fix: "Allow it in the browser's settings for this site.",
    fatal: false,
  },
  'microphone-policy': {
    what: 'The policy of the page forbids the microphone.',
    fix: 'Permissions-Policy: microphone=(self), and allow="microphone" on an iframe.',
    fatal: true,
  },
  'microphone-missing': {
    what: 'There is no microphone.',
    fix: 'Connect one.',
    fatal: false,
  },
  'microphone-busy': {
    what: 'The microphone cannot be opened: another program uses it, or the system withholds it.',
    fix: 'Close the other program, or allow the browser in the settings of the system.',
    fatal: false,
  },
  'camera-blocked': {
    what: 'The camera is blocked for this site, or the policy of the page forbids it.',
    fix: "Allow it in the browser's settings for this site, and by Permissions-Policy.",
    fatal: false,
  },
  'camera-missing': { what: 'There is no camera.', fix: 'Connect one.', fatal: false },
  'camera-busy': {
    what: 'The camera cannot be opened: another program uses it, or the system withholds it.',
    fix: 'Close the other program, or allow the browser in the settings of the system.',
    fatal: false,
  },
  'video-refused': {
    what: 'The other party takes no video.',
    fix: 'Go on without.',
    fatal: false,
  },
  'sound-blocked': {
    what: 'The browser plays no sound before the visitor has touched the page.',
    fix: 'Ask for a tap.',
    fatal: false,
  },
  'connection-failed': {
    what: 'The SIP server cannot be reached.',
    fix: 'Check the URL in "server", that the server runs and that connect-src allows it.',
    fatal: false,
  },
  'registration-failed': {
    what: 'The server refused the registration.',
    fix: 'Check the account; the message has the status of the server.',
    fatal: false,
  },
  'authentication-failed': {
    what: 'The server did not accept the user name or the password.',
    fix: 'Check uri, authorization-user and the credentials.',
    fatal: false,
  },
  'guest-refused': {
    what: 'The server takes no calls from guests.',
    fix: 'Give credentials with auth-url.',
    fatal: false,
  },
  'call-busy': { what: 'The called party is busy.', fix: 'Call again later.', fatal: false },
  'call-rejected': { what: 'The called party rejected the call.', fix: 'Call again later.', fatal: false },
  'call-not-found': { what: 'The target does not exist.', fix: 'Check "target".', fatal: false },
  'call-unavailable': {
    what: 'The called party cannot be reached at present.',
    fix: 'Call again later.',
    fatal: false,
  },
  'call-no-answer': { what: 'Nobody answered.', fix: 'Call again later.', fatal: false },
  'call-canceled': { what: 'The call was ended before it was answered.', fix: '', fatal: false },
  'call-failed': { what: 'The call failed.', fix: 'The message has the cause.', fatal: false },
  'call-media': {
    what: 'The two ends could not agree on sound, or no connection for it could be made.',
    fix: 'Check codecs, ice-servers and the firewall.',
    fatal: false,
  },
  'wrong-state': {
    what: 'This is not possible in the present state.',
    fix: 'Look at the state before.',
    fatal: false,
  },
} as const satisfies Record<string, ErrorEntry>;

/** A code of the register of errors. */
export type ErrorCode = keyof typeof ERRORS;

/**
 * What happened while the library ran: a rejected promise, or the content of `sip-error`. It carries the code
 * alone; {@link ERRORS} has the words, so that who does not show them need not load them.
 */
export class SipError extends Error {
  override readonly name = 'SipError';
  /** The code in {@link ERRORS}. */
  readonly code: ErrorCode;
  /** What the register cannot know: the attribute, the value, the answer of the server. Empty where there is nothing. */
  readonly detail: string;

  constructor(code: ErrorCode, detail = '', options?: ErrorOptions) {
    super(detail ? `${code}: ${detail}` : code, options);
    this.code = code;
    this.detail = detail;
  }
}

/** What to do about it, and where, in English. */
export function remedy({ code, detail }: SipError): string {
  const { fix } = ERRORS[code];
  if (!detail) return fix;
  return `${detail}${/[.)]$/.test(detail) ? '' : ':'} ${fix}`;
}

/** What happened and what to do about it, in English, for a developer's console. */
export function explain(error: SipError): string {
  return `${ERRORS[error.code].what} ${remedy(error)}`;
}

/** A mandatory configuration parameter is missing, or one is malformed (manual: UA configuration). */
export class ConfigurationError extends Error {
  override readonly name = 'CONFIGURATION_ERROR';
  readonly code = 1;
  /** The name of the parameter. */
  readonly parameter: string;
  /** What it was. */
  readonly value: unknown;

  constructor(parameter: string, value?: unknown) {
    super(
      value === undefined
        ? `Missing parameter: ${parameter}`
        : `Invalid value ${JSON.stringify(value)} for parameter "${parameter}"`,
    );
    this.parameter = parameter;
    this.value = value;
  }
}

/** The method cannot be called in the present state. */
export class InvalidStateError extends Error {
  override readonly name = 'INVALID_STATE_ERROR';
  readonly code = 2;
  /** The state. */
  readonly status: number;

  constructor(status: number) {
    super(`Invalid status: ${status}`);
    this.status = status;
  }
}

/** This platform or this direction does not support it. */
export class NotSupportedError extends Error {
  override readonly name = 'NOT_SUPPORTED_ERROR';
  readonly code = 3;
}

/** It cannot be done yet. */
export class NotReadyError extends Error {
  override readonly name = 'NOT_READY_ERROR';
  readonly code = 4;
}
