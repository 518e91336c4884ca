import { test } from 'node:test';
import assert from 'node:assert/strict';
import { callState, nextPhase, type Happening } from '../../../components/store/call-state.ts';
import type { Phase } from '../../../components/store/states.ts';

const walk = (start: Phase, ...happenings: Happening[]) => happenings.reduce(nextPhase, start);

test('an outgoing call goes from the click to the conversation', () => {
  const way: Happening[] = ['asking', 'granted', 'sending', 'ringing', 'accepted'];
  const phases = way.map((_, at) => walk('loading', ...way.slice(0, at + 1)));
  assert.deepEqual(phases, ['permission', 'loading', 'dialing', 'ringing', 'connected']);
});

test('a 180 after early media takes no sound away', () => {
  assert.equal(walk('dialing', 'early-media', 'ringing'), 'early-media');
});

test('an incoming call rings on when the microphone was refused', () => {
  assert.equal(walk('ringing', 'answering', 'asking', 'refused'), 'ringing');
});

test('an end is final', () => {
  assert.equal(walk('connected', 'ended', 'accepted', 'ringing', 'failed'), 'ended');
  assert.equal(walk('dialing', 'failed', 'ended', 'accepted'), 'failed');
});

test('a connected call without its server or its sound is reconnecting, also on hold', () => {
  const held = { local: true, remote: false };
  const talking = { local: false, remote: false };
  const well = { signalling: false, media: false };
  const signalling = { signalling: true, media: false };
  const media = { signalling: false, media: true };
  assert.equal(callState({ phase: 'connected', hold: held, lost: signalling }), 'reconnecting');
  assert.equal(callState({ phase: 'connected', hold: talking, lost: media }), 'reconnecting');
  assert.equal(callState({ phase: 'connected', hold: held, lost: well }), 'held');
  assert.equal(callState({ phase: 'ringing', hold: talking, lost: signalling }), 'ringing');
});
