import { test } from 'node:test';
import assert from 'node:assert/strict';
import { openingAt, parseHours } from '../../components/hours.ts';

const SHOP = 'Mo-Fr 09:00-17:30; Sa 10:00-14:00';
const at = (time: string) => Date.parse(time);
/** Whether it is open at a time, and until when. */
function opening(hours: string, zone: string, time: string): [open: boolean, until: string | null] {
  const { open, until } = openingAt(parseHours(hours), zone, at(time));
  return [open, until === null ? null : new Date(until).toISOString()];
}

test('days and times are read as minutes of the week', () => {
  assert.deepEqual(parseHours('Tu 09:00-17:30'), [{ from: 1980, to: 2490 }]);
  assert.deepEqual(parseHours(' Mo,We 9:00-10:00,11:00-24:00 ; '), [
    { from: 540, to: 600 },
    { from: 660, to: 1440 },
    { from: 3420, to: 3480 },
    { from: 3540, to: 4320 },
  ]);
});

test('days may go over the end of the week, and times over midnight', () => {
  assert.deepEqual(
    parseHours('Sa-Mo 22:00-02:00').map(({ from }) => from),
    [5 * 1440 + 1320, 6 * 1440 + 1320, 1320],
  );
  // Sunday night lasts until Monday, 2:00.
  assert.deepEqual(opening('Su 22:00-02:00', 'UTC', '2026-03-02T01:59:00Z'), [
    true,
    '2026-03-02T02:00:00.000Z',
  ]);
  assert.deepEqual(opening('Su 22:00-02:00', 'UTC', '2026-03-02T02:00:00Z'), [
    false,
    '2026-03-08T22:00:00.000Z',
  ]);
});

const MALFORMED = [
  'Mo-Fr',
  '09:00-17:00',
  'Mon 09:00-17:00',
  'Mo 9-17',
  'Mo 09:00-24:30',
  'Mo 25:00-26:00',
  'x',
  'mo 09:00-10:00',
  'Mo-We-Fr 09:00-10:00',
  'Mo 09:00-09:00',
  'Mo 09:00-10:00 Tu 09:00-10:00',
  'Mo, 09:00-10:00',
];
for (const text of MALFORMED) {
  test(`"${text}" is refused, and the part that is wrong is named`, () => {
    assert.throws(
      () => parseHours(text),
      (error: Error) => error instanceof RangeError && error.message.includes('"'),
    );
  });
}

test('a very long text is refused in no time', () => {
  assert.throws(() => parseHours(`Mo ${'09:00-'.repeat(10_000)}`), RangeError);
  assert.throws(() => parseHours(`Mo${' '.repeat(100_000)}`), RangeError);
});

test('it is open from the first minute to the one before the last', () => {
  assert.deepEqual(opening(SHOP, 'UTC', '2026-03-02T08:59:59Z'), [false, '2026-03-02T09:00:00.000Z']);
  assert.deepEqual(opening(SHOP, 'UTC', '2026-03-02T09:00:00Z'), [true, '2026-03-02T17:30:00.000Z']);
  assert.deepEqual(opening(SHOP, 'UTC', '2026-03-02T17:29:59Z'), [true, '2026-03-02T17:30:00.000Z']);
  assert.deepEqual(opening(SHOP, 'UTC', '2026-03-02T17:30:00Z'), [false, '2026-03-03T09:00:00.000Z']);
});

test('after the last day of the week comes the first', () => {
  assert.deepEqual(opening(SHOP, 'UTC', '2026-03-07T15:00:00Z'), [false, '2026-03-09T09:00:00.000Z']);
});

test('the hours are those of their time zone', () => {
  assert.deepEqual(opening(SHOP, 'Asia/Tokyo', '2026-03-02T00:00:00Z'), [true, '2026-03-02T08:30:00.000Z']);
  assert.deepEqual(opening(SHOP, 'America/New_York', '2026-03-02T09:00:00Z'), [
    false,
    '2026-03-02T14:00:00.000Z',
  ]);
  // Half an hour off.
  assert.deepEqual(opening(SHOP, 'Asia/Kolkata', '2026-03-02T03:30:00Z'), [true, '2026-03-02T12:00:00.000Z']);
});

test('clocks that go forward or back meanwhile are minded', () => {
  // Berlin: forward on 29 March 2026, back on 25 October 2026, both Sundays.
  assert.deepEqual(opening(SHOP, 'Europe/Berlin', '2026-03-28T14:00:00Z'), [
    false,
    '2026-03-30T07:00:00.000Z',
  ]);
  assert.deepEqual(opening(SHOP, 'Europe/Berlin', '2026-10-24T13:00:00Z'), [
    false,
    '2026-10-26T08:00:00.000Z',
  ]);
});

test('times that touch or overlap are one', () => {
  assert.deepEqual(opening('Mo 09:00-12:00,12:00-15:00,14:00-16:00', 'UTC', '2026-03-02T10:00:00Z'), [
    true,
    '2026-03-02T16:00:00.000Z',
  ]);
});

test('what is always open, or never, does not change', () => {
  assert.deepEqual(opening('Mo-Su 00:00-24:00', 'UTC', '2026-03-02T10:00:00Z'), [true, null]);
  assert.deepEqual(opening('', 'UTC', '2026-03-02T10:00:00Z'), [false, null]);
});

test('without a time zone the visitor’s own counts', () => {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const time = at('2026-03-02T10:00:00Z');
  assert.deepEqual(openingAt(parseHours(SHOP), undefined, time), openingAt(parseHours(SHOP), own, time));
});

test('a time zone that there is not is refused', () => {
  assert.throws(() => openingAt(parseHours(SHOP), 'Mars/Olympus', 0), RangeError);
});
