import assert from 'node:assert/strict';
import { test } from 'node:test';
import { URI } from '../../src/grammar/uri.ts';

const manual = () =>
  new URI(
    'sip',
    'alice',
    'atlanta.com',
    5060,
    { param_name: 'param_value', valueless_param: null },
    { header_name: 'header_value', multi_header: ['multi_header_value1', 'multi_header_value2'] },
  );

test('the example of the manual prints as the manual says', () => {
  assert.equal(manual().toAor(), 'sip:alice@atlanta.com');
  assert.equal(
    manual().toString(),
    'sip:alice@atlanta.com:5060;param_name=param_value;valueless_param?Header-Name=header_value' +
      '&Multi-Header=multi_header_value1&Multi-Header=multi_header_value2',
  );
});

test('a URI without host is a TypeError', () => {
  assert.throws(() => new URI('sip', 'alice', ''), TypeError);
  assert.throws(() => new URI('sip', 'alice', undefined as unknown as string), TypeError);
});

test('scheme defaults to sip, and everything but the host may be left out', () => {
  const uri = new URI(null, null, 'atlanta.com');
  assert.equal(uri.toString(), 'sip:atlanta.com');
  assert.equal(uri.user, null);
  assert.equal(uri.port, null);
});

test('scheme and host are lower-cased, the user is kept as written', () => {
  const uri = new URI('SIP', 'Alice', 'AtLaNtA.cOm');
  assert.equal(uri.scheme, 'sip');
  assert.equal(uri.host, 'atlanta.com');
  assert.equal(uri.user, 'Alice');
  uri.scheme = 'SIPS';
  uri.host = 'BILOXI.com';
  assert.equal(uri.toString(), 'sips:Alice@biloxi.com');
});

test('a port given as text becomes a number, and what is no port becomes none', () => {
  const uri = new URI('sip', null, 'h');
  uri.port = '5060';
  assert.equal(uri.port, 5060);
  uri.port = 'nonsense';
  assert.equal(uri.port, null);
  uri.port = 70000;
  assert.equal(uri.port, null);
});

test('the user part is escaped when printed, and nothing is escaped twice', () => {
  const uri = new URI('sip', 'j@s0n', 'atlanta.com');
  assert.equal(uri.toAor(), 'sip:j%40s0n@atlanta.com');
  uri.user = 'j%40s0n';
  assert.equal(uri.user, 'j%40s0n');
  assert.equal(uri.toAor(), 'sip:j%40s0n@atlanta.com');
  uri.user = '100%';
  assert.equal(uri.toAor(), 'sip:100%25@atlanta.com');
  uri.user = 'Jürgen #1:x 🎧';
  assert.equal(uri.toAor(), 'sip:J%C3%BCrgen%20%231%3Ax%20%F0%9F%8E%A7@atlanta.com');
});

test('a lone surrogate in the user part does not throw', () => {
  assert.equal(new URI('sip', '\ud800', 'h').toString(), 'sip:%EF%BF%BD@h');
});

test('a line break or NUL in scheme, user or host is a TypeError', () => {
  assert.throws(() => new URI('sip', 'a\r\nX: y', 'h'), TypeError);
  assert.throws(() => new URI('sip', 'a', 'h\n'), TypeError);
  assert.throws(() => new URI('sip\0', 'a', 'h'), TypeError);
});

test('a line break in a parameter or header of a URI is escaped', () => {
  const uri = new URI('sip', 'a', 'h', null, { x: '1\r\nEvil: 1' }, { y: 'a\nb' });
  assert.equal(uri.toString(), 'sip:a@h;x=1%0D%0AEvil%3A%201?Y=a%0Ab'.replace('%3A', ':'));
});

test('parameters are set, read, counted out and cleared, whatever the case of their names', () => {
  const uri = new URI('sip', 'a', 'h');
  uri.setParam('Transport', 'ws');
  uri.setParam('lr');
  assert.equal(uri.getParam('transport'), 'ws');
  assert.equal(uri.getParam('LR'), null);
  assert.equal(uri.getParam('none'), undefined);
  assert.equal(uri.hasParam('lr'), true);
  assert.equal(uri.deleteParam('lr'), null);
  assert.equal(uri.hasParam('lr'), false);
  uri.clearParams();
  assert.equal(uri.toString(), 'sip:a@h');
});

test('a parameter called __proto__ is one like any other', () => {
  const uri = URI.parse('sip:a@h;__proto__=x;constructor');
  assert.equal(uri?.getParam('__proto__'), 'x');
  assert.equal(uri?.getParam('tostring'), undefined);
  assert.equal(({} as Record<string, unknown>).x, undefined);
});

test('headers are set, read and cleared; the values come as an Array', () => {
  const uri = new URI('sip', 'a', 'h');
  uri.setHeader('header_name', ['value1', 'value2']);
  assert.deepEqual(uri.getHeader('Header-Name'), ['value1', 'value2']);
  uri.setHeader('header_name', 'value');
  assert.deepEqual(uri.getHeader('header_name'), ['value']);
  assert.equal(uri.getHeader('none'), undefined);
  assert.equal(uri.hasHeader('HEADER_NAME'), true);
  uri.deleteHeader('header_name');
  assert.equal(uri.hasHeader('header_name'), false);
  uri.setHeader('x', '1');
  uri.clearHeaders();
  assert.equal(uri.toString(), 'sip:a@h');
});

test('a clone is equal and independent', () => {
  const uri = manual();
  const clone = uri.clone();
  assert.notEqual(clone, uri);
  assert.equal(clone.toString(), uri.toString());
  clone.user = 'bob';
  clone.setParam('param_name', 'other');
  clone.setHeader('header_name', 'other');
  assert.equal(uri.toString(), manual().toString());
});

const ROUND_TRIPS = [
  'sip:alice@atlanta.com',
  'sips:alice@atlanta.com:5061;transport=wss;lr',
  'sip:[2001:db8::10]:5070',
  'sip:alice@192.0.2.4',
  'sip:alice:secret@atlanta.com',
  'sip:j%40s0n@atlanta.com',
  'sip:+1-212-555-1212:1234@gateway.com;user=phone',
  'sip:user;par=u%40example.net@example.com',
  "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com",
  'sip:a@h?Subject=project%20x&Priority=urgent',
  'sip:a@h;x=%22quoted%22;y=a%25b',
  'tel:+1-201-555-0123;phone-context=example.com',
  'http://www.example.com/?a=b#c',
  'urn:service:sos',
];
for (const text of ROUND_TRIPS) {
  test(`${text} is read and printed without a change`, () => {
    assert.equal(URI.parse(text)?.toString(), text);
    assert.equal(URI.parse(text)?.clone().toString(), text);
  });
}

test('the parts of a full URI are found', () => {
  const uri = URI.parse(
    'SIPS:Alice:pw@AtLanta.com:5061;Transport=WS;%6C%72;n%61me=v%61lue?Route=%3Csip:h%3E',
  );
  assert.ok(uri);
  assert.deepEqual(
    [uri.scheme, uri.user, uri.password, uri.host, uri.port],
    ['sips', 'Alice', 'pw', 'atlanta.com', 5061],
  );
  assert.equal(uri.getParam('transport'), 'WS');
  assert.equal(uri.getParam('lr'), null);
  assert.equal(uri.getParam('name'), 'value');
  assert.deepEqual(uri.getHeader('route'), ['<sip:h>']);
});

test('a URI of another scheme keeps its text', () => {
  const uri = URI.parse('TEL:+49(30)123');
  assert.equal(uri?.scheme, 'tel');
  assert.equal(uri?.opaque, '+49(30)123');
  assert.equal(uri?.user, null);
});

const NO_URIS = [
  '',
  'sip:',
  'alice',
  'alice@atlanta.com',
  'sip:@atlanta.com',
  'sip:alice@',
  'sip:a b@h',
  'sip:a@b@c',
  'sip:2001:db8::10',
  'sip:[2001:db8::10',
  'sip:a@h:99999',
  'sip:a@h:',
  'sip:a@h;',
  'sip:a@h;=x',
  'sip:a@h?',
  'sip:a@h?x',
  '<sip:a@h>',
  'sip:a@h\r\nX: y',
  '1x:y',
];
for (const text of NO_URIS) {
  test(`${JSON.stringify(text)} is no URI`, () => assert.equal(URI.parse(text), undefined));
}

test('only ASCII letters have case: the Kelvin sign is no k', () => {
  assert.notEqual(URI.parse('sip:a@h;\u212a=1')?.hasParam('k'), true);
});
