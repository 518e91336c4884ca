import { readdirSync, readFileSync } from 'node:fs';

const torture = new URL('../data/torture/', import.meta.url);

const SDP = 'v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\na=sendrecv\r\n';

/** One message of each kind that a UA meets every day. */
export const EVERYDAY: readonly Uint8Array[] = everyday().map((text) => new TextEncoder().encode(text));

/** Messages as octets: those of RFC 4475 and RFC 5118, and {@link EVERYDAY}. */
export const CORPUS: readonly Uint8Array[] = [
  ...readdirSync(torture, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.dat'))
    .sort()
    .map((file) => new Uint8Array(readFileSync(new URL(file, torture)))),
  ...EVERYDAY,
];

function everyday(): string[] {
  return [
    message('SIP/2.0 401 Unauthorized', '2 REGISTER', [
      'WWW-Authenticate: Digest realm="a, b", nonce="n\\"", qop="auth,auth-int", algorithm=SHA-256, Digest realm="c", nonce="d", stale=TRUE',
      'Proxy-Authenticate: Bearer abc==, Basic realm=x',
    ]),
    message('SIP/2.0 200 OK', '2 REGISTER', [
      'Contact: <sip:a@b;transport=ws>;expires=600;pub-gruu="sip:a@b;gr=x", "B" <sip:b@c>;q=0.7',
      'Service-Route: <sip:p1;lr>, <sip:p2;lr>',
      'Path: <sip:p3;lr>',
      'Authentication-Info: nextnonce="47364c23", qop=auth, rspauth="6629", nc=00000001',
      'Min-Expires: 60',
      'Retry-After: 120 (in (nested) comment);duration=3600',
    ]),
    message('SIP/2.0 183 Session Progress', '1 INVITE', [
      'Record-Route: <sip:p1;lr>;x="y,z", <sip:p2;lr>',
      'Contact: <sip:b@h>',
      'RSeq: 1',
      'Require: 100rel, timer',
      'Session-Expires: 1800;refresher=uac',
      'P-Asserted-Identity: "X" <sip:x@y>, tel:+1234',
    ]),
    message('NOTIFY sip:a@b SIP/2.0', '7 NOTIFY', [
      'Event: presence.winfo;id=7',
      'Subscription-State: terminated;reason=timeout;retry-after=7;expires=0',
      'o: refer',
      'c: multipart/mixed;boundary="b"',
      'Allow-Events: presence, dialog',
    ]),
    message('REFER sip:a@b SIP/2.0', '8 REFER', [
      'r: "T" <sip:c@d?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2&Subject=x>',
      'b: <sip:e@f>;cid="g@h"',
      'Replaces: a@b;to-tag=1;from-tag=2;early-only',
      'Diversion: <sip:x@y>;reason=user-busy;counter=1',
      'History-Info: <sip:x@y?Reason=SIP%3Bcause%3D302>;index=1',
    ]),
    message('BYE sip:a@b SIP/2.0', '9 BYE', [
      'Reason: SIP;cause=480;text="a \\"b\\"", Q.850;cause=16',
      'Proxy-Authorization: Digest username="u", realm="r", nonce="n", uri="sip:x", response="0", nc=00000001, cnonce="c"',
      'Privacy: id;header',
      'Warning: 370 devnull "Choose a bigger pipe"',
    ]),
    message('PRACK sip:a@b SIP/2.0', '10 PRACK', ['RAck: 1 1 INVITE', 'Min-SE: 90;x=y', 'Identity: abc']),
  ];
}

function message(startLine: string, cseq: string, headers: string[]): string {
  return [
    startLine,
    'Via: SIP/2.0/WSS client.invalid:5060;branch=z9hG4bKabc;received=192.0.2.1;rport=5060',
    'Max-Forwards: 70',
    'From: "Bob, \\"B\\"" <sip:bob:pw@[2001:db8::1]:5060;transport=ws?x=y>;tag=1',
    'To: sip:alice%40x@example.com;tag=2',
    'Call-ID: f81d4fae@192.0.2.4',
    `CSeq: ${cseq}`,
    ...headers,
    'Content-Type: application/sdp',
    `Content-Length: ${SDP.length}`,
    '',
    SDP,
  ].join('\r\n');
}
