import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RTCSession } from '../../src/index.ts';
import {
  callTable,
  isEnded,
  isEstablished,
  isInProgress,
  statusOf,
  type CallEvent,
  type CallState,
} from '../../src/call/state.ts';

/** Every transition there is, as behaviour.md tells it: what is not here must not happen. */
const TRANSITIONS = `
NULL: INVITE sent → INVITE_SENT
NULL: INVITE received → INVITE_RECEIVED
NULL: terminate → CANCELED, failed
NULL: fail → TERMINATED, failed

INVITE_SENT: 1xx received → 1XX_RECEIVED
INVITE_SENT: 2xx received → WAITING_FOR_ACK
INVITE_SENT: refused → TERMINATED, failed
INVITE_SENT: terminate → CANCELED, CANCEL, failed
INVITE_SENT: fail → TERMINATED, CANCEL, failed

1XX_RECEIVED: 1xx received → 1XX_RECEIVED
1XX_RECEIVED: 2xx received → WAITING_FOR_ACK
1XX_RECEIVED: refused → TERMINATED, failed
1XX_RECEIVED: BYE received → TERMINATED, CANCEL, ended
1XX_RECEIVED: terminate → CANCELED, CANCEL, failed
1XX_RECEIVED: fail → TERMINATED, CANCEL, failed

INVITE_RECEIVED: ringing → WAITING_FOR_ANSWER
INVITE_RECEIVED: CANCEL received → CANCELED, failed
INVITE_RECEIVED: terminate → TERMINATED, reject, failed
INVITE_RECEIVED: fail → TERMINATED, reject, failed

WAITING_FOR_ANSWER: answer → ANSWERED
WAITING_FOR_ANSWER: CANCEL received → CANCELED, failed
WAITING_FOR_ANSWER: BYE received → TERMINATED, reject, ended
WAITING_FOR_ANSWER: terminate → TERMINATED, reject, failed
WAITING_FOR_ANSWER: fail → TERMINATED, reject, failed

ANSWERED: 2xx sent → WAITING_FOR_ACK
ANSWERED: CANCEL received → CANCELED, failed
ANSWERED: BYE received → TERMINATED, reject, ended
ANSWERED: terminate → TERMINATED, reject, failed
ANSWERED: fail → TERMINATED, reject, failed

WAITING_FOR_ACK: ACK sent → CONFIRMED
WAITING_FOR_ACK: ACK received → CONFIRMED
WAITING_FOR_ACK: BYE received → TERMINATED, ended
WAITING_FOR_ACK: terminate → TERMINATED, BYE, ended
WAITING_FOR_ACK: fail → TERMINATED, BYE, failed

CONFIRMED: BYE received → TERMINATED, ended
CONFIRMED: terminate → TERMINATED, BYE, ended
CONFIRMED: fail → TERMINATED, BYE, ended
`
  .split('\n')
  .filter((line) => line !== '');

const states = Object.keys(callTable) as CallState[];

function written(): string[] {
  return states.flatMap((state) =>
    Object.entries(callTable[state]).map(([event, next]) => `${state}: ${event} → ${next.join(', ')}`),
  );
}

for (const transition of TRANSITIONS) {
  test(transition, () => assert.ok(written().includes(transition)));
}

test('nothing else ever happens to a call', () => {
  assert.deepEqual(written().sort(), [...TRANSITIONS].sort());
});

test('every end lets go of everything exactly once, and nothing leads out of it', () => {
  for (const state of states) {
    if (isEnded(state)) assert.deepEqual(callTable[state], {});
    for (const event of Object.keys(callTable[state]) as CallEvent[]) {
      const [to, ...effects] = callTable[state][event]!;
      const ends = effects.filter((effect) => effect === 'ended' || effect === 'failed');
      assert.equal(ends.length, isEnded(to) ? 1 : 0, `${state}: ${event}`);
      if (isEnded(to)) assert.equal(effects.at(-1), ends[0], 'what must be sent is sent before');
    }
  }
});

test('every state but the two ends can be ended by either side of the API', () => {
  for (const state of states.filter((one) => !isEnded(one))) {
    assert.ok(callTable[state].terminate, state);
    assert.ok(callTable[state].fail, state);
  }
});

test('the numbers of the states are those that applications know', () => {
  assert.deepEqual(RTCSession.C, {
    STATUS_NULL: 0,
    STATUS_INVITE_SENT: 1,
    STATUS_1XX_RECEIVED: 2,
    STATUS_INVITE_RECEIVED: 3,
    STATUS_WAITING_FOR_ANSWER: 4,
    STATUS_ANSWERED: 5,
    STATUS_WAITING_FOR_ACK: 6,
    STATUS_CANCELED: 7,
    STATUS_TERMINATED: 8,
    STATUS_CONFIRMED: 9,
  });
});

test('0 to 4 are in progress, 5, 6 and 9 established, 7 and 8 over', () => {
  const numbers = (is: (state: CallState) => boolean) =>
    states
      .filter(is)
      .map((state) => statusOf(state))
      .sort();
  assert.deepEqual(numbers(isInProgress), [0, 1, 2, 3, 4]);
  assert.deepEqual(numbers(isEstablished), [5, 6, 9]);
  assert.deepEqual(numbers(isEnded), [7, 8]);
});
