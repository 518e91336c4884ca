import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NameAddrHeader } from '../../src/grammar/name-addr.ts';
import { URI } from '../../src/grammar/uri.ts';

const uri = new URI('sip', 'alice', 'atlanta.com');

test('the example of the manual prints as the manual says', () => {
  const header = new NameAddrHeader(uri, 'Mrs. Alice', { parameter_1: 'value_1', parameter_2: null });
  assert.equal(header.toString(), '"Mrs. Alice" <sip:alice@atlanta.com>;parameter_1=value_1;parameter_2');
});

test('a header without URI is a TypeError', () => {
  assert.throws(() => new NameAddrHeader(undefined as unknown as URI), TypeError);
});

test('both forms are read', () => {
  const long = NameAddrHeader.parse('"Mrs. Alice" <sip:alice@atlanta.com:5060>;param_name=param_value');
  assert.equal(long?.display_name, 'Mrs. Alice');
  assert.equal(long?.uri.port, 5060);
  assert.equal(long?.getParam('param_name'), 'param_value');
  const short = NameAddrHeader.parse('sip:a@b;tag=1');
  assert.equal(short?.display_name, null);
  assert.equal(short?.uri.toString(), 'sip:a@b');
  assert.equal(short?.getParam('tag'), '1');
});

test('a semicolon without angle brackets begins a parameter of the header, in brackets one of the URI', () => {
  const bare = NameAddrHeader.parse('sip:+1@gw;unknownparam');
  assert.deepEqual([bare?.hasParam('unknownparam'), bare?.uri.hasParam('unknownparam')], [true, false]);
  const bracketed = NameAddrHeader.parse('<sip:+1@gw;unknownparam>');
  assert.deepEqual(
    [bracketed?.hasParam('unknownparam'), bracketed?.uri.hasParam('unknownparam')],
    [false, true],
  );
});

const NAMES = [
  'Mrs. Alice',
  'quotes " and \\ backslashes',
  'Ωмега 大停電 🎧',
  '  spaces  ',
  ';,<>@:',
  'a\tb',
];
for (const name of NAMES) {
  test(`the display name ${JSON.stringify(name)} comes back as it was`, () => {
    const printed = new NameAddrHeader(uri, name).toString();
    assert.equal(NameAddrHeader.parse(printed)?.display_name, name);
  });
}

test('display names without quotes are read, whatever their alphabet', () => {
  assert.equal(NameAddrHeader.parse('Jürgen  Müller <sip:a@b>')?.display_name, 'Jürgen  Müller');
  assert.equal(NameAddrHeader.parse('caller<sip:a@b>')?.display_name, 'caller');
  assert.equal(NameAddrHeader.parse('<sip:a@b>')?.display_name, null);
  assert.equal(NameAddrHeader.parse('"" <sip:a@b>')?.display_name, '');
});

test('a line break or NUL in a display name is a TypeError', () => {
  const header = new NameAddrHeader(uri);
  for (const name of ['a\r\nX: y', 'a\nb', 'a\0b']) {
    assert.throws(() => (header.display_name = name), TypeError);
    assert.throws(() => new NameAddrHeader(uri, name), /display_name/);
  }
});

test('an escaped NUL of a peer is read and never printed', () => {
  const header = NameAddrHeader.parse('"x\\\0y" <sip:a@b>');
  assert.equal(header?.display_name, 'x\0y');
  assert.equal(header?.toString(), '"xy" <sip:a@b>');
});

test('values of parameters are read without quotes and quoted where they must be', () => {
  const header = NameAddrHeader.parse('<sip:a@b>;+sip.instance="<urn:uuid:1>";q=0.5;text="a\\"b"');
  assert.equal(header?.getParam('+sip.instance'), '<urn:uuid:1>');
  assert.equal(header?.getParam('text'), 'a"b');
  assert.equal(header?.toString(), '<sip:a@b>;+sip.instance="<urn:uuid:1>";q=0.5;text="a\\"b"');
  const made = new NameAddrHeader(uri, null, { a: 'x y', b: '"quoted"', c: 5, d: '[::1]' });
  assert.equal(made.toString(), '<sip:alice@atlanta.com>;a="x y";b="quoted";c=5;d=[::1]');
  assert.equal(made.getParam('b'), 'quoted');
});

test('a value cannot break out of its header', () => {
  const header = new NameAddrHeader(uri);
  header.setParam('x', 'a\r\nEvil: 1');
  assert.equal(header.toString(), '<sip:alice@atlanta.com>;x="aEvil: 1"');
});

test('a clone is equal and independent', () => {
  const header = new NameAddrHeader(uri.clone(), 'Alice', { tag: 'x' });
  const clone = header.clone();
  assert.equal(clone.toString(), header.toString());
  clone.display_name = 'Bob';
  clone.setParam('tag', 'y');
  clone.uri.user = 'bob';
  assert.equal(header.toString(), '"Alice" <sip:alice@atlanta.com>;tag=x');
});

const NONE = [
  '',
  'alice',
  '"unterminated <sip:a@b>',
  'Bell, Alexander <sip:a@b>',
  '< sip:a@b >',
  '<sip:a@b',
  '<sip:a@b>;',
  '<sip:a@b>;;x',
  '<sip:a@b>;x=',
  '<sip:a@b>;x="',
  '<sip:a@b> garbage',
  '<sip:a@b>, <sip:c@d>',
  'sip:a@b?Route=%3Csip:c%3E',
  '"a\r\nb" <sip:a@b>',
];
for (const text of NONE) {
  test(`${JSON.stringify(text)} is no address`, () => assert.equal(NameAddrHeader.parse(text), undefined));
}
