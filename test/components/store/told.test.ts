import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queuePosition, retryAfter, seconds } from '../../../components/store/told.ts';

const response = (headers: Record<string, string>, reason_phrase = 'Queued') => ({
  status_code: 182,
  reason_phrase,
  getHeader: (name: string) => headers[name] ?? null,
  getHeaders: (name: string) => (headers[name] === undefined ? [] : [headers[name]]),
});

for (const [headers, reason, position] of [
  [{ 'X-Queue-Position': '3' }, 'Queued', 3],
  [{ 'Call-Info': '<sip:queue@shop.example>;purpose=queue;position=7' }, 'Queued', 7],
  [{ 'Call-Info': '<sip:q@shop.example>;queue-position="2"' }, 'Queued', 2],
  [{}, 'Queued, position 4', 4],
  [{}, 'You are number 12 in the queue', 12],
  [{}, '5 calls queued; expected waiting time is 15 minutes', 5],
  [{}, 'Queued', null],
  [{}, 'Queued; expected waiting time is 15 minutes', null],
  [{ 'X-Queue-Position': '1' }, 'position 9', 1],
] as const) {
  test(`the place in a queue: ${JSON.stringify(headers)} "${reason}" is ${position}`, () => {
    assert.equal(queuePosition(response(headers, reason)), position);
  });
}

test('a place that is hostile or absurd is none', () => {
  for (const value of ['0', '-3', '1e9', '99999', '<b>3</b>', '3.5', '٣', '', ' '.repeat(65_000)])
    assert.equal(queuePosition(response({ 'X-Queue-Position': value })), null, value.slice(0, 9));
  for (const reason of ['position -3', 'position 3.5.1', 'number 100000', `position ${'9'.repeat(65_000)}`])
    assert.equal(queuePosition(response({}, reason)), null, reason.slice(0, 20));
  assert.equal(queuePosition(response({ 'Call-Info': `<sip:q@a>;${'; '.repeat(30_000)}position=3` })), null);
  assert.equal(queuePosition({ status_code: 182 }), null);
});

test('Retry-After says in how many seconds, with a comment or parameters; what is absurd says nothing', () => {
  const after = (value: string) => retryAfter(response({ 'Retry-After': value }));
  assert.equal(after('120'), 120);
  assert.equal(after('18 (in a meeting)'), 18);
  assert.equal(after('3600;duration=60'), 3600);
  for (const value of ['0', '-1', '1.5', 'soon', '999999999', '12345678901234567890'])
    assert.equal(after(value), null);
  assert.equal(retryAfter(null), null);
});

test('auth-url may say it as a date', () => {
  const now = Date.parse('Sun, 22 Nov 2026 10:00:00 GMT');
  assert.equal(seconds('Sun, 22 Nov 2026 10:02:00 GMT', now), 120);
  assert.equal(seconds('Sun, 22 Nov 2026 09:00:00 GMT', now), null);
});
