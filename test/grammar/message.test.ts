import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installFeatureHeaders } from '../../src/grammar/feature-headers.ts';
import { splitMessage } from '../../src/grammar/message.ts';

// As the full UA does.
installFeatureHeaders();

test('start line, headers and body are told apart', () => {
  const raw = splitMessage(
    'OPTIONS sip:a SIP/2.0\r\nSubject: one\r\ns:two\r\nX-Y :\tz \r\n\r\nbody\r\n\r\nmore',
  );
  assert.equal(raw?.startLine, 'OPTIONS sip:a SIP/2.0');
  assert.deepEqual(raw?.headers.get('Subject'), ['one', 'two']);
  assert.deepEqual(raw?.headers.get('X-Y'), ['z']);
  assert.equal(raw?.body, 'body\r\n\r\nmore');
});

test('a folded header is one value, with one space for each fold', () => {
  const raw = splitMessage('X sip:a SIP/2.0\r\nX-A:\r\n  one \r\n\ttwo\r\n \r\n three\r\nX-B: four\r\n\r\n');
  assert.deepEqual(raw?.headers.get('X-A'), ['one two three']);
  assert.deepEqual(raw?.headers.get('X-B'), ['four']);
});

test('only spaces and tabs are taken off a value', () => {
  const raw = splitMessage('X sip:a SIP/2.0\r\nX-A: \ufeffx\u00a0 \r\n\r\n');
  assert.deepEqual(raw?.headers.get('X-A'), ['\ufeffx\u00a0']);
});

test('a line that is no header does not lose the message', () => {
  const raw = splitMessage('X sip:a SIP/2.0\r\nno colon here\r\n: no name\r\nb@d: name\r\nX-A: b\r\n\r\n');
  assert.deepEqual([...(raw?.headers ?? [])], [['X-A', ['b']]]);
});

test('empty lines before the start line are read over', () => {
  assert.equal(splitMessage('\r\n\r\nX sip:a SIP/2.0\r\n\r\n')?.startLine, 'X sip:a SIP/2.0');
});

test('a header called __proto__ does no harm', () => {
  const raw = splitMessage('X sip:a SIP/2.0\r\n__proto__: x\r\nconstructor: y\r\n\r\n');
  assert.equal(raw?.headers.size, 2);
});

for (const text of [
  '',
  '\r\n\r\n',
  'X sip:a SIP/2.0',
  'X sip:a SIP/2.0\r\nX-A: cut o',
  'X sip:a SIP/2.0\nA: b\n\n',
  'X sip:a SIP/2.0\r\nX-A: b\rC: d\r\n\r\n',
  'X sip:a SIP/2.0\r\nX-A: b\nC: d\r\n\r\n',
]) {
  test(`${JSON.stringify(text)} is no message`, () => assert.equal(splitMessage(text), undefined));
}

test('the body of a binary frame stays octets', () => {
  const head = new TextEncoder().encode('X sip:a SIP/2.0\r\nX-A: ü\r\n\r\n');
  const raw = splitMessage(new Uint8Array([...head, 0xff, 0x00, 13, 10, 13, 10]));
  assert.deepEqual(raw?.headers.get('X-A'), ['ü']);
  assert.deepEqual(raw?.body, new Uint8Array([0xff, 0x00, 13, 10, 13, 10]));
});
