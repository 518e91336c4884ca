/**
 * The worst that anyone can write is read in linear time: counted in characters looked at and steps of the cursor,
 * which are the same on every machine, and not in milliseconds.
 */
import './watched-scanner.ts';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { HeaderName } from '../../src/grammar/headers.ts';

const { installFeatureHeaders } = await import('../../src/grammar/feature-headers.ts');
const { isListHeader, parseHeaderValue } = await import('../../src/grammar/headers.ts');
const { splitList } = await import('../../src/grammar/headers/contact.ts');
const { splitMessage } = await import('../../src/grammar/message.ts');
const { Scanner } = await import('../../src/grammar/scanner.ts');
const { parseMessage } = await import('../../src/message/parse.ts');

// As the full UA installs them: every rule is tried.
installFeatureHeaders();

/** How many characters were looked at, by our code or by the functions that search a text. */
let looks = 0;
const { charAt, charCodeAt, indexOf, lastIndexOf, includes } = String.prototype;

before(() => {
  String.prototype.charAt = function (this: string, index: number) {
    looks++;
    return charAt.call(this, index);
  };
  String.prototype.charCodeAt = function (this: string, index: number) {
    looks++;
    return charCodeAt.call(this, index);
  };
  String.prototype.indexOf = function (this: string, text: string, from = 0) {
    const at = indexOf.call(this, text, from);
    looks += (at < 0 ? this.length : at) - from;
    return at;
  };
  String.prototype.lastIndexOf = function (this: string, text: string, from = Infinity) {
    const at = lastIndexOf.call(this, text, from);
    looks += this.length - at;
    return at;
  };
  String.prototype.includes = function (this: string, text: string, from = 0) {
    looks += this.length;
    return includes.call(this, text, from);
  };
});
after(() => Object.assign(String.prototype, { charAt, charCodeAt, indexOf, lastIndexOf, includes }));

const SIZES = [4_096, 8_192, 16_384, 32_768, 65_536];

/** What repeats until the text is long enough, after a beginning that lets the rule get there. */
type Pattern = readonly [beginning: string, repeated: string, end?: string];

const PARAMETERS: Pattern[] = [
  ['', ';a'],
  ['', ';a=b'],
  ['', ' ; a = b '],
  ['', ';a="\\""'],
  [';a="', '\\'],
  [';a="', 'x'],
  ['', ';'],
  ['', ' '],
  ['', ';a=b ', '('],
];
const followed = (value: string): Pattern[] =>
  PARAMETERS.map(([beginning, repeated, end = '']) => [value + beginning, repeated, end]);
const LIST: Pattern[] = [
  ['', 'a,'],
  ['', ','],
  ['', 'a ,\t'],
  ['', 'a '],
  ['', 'a'],
];
const NUMBER: Pattern[] = [
  ['', '1'],
  ['', '0'],
  ['', ' '],
];
const ADDRESS: Pattern[] = [
  ...followed('<sip:a@b>'),
  ...followed('sip:a@b'),
  ['', '"'],
  ['"', '\\"'],
  ['', '<'],
  ['', 'a '],
  ['', 'é '],
  ['', '<sip:a@b>,'],
  ['', 'sip:a,'],
  ['<sip:', 'a:', '@h>'],
  ['<sip:a@b', ';a=%41', '>'],
  ['<sip:a@b?', 'a=b&', 'a=b>'],
  ['<sip:', '%', '@h>'],
  ['<sip:[', ':', ']>'],
  ['<tel:', '1', '>'],
];
const CHALLENGES: Pattern[] = [
  ['Digest ', 'a=b,'],
  ['', 'Digest ,'],
  ['Digest ', 'a/b/'],
  ['Digest a="', '\\"'],
  ['', 'Digest a=b,'],
  ['Digest a', '='],
];

const WORST: { readonly [Name in HeaderName]: readonly Pattern[] } = {
  Allow: LIST,
  'Allow-Events': LIST,
  'Authentication-Info': [...CHALLENGES, ['', 'a=b,'], ['', 'a="\\"",']],
  Authorization: CHALLENGES,
  'Call-ID': [
    ['', 'a@'],
    ['', '"'],
  ],
  Contact: [...ADDRESS, ['', '*,']],
  'Content-Disposition': followed('session'),
  'Content-Encoding': LIST,
  'Content-Length': NUMBER,
  'Content-Type': [...followed('a/b'), ['', 'a/']],
  CSeq: [...NUMBER, ['1 ', 'A'], ['1', ' ']],
  Diversion: ADDRESS,
  Event: followed('presence'),
  Expires: NUMBER,
  From: ADDRESS,
  'History-Info': ADDRESS,
  'Max-Forwards': NUMBER,
  'Min-Expires': NUMBER,
  'Min-SE': [...NUMBER, ...followed('90')],
  'P-Asserted-Identity': ADDRESS,
  'P-Associated-URI': ADDRESS,
  'P-Preferred-Identity': ADDRESS,
  Path: ADDRESS,
  Privacy: [
    ['', 'id;'],
    ['', ';'],
    ['', ' ;'],
  ],
  'Proxy-Authenticate': CHALLENGES,
  'Proxy-Authorization': CHALLENGES,
  'Proxy-Require': LIST,
  RAck: [...NUMBER, ['1 ', '1'], ['1 1 ', 'A']],
  RSeq: NUMBER,
  Reason: [...followed('SIP'), ['', 'SIP;cause=1,'], ['', 'SIP;text="']],
  'Record-Route': ADDRESS,
  'Refer-To': ADDRESS,
  'Referred-By': ADDRESS,
  Replaces: followed('a;to-tag=1;from-tag=2'),
  Require: LIST,
  'Retry-After': [...followed('1'), ['1 ', '('], ['1 ', '()'], ['1 (', '\\']],
  Route: ADDRESS,
  'Service-Route': ADDRESS,
  'Session-Expires': followed('90'),
  'Subscription-State': followed('active'),
  Supported: LIST,
  To: ADDRESS,
  Unsupported: LIST,
  Via: [...followed('SIP/2.0/WS h'), ['SIP', ' '], ['SIP/2.0/WS ', 'h'], ['', 'SIP/2.0/WS h,'], ['', 'SIP/']],
  'WWW-Authenticate': CHALLENGES,
};

/** Of a pattern, so much that the text has the length wanted. */
function textOf([beginning, repeated, end = '']: Pattern, size: number): string {
  return beginning + repeated.repeat(Math.ceil(size / repeated.length)) + end;
}

/** Twice the text may cost twice the looks, and a little for what is looked at once only. */
function assertLinear(pattern: Pattern, read: (text: string) => void): void {
  const costs = SIZES.map((size) => {
    const text = textOf(pattern, size);
    looks = 0;
    read(text);
    return looks;
  });
  for (let i = 1; i < costs.length; i++) {
    const [before = 0, now = 0] = [costs[i - 1], costs[i]];
    assert.ok(
      now <= 2.1 * before + 256,
      `${JSON.stringify(pattern)}: ${costs.join(', ')} characters looked at`,
    );
  }
  const last = costs.at(-1) ?? 0;
  assert.ok(last <= 20 * 65_536, `${JSON.stringify(pattern)}: ${last} characters looked at`);
}

for (const [name, patterns] of Object.entries(WORST) as [HeaderName, Pattern[]][]) {
  test(`${name} of up to 64 KB is read in linear time, whatever is in it`, () => {
    for (const pattern of patterns) {
      assertLinear(pattern, (text) => {
        const values = isListHeader(name) ? splitList(text) : [text];
        for (const value of values) parseHeaderValue(name, value);
      });
    }
  });
}

test('the fuzz build notices a cursor that moves back', () => {
  const scanner = new Scanner('ab');
  scanner.position = 1;
  assert.throws(() => (scanner.position = 0), /moved back/);
});

const START = 'INVITE sip:a@b SIP/2.0\r\n';
const MESSAGES: Pattern[] = [
  [START, 'a\r\n'],
  [START, 'a:\r\n'],
  [START, 'a:b\r\n', '\r\n'],
  [START, 'Via: SIP/2.0/WS h\r\n', '\r\n'],
  [`${START}Via: `, 'SIP/2.0/WS h,', '\r\n\r\n'],
  [START, 'm:<sip:a@b>\r\n', '\r\n'],
  [START, 'a: b\r\n c\r\n'],
  [`${START}a:`, ' '],
  [`${START}a:`, ' ', '\r\n\r\n'],
  [`${START}a: b`, '\r\n ', '\r\n\r\n'],
  [`${START}a: b`, '\r\n c', '\r\n\r\n'],
  [`${START}a: b`, '\r\n\t\t', 'x\r\n\r\n'],
  [START, 'a ', ':\r\n\r\n'],
  [START, '\t'],
  ['', '\r\n'],
  ['', '\r\n', START],
  ['', '\r'],
  ['', '\n'],
  ['', ':'],
  ['', ' '],
  ['INVITE ', ' ', 'SIP/2.0\r\n\r\n'],
  [`${START}a: b\r\n\r\n`, '\r\n'],
];

for (const pattern of MESSAGES) {
  const shown = JSON.stringify(pattern.map((part) => part?.slice(-20)));
  test(`a message of up to 64 KB of ${shown} is read in linear time, as text and as octets`, () => {
    assertLinear(pattern, (text) => void splitMessage(text));
    assertLinear(pattern, (text) => void parseMessage(text));
    assertLinear(pattern, (text) => void parseMessage(new TextEncoder().encode(text)));
  });
}
