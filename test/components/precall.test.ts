import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callOptionsOf } from '../../components/precall.ts';

test('a name is the name of the caller, everything else a header', () => {
  assert.deepEqual(
    callOptionsOf([
      ['name', ' Anna '],
      ['reason', 'A question'],
      ['x-order', '4711'],
      ['user-to-user', '56a390;encoding=hex'],
      ['empty', '  '],
    ]),
    {
      displayName: 'Anna',
      extraHeaders: ['X-Reason: A question', 'X-Order: 4711', 'User-to-User: 56a390;encoding=hex'],
    },
  );
  assert.deepEqual(callOptionsOf([]), {});
});

test('no field can make a header of another name, or a second line', () => {
  const { displayName, extraHeaders } = callOptionsOf([
    ['name', 'Anna\r\nVia: evil'],
    ['reason', 'one\r\nRoute: <sip:evil>\n\u2028two\0'],
    ['reason\r\nVia', 'x'],
    ['Reason: x', 'x'],
    ['', 'x'],
  ]);
  assert.equal(displayName, 'Anna Via: evil');
  assert.deepEqual(extraHeaders, ['X-Reason: one Route: <sip:evil> two']);
});

test('a text is not longer than a telephone shows', () => {
  const { extraHeaders } = callOptionsOf([['reason', 'ä'.repeat(60_000)]]);
  assert.equal(extraHeaders?.[0]?.length, 'X-Reason: '.length + 500);
});
