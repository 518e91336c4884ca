import assert from 'node:assert/strict';
import { test } from 'node:test';
import { C, Utils } from '../src/index.ts';

test('every cause has the text that applications know', () => {
  assert.deepEqual(
    { ...C.causes },
    {
      CONNECTION_ERROR: 'Connection Error',
      REQUEST_TIMEOUT: 'Request Timeout',
      SIP_FAILURE_CODE: 'SIP Failure Code',
      INTERNAL_ERROR: 'Internal Error',
      BUSY: 'Busy',
      REJECTED: 'Rejected',
      REDIRECTED: 'Redirected',
      UNAVAILABLE: 'Unavailable',
      NOT_FOUND: 'Not Found',
      ADDRESS_INCOMPLETE: 'Address Incomplete',
      INCOMPATIBLE_SDP: 'Incompatible SDP',
      MISSING_SDP: 'Missing SDP',
      AUTHENTICATION_ERROR: 'Authentication Error',
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
    },
  );
});

test('each status means the cause that applications know', () => {
  const meant: Record<string, number[]> = {
    Busy: [486, 600],
    Rejected: [403, 603],
    Redirected: [300, 301, 302, 305, 380],
    Unavailable: [480, 410, 408, 430],
    'Not Found': [404, 604],
    'Address Incomplete': [484, 424],
    'Incompatible SDP': [488, 606],
    'Authentication Error': [401, 407],
  };
  const known = Object.values(meant).flat();
  for (let status = 300; status < 700; status += 1) {
    const [cause = 'SIP Failure Code'] =
      Object.entries(meant).find(([, codes]) => codes.includes(status)) ?? [];
    assert.equal(Utils.sipErrorCause(status), cause, String(status));
  }
  assert.equal(new Set(known).size, known.length);
});
