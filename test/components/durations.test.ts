import { test } from 'node:test';
import assert from 'node:assert/strict';
import { clock, inWords } from '../../components/locales/durations.ts';

test('a clock shows minutes and seconds, and hours once there are any', () => {
  assert.deepEqual(
    [0, 7, 59, 60, 754, 3599, 3600, 3723, 360_000].map((seconds) => clock(seconds, 'en')),
    ['0:00', '0:07', '0:59', '1:00', '12:34', '59:59', '1:00:00', '1:02:03', '100:00:00'],
  );
});

test('a clock has the digits of its language', () => {
  const digit = (value: number) => new Intl.NumberFormat('ar-EG').format(value);
  assert.equal(clock(65, 'ar-EG'), `${digit(1)}:${digit(0)}${digit(5)}`);
});

test('words have the plurals of their language', () => {
  assert.equal(inWords(0, 'en'), '0 seconds');
  assert.equal(inWords(61, 'en'), '1 minute, 1 second');
  assert.equal(inWords(3725, 'en'), '1 hour, 2 minutes, 5 seconds');
  assert.equal(inWords(120, 'de'), '2 Minuten');
  assert.equal(inWords(60, 'fr'), '1 minute');
  assert.equal(inWords(7200, 'es'), '2 horas');
  assert.equal(inWords(300, 'zh-Hans'), '5分钟');
  // One, two and a few are three words.
  const arabic = [1, 2, 3].map((minutes) => inWords(minutes * 60, 'ar').replaceAll(/[\d٠-٩\s]/g, ''));
  assert.equal(new Set(arabic).size, 3);
});
