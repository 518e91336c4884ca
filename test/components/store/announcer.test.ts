import { test } from 'node:test';
import assert from 'node:assert/strict';
import en from '../../../components/locales/en.ts';
import type { QualityGrade } from '../../../src/media/mos.ts';
import type { QualityWarningName } from '../../../src/media/quality-warnings.ts';
import { Announcer } from '../../../components/store/announcer.ts';
import { nextQuality, UNKNOWN_QUALITY } from '../../../components/store/call-quality.ts';
import { NOTHING, reduce, toSnapshot, type Fact } from '../../../components/store/reducer.ts';

const START: Fact[] = [
  { type: 'known', known: { connection: 'connecting' } },
  { type: 'known', known: { connection: 'connected' } },
];

/** All that is said while these things happen. */
function said(...news: Fact[]) {
  const announcer = new Announcer();
  let facts = NOTHING;
  return [...START, ...news].flatMap((fact) => {
    facts = reduce(facts, fact);
    return announcer.next(toSnapshot(facts), en) ?? [];
  });
}

const added = (direction: 'incoming' | 'outgoing'): Fact => ({
  type: 'call-added',
  id: '1',
  direction,
  name: 'Bob',
});
const call = (happening: Extract<Fact, { type: 'call' }>['happening']): Fact => ({
  ...{ type: 'call', id: '1', happening, at: 0 },
});
const known = (facts: Extract<Fact, { type: 'call-known' }>['known']): Fact => ({
  ...{ type: 'call-known', id: '1', known: facts },
});

test('an outgoing call is told step by step, politely', () => {
  const announcements = said(
    added('outgoing'),
    call('sending'),
    call('ringing'),
    call('accepted'),
    call('ended'),
  );
  assert.deepEqual(
    announcements.map(({ text }) => text),
    [
      'Connecting.',
      'Calling Bob.',
      'It is ringing at Bob.',
      'You are talking with Bob.',
      'The call has ended.',
    ],
  );
  assert.ok(announcements.every(({ assertive }) => !assertive));
});

test('that a call is answered by itself is said before it is, and interrupts', () => {
  const announcements = said(
    added('incoming'),
    known({ hidden: false }),
    known({ automatic: true }),
    call('answering'),
    call('accepted'),
  );
  assert.deepEqual(announcements.slice(0, 2), [
    { text: 'Call from Bob', assertive: true },
    { text: 'The call from Bob is answered by itself. You will be heard in a moment.', assertive: true },
  ]);
  assert.equal(announcements.at(-1)?.text, 'You are talking with Bob.');
});

test('an incoming call interrupts, once', () => {
  const announcements = said(added('incoming'), known({ hidden: false }), {
    type: 'known',
    known: { silenced: true },
  });
  assert.deepEqual(announcements, [{ text: 'Call from Bob', assertive: true }]);
});

test('a failure interrupts with the sentence that says what to do', () => {
  const problem = { code: 'call-busy', detail: '' } as const;
  const announcements = said(added('outgoing'), { ...call('failed'), problem } as Fact);
  assert.deepEqual(announcements.at(-1), { text: en.errors['call-busy'], assertive: true });
});

test('mute is told both ways', () => {
  const announcements = said(
    ...[added('outgoing'), call('sending'), call('accepted')],
    known({ muted: true }),
    known({ muted: false }),
  );
  assert.deepEqual(
    announcements.slice(-2).map(({ text }) => text),
    [en.muted, en.unmuted],
  );
});

test('a hold by the other party says who it was', () => {
  const announcements = said(
    ...[added('outgoing'), call('sending'), call('accepted')],
    known({ hold: { local: false, remote: true } }),
    known({ hold: { local: false, remote: false } }),
  );
  assert.deepEqual(
    announcements.slice(-2).map(({ text }) => text),
    [en.heldByOther, 'You are talking with Bob.'],
  );
});

test('a server that is lost, and sound that is lost, are told in sentences of their own', () => {
  const lost = (signalling: boolean, media: boolean) => known({ lost: { signalling, media } });
  const announcements = said(
    ...[added('outgoing'), call('sending'), call('accepted')],
    ...[lost(true, false), lost(true, true), lost(false, true), lost(false, false)],
  );
  assert.deepEqual(
    announcements.slice(-3).map(({ text }) => text),
    [en.spoken.reconnecting('Bob'), en.soundLost, 'You are talking with Bob.'],
  );
});

test('that the sound is poor is told once, and that it is good again; a side that is not heard by a sentence', () => {
  let quality = UNKNOWN_QUALITY;
  const second = (grade: QualityGrade, ...warnings: QualityWarningName[]): Fact => {
    quality = nextQuality(quality, grade, warnings);
    return known({ quality });
  };
  const announcements = said(
    added('outgoing'),
    call('sending'),
    call('accepted'),
    second('excellent'),
    second('poor', 'mos'),
    second('bad', 'mos', 'loss'),
    second('fair'),
    second('good'),
    second('good', 'microphone-silent'),
    second('good'),
  );
  assert.deepEqual(announcements.slice(-3), [
    { text: en.soundPoor, assertive: false },
    { text: en.soundGood, assertive: false },
    { text: en.noSound['microphone-silent'], assertive: false },
  ]);
  assert.equal(announcements.length, 6);
});

test('what was said is taken back once it is no longer so', () => {
  const announcements = said(
    added('outgoing'),
    { type: 'call', id: '1', happening: 'ended', at: 0 },
    { type: 'call-removed', id: '1' },
  );
  assert.deepEqual(announcements.at(-1), { text: '', assertive: false });
});

test('sound that waits for a gesture is told of, with what to do, and that it is back takes it away', () => {
  const announcements = said(
    added('outgoing'),
    call('accepted'),
    { type: 'known', known: { soundBlocked: true } },
    { type: 'known', known: { soundBlocked: false } },
  );
  assert.deepEqual(announcements.slice(-2), [
    { text: en.errors['sound-blocked'], assertive: false },
    { text: '', assertive: false },
  ]);
});
