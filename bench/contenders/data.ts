/** What every contender reads, prints and is told. */

const lines = (...text: string[]) => `${text.join('\r\n')}\r\n`;

/** An offer as Chromium makes it, for audio. */
export const SDP = lines(
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS 6f4b1f2e',
  'm=audio 54321 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126',
  'c=IN IP4 192.0.2.4',
  'a=rtcp:9 IN IP4 0.0.0.0',
  'a=candidate:1467250027 1 udp 2122260223 192.0.2.4 54321 typ host generation 0 network-id 1',
  'a=ice-ufrag:8hhY',
  'a=ice-pwd:asd88fgpdd777uzjYhagZg',
  'a=ice-options:trickle',
  'a=fingerprint:sha-256 19:E2:1C:3B:4B:9F:81:E6:B8:5C:F4:A5:A8:D8:73:04:BB:05:2F:70:9F:04:A9:0E:05:E9:26:33:E8:70:88:A2',
  'a=setup:actpass',
  'a=mid:0',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=sendrecv',
  'a=msid:6f4b1f2e 7c1d',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:126 telephone-event/8000',
  'a=ssrc:3570614608 cname:4TOk42mSjXCkVIa6',
);

const invite = [
  'Via: SIP/2.0/WSS proxy.example.com;branch=z9hG4bK74b43;received=192.0.2.1',
  'Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks;rport=4321',
  'Max-Forwards: 69',
  'Record-Route: <sip:proxy.example.com;transport=ws;lr;ftag=9fxced76sl>',
  'From: "Alice Adams" <sip:alice@example.com>;tag=9fxced76sl',
  'To: <sip:bob@example.com>',
  'Call-ID: 3848276298220188511@df7jal23ls0d.invalid',
  'CSeq: 8102 INVITE',
  'Contact: <sip:alice@df7jal23ls0d.invalid;transport=ws;ob>',
  'Allow: INVITE,ACK,CANCEL,BYE,UPDATE,MESSAGE,OPTIONS,REFER,INFO,NOTIFY',
  'Supported: timer,ice,replaces,outbound',
  'Session-Expires: 90',
  'User-Agent: Bench 1.0',
];

/** An incoming INVITE with SDP. */
export const INVITE = `${lines(
  'INVITE sip:bob@df7jal23ls1d.invalid;transport=ws SIP/2.0',
  ...invite,
  'Content-Type: application/sdp',
  `Content-Length: ${SDP.length}`,
)}\r\n${SDP}`;

/** A 200 to an INVITE, with SDP. */
export const OK = `${lines(
  'SIP/2.0 200 OK',
  ...invite.slice(1, 2),
  ...invite.slice(3, 5),
  'To: <sip:bob@example.com>;tag=bd76ya',
  ...invite.slice(6, 11),
  'Content-Type: application/sdp',
  `Content-Length: ${SDP.length}`,
)}\r\n${SDP}`;

/** A REGISTER. */
export const REGISTER = `${lines(
  'REGISTER sip:example.com SIP/2.0',
  'Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks',
  'Max-Forwards: 69',
  'From: <sip:alice@example.com>;tag=65bnmj34asd',
  'To: <sip:alice@example.com>',
  'Call-ID: aiuy7k9njasd',
  'CSeq: 1 REGISTER',
  'Contact: <sip:alice@df7jal23ls0d.invalid;transport=ws>;+sip.ice;reg-id=1;+sip.instance="<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>";expires=600',
  'Supported: path,gruu,outbound',
  'Content-Length: 0',
)}\r\n`;

/** The account of every UA. */
export const ACCOUNT = {
  uri: 'sip:alice@example.com',
  user: 'alice',
  password: 'secret',
  realm: 'example.com',
};

/** Who is called. */
export const TARGET = 'sip:bob@example.com';

/** The headers that every printed request has beside those that it must have. */
export const EXTRA_HEADERS = [
  'Contact: <sip:alice@df7jal23ls0d.invalid;transport=ws;ob>',
  'Allow: INVITE,ACK,CANCEL,BYE,UPDATE,MESSAGE,OPTIONS,REFER,INFO,NOTIFY',
  'Supported: timer,ice,replaces,outbound',
];

/** A challenge. */
export const CHALLENGE = {
  realm: 'example.com',
  nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
  qop: ['auth'],
};
