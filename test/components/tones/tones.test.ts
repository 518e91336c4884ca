import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planFor } from '../../../components/tones/plans.ts';
import { keyCadence, SAMPLE_RATE, samplesOf } from '../../../components/tones/samples.ts';
import { toneFor, type Cadence, type Tone } from '../../../components/tones/tone.ts';
import type { Phase } from '../../../components/store/states.ts';
import { IDLE, type CallSnapshot, type PhoneSnapshot } from '../../../components/store/snapshot.ts';
import type { ErrorCode } from '../../../src/errors.ts';

const call = (phase: Phase, code?: ErrorCode) =>
  ({
    direction: 'outgoing',
    phase,
    problem: code ? { code, detail: '' } : null,
  }) as unknown as CallSnapshot;

const phone = (changes: Partial<PhoneSnapshot>): PhoneSnapshot => ({ ...IDLE, ...changes });

/** `1.5 on 440+480, 3 off`, as the tables of the ITU write it. */
function written({ round, beeps }: Cadence): string {
  const rounded = (seconds: number) => String(Math.round(seconds * 1000) / 1000);
  return beeps
    .map(([start, length, ...hertz], at) => {
      const next = beeps[at + 1]?.[0] ?? round;
      return `${rounded(length)} on ${hertz.join('+')}, ${rounded(next - start - length)} off`;
    })
    .join('; ');
}

test('the tones are those that the ITU lists for each country', () => {
  const listed: [string, Tone, string][] = [
    ['us', 'ringback', '2 on 440+480, 4 off'],
    ['us', 'busy', '0.5 on 480+620, 0.5 off'],
    ['us', 'congestion', '0.25 on 480+620, 0.25 off'],
    ['us', 'waiting', '0.3 on 440, 9.7 off'],
    ['gb', 'ringback', '0.4 on 400+450, 0.2 off; 0.4 on 400+450, 2 off'],
    ['gb', 'busy', '0.375 on 400, 0.375 off'],
    ['de', 'ringback', '1 on 425, 4 off'],
    ['de', 'busy', '0.48 on 425, 0.48 off'],
    ['fr', 'ringback', '1.5 on 440, 3.5 off'],
    ['es', 'ringback', '1.5 on 425, 3 off'],
    ['es', 'congestion', '0.2 on 425, 0.2 off; 0.2 on 425, 0.2 off; 0.2 on 425, 0.6 off'],
    ['ae', 'ringback', '0.4 on 400+450, 0.2 off; 0.4 on 400+450, 2 off'],
    ['sa', 'ringback', '1.2 on 425, 4.6 off'],
    ['cn', 'ringback', '1 on 450, 4 off'],
    ['cn', 'busy', '0.35 on 450, 0.35 off'],
    ['jp', 'ringback', '1 on 384+416, 2 off'],
  ];
  for (const [country, tone, expected] of listed)
    assert.equal(written(planFor(country)[tone]), expected, `${country} ${tone}`);
});

test('the country is that of the language where none is named, and CEPT has the rest', () => {
  assert.equal(planFor('en-GB'), planFor('gb'));
  assert.equal(planFor('en'), planFor('us'));
  assert.equal(planFor('de-DE'), planFor('de'));
  assert.equal(planFor('zh-Hans'), planFor('cn'));
  assert.equal(planFor('ja'), planFor('jp'));
  for (const place of ['', 'it', 'pt-BR', 'not a language', 'constructor', 'x'])
    assert.equal(written(planFor(place).ringback), '1 on 425, 4 off', place);
});

test('a phone rings for a call that comes in, until it is silenced, and knocks during another', () => {
  const incoming = { ...call('ringing'), direction: 'incoming' } as CallSnapshot;
  assert.equal(toneFor(phone({ incoming })), 'ring');
  assert.equal(toneFor(phone({ incoming, silenced: true })), null);
  assert.equal(toneFor(phone({ incoming, active: call('connected') })), 'waiting');
  assert.equal(toneFor(phone({ incoming, active: call('ended') })), 'ring');
});

test('a call that is answered by itself has a tone of its own, and none once it is answered', () => {
  const incoming = { ...call('ringing'), direction: 'incoming', automatic: true } as CallSnapshot;
  assert.equal(toneFor(phone({ incoming })), 'automatic');
  assert.equal(toneFor(phone({ active: { ...incoming, phase: 'connected' } })), null);
});

test('the caller hears that it rings, but not over early media, and not when the call is up', () => {
  assert.equal(toneFor(phone({ active: call('ringing') })), 'ringback');
  for (const phase of ['loading', 'dialing', 'early-media', 'queued', 'connected', 'ended'] as Phase[])
    assert.equal(toneFor(phone({ active: call(phase) })), null, phase);
});

test('the caller hears that it is busy, or that the call did not come about', () => {
  const after = (code: ErrorCode) => toneFor(phone({ active: call('failed', code) }));
  assert.equal(after('call-busy'), 'busy');
  assert.equal(after('call-rejected'), 'busy');
  assert.equal(after('call-unavailable'), 'congestion');
  assert.equal(after('call-not-found'), 'congestion');
  for (const code of ['microphone-blocked', 'connection-failed', 'call-canceled'] as const)
    assert.equal(after(code), null, code);
  const missed = { ...call('failed', 'call-failed'), direction: 'incoming' } as CallSnapshot;
  assert.equal(toneFor(phone({ active: missed })), null);
});

/** How much of a frequency is in samples (Goertzel), from 0 to about the amplitude. */
function strength(samples: Float32Array, hertz: number): number {
  let real = 0;
  let imaginary = 0;
  for (const [at, sample] of samples.entries()) {
    const angle = (2 * Math.PI * hertz * at) / SAMPLE_RATE;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
  }
  return (2 * Math.hypot(real, imaginary)) / samples.length;
}

test('the keys have the pairs of ITU-T Q.23, and what is no key has no sound', () => {
  const pairs: [string, number, number][] = [
    ['1', 697, 1209],
    ['5', 770, 1336],
    ['0', 941, 1336],
    ['*', 941, 1209],
    ['#', 941, 1477],
    ['d', 941, 1633],
  ];
  for (const [key, row, column] of pairs) {
    const samples = samplesOf(keyCadence(key)!, 0.5);
    assert.ok(strength(samples, row) > 0.18 && strength(samples, column) > 0.18, key);
    assert.ok(strength(samples, 1100) < 0.05, key);
  }
  for (const none of ['', 'x', ',', '12']) assert.equal(keyCadence(none), null);
});

test('every round of every tone is whole, audible in its beeps, silent between them, and never too loud', () => {
  for (const place of ['us', 'gb', 'ae', 'de', 'fr', 'es', 'sa', 'cn', 'jp', '']) {
    for (const [tone, cadence] of Object.entries(planFor(place))) {
      const samples = samplesOf(cadence, 0.1);
      assert.equal(samples.length, Math.round(cadence.round * SAMPLE_RATE), `${place} ${tone}`);
      assert.ok(samples.every((sample) => Math.abs(sample) <= 0.1001));
      const [start, length] = cadence.beeps[0]!;
      const beep = samples.subarray(start * SAMPLE_RATE, (start + length) * SAMPLE_RATE);
      assert.ok(
        beep.some((sample) => Math.abs(sample) > 0.05),
        `${place} ${tone} is audible`,
      );
      assert.equal(samples.at(-1), 0, `${place} ${tone} ends in silence`);
    }
  }
});
