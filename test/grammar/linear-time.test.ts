import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Grammar } from '../../src/grammar/grammar.ts';
import { splitMessage } from '../../src/grammar/message.ts';

/** How often a character has been looked at: time would depend on the machine. */
let looks = 0;
const original = String.prototype.charCodeAt;

before(() => {
  String.prototype.charCodeAt = function (this: string, index: number) {
    looks++;
    return original.call(this, index);
  };
});
after(() => {
  String.prototype.charCodeAt = original;
});

const fill = (pattern: string) => pattern.repeat(Math.ceil(65536 / pattern.length)).slice(0, 65536);

const WORST: [rule: string, text: string][] = [
  ['Contact', fill('<sip:a@b>,')],
  ['Contact', fill('sip:a,')],
  ['Contact', fill('"')],
  ['Contact', fill('"\\')],
  ['Contact', fill('<')],
  ['Contact', `<sip:${fill('a:')}@h>`],
  ['Contact', fill('sip:a;')],
  ['Contact', `<sip:a@b>${fill(';a')}`],
  ['Contact', `<sip:a@b>${fill(';a ')}`],
  ['Contact', `<sip:a@b>;x=${fill('"\\"')}`],
  ['SIP_URI', `sip:${fill('a')}`],
  ['SIP_URI', `sip:h${fill(';a=%41')}`],
  ['SIP_URI', `sip:h?${fill('a=b&')}`],
  ['SIP_URI', fill('%')],
  ['Via', `SIP/2.0/UDP h${fill(';')}`],
  ['Via', `SIP${fill(' ')}`],
  ['Name_Addr_Header', fill(' ')],
  ['Name_Addr_Header', fill('a ')],
  ['Name_Addr_Header', fill('é ')],
  ['challenge', `Digest ${fill('a=b,')}`],
  ['challenge', fill('Digest ,')],
  ['challenge', fill('Digest a/b/')],
  ['Retry_After', `1 ${fill('(')}`],
  ['Supported', fill('a ,')],
  ['Supported', fill(',')],
  ['CSeq', fill('1')],
  ['host', fill('[')],
  ['Reason', fill('SIP;text="')],
];
for (const [rule, text] of WORST) {
  test(`64 KB of ${JSON.stringify(text.slice(0, 24))}… as ${rule} are read in linear time`, () => {
    looks = 0;
    Grammar.parse(text, rule);
    assert.ok(looks < text.length * 12, `${looks} looks at ${text.length} characters`);
  });
}

const start = 'INVITE sip:a@b SIP/2.0\r\n';
const MESSAGES = [
  start + fill('a\r\n'),
  start + fill('a:\r\n'),
  start + fill('a: b\r\n c\r\n'),
  `${start}a:${fill(' ')}`,
  `${start}a:${fill(' ')}\r\n\r\n`,
  `${start}${fill('a ')}\r\n\r\n`,
  `${start}a: b${fill('\r\n ')}\r\n\r\n`,
  fill('\r\n'),
  fill('\r'),
  fill(':'),
  start + fill('\t'),
];
for (const text of MESSAGES) {
  test(`a message of 64 KB of ${JSON.stringify(text.slice(24, 48))}… is taken apart in linear time`, () => {
    looks = 0;
    splitMessage(text);
    assert.ok(looks < text.length * 6, `${looks} looks at ${text.length} characters`);
  });
}
