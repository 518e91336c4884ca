import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recoveryTable, sicknessOf, type RecoveryState } from '../../src/call/recovery-table.ts';

/** Every transition there is: what is not here must not happen. */
const TRANSITIONS = `
well: connection lost → signalling lost
well: connected → well, refresh target
well: silence → silent, check connection
well: media doubtful → media doubtful, check connection, wait a little
well: media lost → media lost, check connection, start clock, wait for our turn

silent: connection lost → cut off
silent: media doubtful → media doubtful, check connection, wait a little
silent: media lost → media lost, check connection, start clock, wait for our turn
silent: media found → well
silent: restarted in vain → restarting, start clock, restart ICE

signalling lost: connected → well, refresh target
signalling lost: silence → cut off
signalling lost: media doubtful → both lost, start clock
signalling lost: media lost → both lost, start clock

cut off: connected → restarting, start clock, restart ICE
cut off: media doubtful → both lost, start clock
cut off: media lost → both lost, start clock
cut off: media found → signalling lost

media doubtful: connection lost → both lost, stop waiting, start clock
media doubtful: media lost → media lost, start clock, wait for our turn
media doubtful: media found → well, stop waiting
media doubtful: grace over → media lost, start clock, wait for our turn

media lost: connection lost → both lost, stop waiting
media lost: media found → well, stop waiting, stop clock
media lost: our turn → restarting, restart ICE
media lost: agreed → restarted, stop waiting
media lost: time is up → over, stop waiting, end: RTP Timeout

restarting: connection lost → both lost, withdraw
restarting: media found → well, stop clock
restarting: agreed → restarted
restarting: refused → media lost, check connection, wait for our turn
restarting: time is up → over, withdraw, end: RTP Timeout

restarted: connection lost → both lost
restarted: media found → well, stop clock
restarted: media lost → over, stop clock, end: RTP Timeout
restarted: time is up → over, end: RTP Timeout

both lost: connected → restarting, restart ICE
both lost: media found → signalling lost, stop clock
both lost: time is up → over, end: Connection Error
`
  .split('\n')
  .filter((line) => line !== '');

const states = Object.keys(recoveryTable) as RecoveryState[];

/** Each transition, with what it does. */
const written = states.flatMap((state) =>
  Object.entries(recoveryTable[state]).map(([event, [next, ...effects]]) => ({
    state,
    event,
    next,
    effects,
  })),
);
type Transition = (typeof written)[number];

const print = ({ state, event, next, effects }: Transition) =>
  `${state}: ${event} → ${[next, ...effects].join(', ')}`;

for (const transition of TRANSITIONS) {
  test(transition, () => assert.ok(written.map(print).includes(transition)));
}

test('nothing else ever happens to the health of a call', () => {
  assert.deepEqual(written.map(print).sort(), [...TRANSITIONS].sort());
});

test('ICE is never restarted without a connection: first the connection, then the restart', () => {
  const restarts = written.filter(({ effects }) => effects.includes('restart ICE'));
  assert.ok(restarts.length > 0);
  for (const { next } of restarts) assert.equal(sicknessOf(next).signalling, false, next);
});

test('a lost connection alone restarts nothing and ends nothing', () => {
  const effects = written
    .filter(({ state, event }) => ['well', 'signalling lost'].includes(state) && event.startsWith('connect'))
    .flatMap((transition) => transition.effects);
  assert.deepEqual([...new Set(effects)], ['refresh target']);
});

/** Whether the clock that ends the call runs in a state. */
const hasDeadline = (state: RecoveryState) => 'time is up' in recoveryTable[state];

test('the clock is started and stopped with the states whose time can be up', () => {
  for (const transition of written) {
    const { state, next, effects } = transition;
    const [before, after] = [hasDeadline(state), hasDeadline(next)];
    if (next !== 'over') {
      assert.equal(effects.includes('start clock'), !before && after, print(transition));
      assert.equal(effects.includes('stop clock'), before && !after, print(transition));
    }
  }
});

test('every end says why, once, and nothing leads out of it', () => {
  for (const transition of written.filter(({ next }) => next === 'over')) {
    assert.equal(
      transition.effects.filter((effect) => effect.startsWith('end: ')).length,
      1,
      print(transition),
    );
  }
  assert.deepEqual(recoveryTable.over, {});
});

test('from everywhere there is a way back to health', () => {
  const reachable = new Set<RecoveryState>(['well']);
  for (let before = 0; before < reachable.size;) {
    before = reachable.size;
    for (const { state, next } of written) if (reachable.has(next)) reachable.add(state);
  }
  assert.deepEqual([...reachable].sort(), states.filter((state) => state !== 'over').sort());
});
