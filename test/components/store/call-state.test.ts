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

test('a connected call without its server is reconnecting, also on hold', () => {
  assert.equal(callState('connected', { held: true, connectionLost: true }), 'reconnecting');
  assert.equal(callState('connected', { held: true, connectionLost: false }), 'held');
  assert.equal(callState('ringing', { held: false, connectionLost: true }), 'ringing');
});
