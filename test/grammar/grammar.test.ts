import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Grammar } from '../../src/grammar/grammar.ts';
import { headerize, longName } from '../../src/grammar/header-names.ts';
import { type HeaderName, parseHeaderValue } from '../../src/grammar/headers.ts';

/** Parameters have no prototype; for comparing, that is of no interest. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function parsed(text: string, rule: string): unknown {
  return plain(Grammar.parse(text, rule));
}

test('names of headers get their usual spelling', () => {
  const spellings = {
    header_name: 'Header-Name',
    'call-id': 'Call-ID',
    CSEQ: 'CSeq',
    'www-authenticate': 'WWW-Authenticate',
    'mime-version': 'MIME-Version',
    rack: 'RAck',
    'x-my-header': 'X-My-Header',
    'sip-etag': 'SIP-ETag',
  };
  for (const [name, usual] of Object.entries(spellings)) assert.equal(headerize(name), usual);
});

test('compact names stand for the long ones, in either case', () => {
  const letters = {
    v: 'Via',
    f: 'From',
    t: 'To',
    i: 'Call-ID',
    m: 'Contact',
    l: 'Content-Length',
    x: 'Session-Expires',
  };
  for (const [letter, name] of Object.entries(letters)) {
    assert.equal(longName(letter), name);
    assert.equal(longName(letter.toUpperCase()), name);
  }
  assert.equal(longName('__proto__'), '--Proto--');
});

test('Via is read with space wherever it may stand', () => {
  const via = Grammar.parse(
    'SIP / 2.0 / UDP  first.example.com : 4000 ; ttl=16 ;maddr=224.2.0.1 ;branch=z9hG4bKa7c6a8dlze.1',
    'Via',
  );
  assert.notEqual(via, -1);
  if (via === -1) return;
  assert.deepEqual(
    [via.protocol, via.version, via.transport, via.host, via.port, via.ttl, via.maddr, via.branch],
    ['SIP', '2.0', 'UDP', 'first.example.com', 4000, 16, '224.2.0.1', 'z9hG4bKa7c6a8dlze.1'],
  );
});

test('Via tells rport without a value from one with a value', () => {
  const without = Grammar.parse('SIP/2.0/WS h.invalid;rport', 'Via');
  const having = Grammar.parse('SIP/2.0/WS [2001:db8::9:1]:6050;rport=5;received=[2001:db8::1]', 'Via');
  assert.equal(without !== -1 && without.rport, null);
  assert.equal(having !== -1 && having.rport, 5);
  assert.equal(having !== -1 && having.host, '[2001:db8::9:1]');
  assert.equal(having !== -1 && having.received, '[2001:db8::1]');
});

test('Contact gives every address, or a star', () => {
  const contacts = Grammar.parse('"A, B" <sip:a,x@h>;q=0.7, sip:b@h;expires=60 , <sip:c@h>', 'Contact');
  assert.ok(Array.isArray(contacts));
  assert.deepEqual(contacts.map(String), ['"A, B" <sip:a,x@h>;q=0.7', '<sip:b@h>;expires=60', '<sip:c@h>']);
  assert.equal(Grammar.parse('*', 'Contact'), '*');
  assert.equal(Grammar.parse('*, <sip:a@b>', 'Contact'), -1);
  assert.equal(Grammar.parse('<sip:a@b>,', 'Contact'), -1);
});

test('CSeq ends at 2^31 - 1', () => {
  assert.deepEqual(parsed('0009\r\n  INVITE', 'CSeq'), { value: 9, method: 'INVITE' });
  assert.deepEqual(parsed('2147483647 BYE', 'CSeq'), { value: 2147483647, method: 'BYE' });
  assert.equal(Grammar.parse('2147483648 BYE', 'CSeq'), -1);
  assert.equal(Grammar.parse('1', 'CSeq'), -1);
});

test('a Digest challenge is read', () => {
  const challenge = Grammar.parse(
    'Digest realm="atlanta.com", domain="sip:boxesbybob.com", qop="auth,auth-int", nonce="f84f", opaque="", stale=FALSE, algorithm=SHA-256, userhash=true',
    'challenge',
  );
  assert.notEqual(challenge, -1);
  if (challenge === -1) return;
  const { params, ...fields } = challenge;
  assert.deepEqual(fields, {
    scheme: 'Digest',
    realm: 'atlanta.com',
    nonce: 'f84f',
    opaque: '',
    algorithm: 'SHA-256',
    qop: ['auth', 'auth-int'],
    stale: false,
    userhash: true,
  });
  assert.equal(params.domain, 'sip:boxesbybob.com');
});

test('several challenges in one line are told apart', () => {
  const challenges = parseHeaderValue(
    'WWW-Authenticate',
    'Digest realm="a", nonce="1", algorithm=SHA-256, Digest realm="a, b", nonce="2",Bearer realm="c", Negotiate',
  );
  assert.deepEqual(
    challenges?.map(({ scheme, realm, nonce, algorithm }) => [scheme, realm, nonce, algorithm]),
    [
      ['Digest', 'a', '1', 'SHA-256'],
      ['Digest', 'a, b', '2', undefined],
      ['Bearer', 'c', undefined, undefined],
      ['Negotiate', undefined, undefined, undefined],
    ],
  );
});

test('credentials of any scheme are read', () => {
  assert.equal(parseHeaderValue('Authorization', 'Bearer a.b-c_d/e==')?.token, 'a.b-c_d/e==');
  assert.equal(
    parseHeaderValue('Authorization', 'NoOneKnowsThisScheme opaque-data=here')?.params['opaque-data'],
    'here',
  );
  const digest = parseHeaderValue(
    'Authorization',
    'Digest username="a\\"b",realm="r",nonce="n",uri="sip:h",response="00",nc=00000001',
  );
  assert.equal(digest?.params.username, 'a"b');
  assert.equal(digest?.params.nc, '00000001');
});

const VALUES: [name: HeaderName, text: string, value: unknown][] = [
  [
    'Authentication-Info',
    'nextnonce="4", qop=auth, rspauth="6", cnonce="0", nc=00000001',
    {
      nextnonce: '4',
      qop: 'auth',
      rspauth: '6',
      cnonce: '0',
      nc: '00000001',
      params: { nextnonce: '4', qop: 'auth', rspauth: '6', cnonce: '0', nc: '00000001' },
    },
  ],
  ['Event', 'Presence.winfo;id=5', { event: 'presence.winfo', id: '5', params: { id: '5' } }],
  [
    'Subscription-State',
    'Terminated;reason=NoResource;retry-after=7',
    {
      state: 'terminated',
      reason: 'noresource',
      retry_after: 7,
      params: { reason: 'NoResource', 'retry-after': '7' },
    },
  ],
  [
    'Session-Expires',
    '1800;refresher=UAC',
    { expires: 1800, refresher: 'uac', params: { refresher: 'UAC' } },
  ],
  ['Min-SE', '90;x=y', 90],
  [
    'Reason',
    'Q.850 ;cause=16 ;text="Terminated"',
    { protocol: 'q.850', cause: 16, text: 'Terminated', params: { cause: '16', text: 'Terminated' } },
  ],
  [
    'Replaces',
    '98732@sip.example.com ;from-tag=r33th4x0r ;to-tag=ff87ff;early-only',
    { call_id: '98732@sip.example.com', to_tag: 'ff87ff', from_tag: 'r33th4x0r', early_only: true },
  ],
  [
    'Content-Type',
    'Application/SDP;charset="UTF-8"',
    { type: 'application/sdp', params: { charset: 'UTF-8' } },
  ],
  [
    'Retry-After',
    '18000 (in a (short) meeting);duration=3600',
    { seconds: 18000, params: { duration: '3600' } },
  ],
  ['Expires', '3600', 3600],
  ['Max-Forwards', '0068', 68],
  ['Content-Length', '349', 349],
  ['Supported', 'timer,  100rel ,gruu', ['timer', '100rel', 'gruu']],
  ['Supported', '', []],
  [
    'Require',
    'nothingSupportsThis, nothingSupportsThisEither',
    ['nothingSupportsThis', 'nothingSupportsThisEither'],
  ],
  ['RAck', '776656 1 INVITE', { rseq: 776656, cseq: 1, method: 'INVITE' }],
  ['RSeq', '988789', 988789],
  ['Privacy', 'Header;ID', ['header', 'id']],
  ['Call-ID', 'f81d4fae-7dec@bell-tel.com', 'f81d4fae-7dec@bell-tel.com'],
  ['Call-ID', 'MTIzNA==&1#2@192.0.2.1', 'MTIzNA==&1#2@192.0.2.1'],
  ['Content-Disposition', 'session;handling=optional', { type: 'session', params: { handling: 'optional' } }],
];
for (const [name, text, value] of VALUES) {
  test(`${name}: ${text} is read`, () => {
    assert.deepEqual(plain(parseHeaderValue(name, text)), value);
    assert.deepEqual(parsed(text, name.replaceAll('-', '_')), value);
  });
}

const BROKEN: [name: HeaderName, text: string][] = [
  ['Event', ''],
  ['Session-Expires', 'soon'],
  ['Max-Forwards', '256'],
  ['Content-Length', '-1'],
  ['Expires', '10000000000'],
  ['Replaces', 'callid;to-tag=1'],
  ['Content-Type', 'text'],
  ['Retry-After', '5 (open'],
  ['WWW-Authenticate', 'realm="no scheme"'],
  ['WWW-Authenticate', 'Digest realm="unterminated'],
  ['Via', 'SIP/2.0/UDP 192.0.2.15;;,;,,'],
  ['Via', 'SIP/2.0 h'],
  ['Reason', ';cause=1'],
  ['RAck', '1 INVITE'],
  ['Call-ID', 'a b'],
  ['Refer-To', 'nobody'],
];
for (const [name, text] of BROKEN) {
  test(`${name}: ${text} is malformed`, () => assert.equal(parseHeaderValue(name, text), undefined));
}

test('the other rules of the manual are there', () => {
  assert.deepEqual(parsed('SIP/2.0 486 Busy Here', 'Status_Line'), {
    status_code: 486,
    reason_phrase: 'Busy Here',
  });
  assert.deepEqual(parsed('Example.COM', 'host'), { host: 'example.com', host_type: 'domain' });
  assert.deepEqual(parsed('192.0.2.1', 'host'), { host: '192.0.2.1', host_type: 'IPv4' });
  assert.deepEqual(parsed('[::1]', 'host'), { host: '[::1]', host_type: 'IPv6' });
  assert.equal(String(Grammar.parse('sip:a@b', 'SIP_URI')), 'sip:a@b');
  assert.equal(Grammar.parse('tel:+1', 'SIP_URI'), -1);
  assert.equal(String(Grammar.parse('Bob <sip:a@b>', 'Name_Addr_Header')), '"Bob" <sip:a@b>');
  assert.equal(String(Grammar.parse('<tel:+1>', 'Refer_To')), '<tel:+1>');
});

test('an unknown rule and a value that is no text give -1', () => {
  assert.equal(Grammar.parse('x', 'No_Such_Rule'), -1);
  assert.equal(Grammar.parse('x', '__proto__'), -1);
  assert.equal(Grammar.parse(undefined as unknown as string, 'Via'), -1);
});
