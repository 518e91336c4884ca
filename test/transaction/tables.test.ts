import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  inviteClient,
  inviteServer,
  nonInviteClient,
  nonInviteServer,
  type Table,
} from '../../src/transaction/tables.ts';

type AnyTable = Table<string, string, string>;
type Transition = [state: string, event: string, next: string, ...effects: string[]];

/** What each figure of RFC 3261 and RFC 6026 says for a reliable transport. What is not here must change nothing. */
const FIGURES: { figure: string; table: AnyTable; transitions: Transition[] }[] = [
  {
    figure: 'INVITE client (RFC 3261 figure 5, RFC 6026 figure 5)',
    table: inviteClient as AnyTable,
    transitions: [
      ['calling', 'start', 'calling', 'start B', 'send'],
      ['calling', '1xx', 'proceeding', 'stop B', 'response'],
      ['calling', '2xx', 'accepted', 'stop B', 'start M', 'response'],
      ['calling', '3xx-6xx', 'terminated', 'stop B', 'ACK', 'response'],
      ['calling', 'timerB', 'terminated', 'timeout'],
      ['calling', 'transport error', 'terminated', 'stop B', 'transport error'],
      ['proceeding', '1xx', 'proceeding', 'response'],
      ['proceeding', '2xx', 'accepted', 'start M', 'response'],
      ['proceeding', '3xx-6xx', 'terminated', 'stop B', 'ACK', 'response'],
      ['proceeding', 'timerB', 'terminated', 'timeout'],
      ['proceeding', 'transport error', 'terminated', 'stop B', 'transport error'],
      ['accepted', '2xx', 'accepted', 'response'],
      ['accepted', 'timerM', 'terminated'],
    ],
  },
  {
    figure: 'non-INVITE client (RFC 3261 figure 6)',
    table: nonInviteClient as AnyTable,
    transitions: [
      ['trying', 'start', 'trying', 'start F', 'send'],
      ['trying', '1xx', 'proceeding', 'response'],
      ['trying', '2xx', 'terminated', 'stop F', 'response'],
      ['trying', '3xx-6xx', 'terminated', 'stop F', 'response'],
      ['trying', 'timerF', 'terminated', 'timeout'],
      ['trying', 'transport error', 'terminated', 'stop F', 'transport error'],
      ['proceeding', '1xx', 'proceeding', 'response'],
      ['proceeding', '2xx', 'terminated', 'stop F', 'response'],
      ['proceeding', '3xx-6xx', 'terminated', 'stop F', 'response'],
      ['proceeding', 'timerF', 'terminated', 'timeout'],
      ['proceeding', 'transport error', 'terminated', 'stop F', 'transport error'],
    ],
  },
  {
    figure: 'INVITE server (RFC 3261 figure 7, RFC 6026 figure 6)',
    table: inviteServer as AnyTable,
    transitions: [
      ['proceeding', 'request', 'proceeding', 'send last'],
      ['proceeding', 'respond 1xx', 'proceeding', 'send'],
      ['proceeding', 'respond 2xx', 'accepted', 'start L', 'send'],
      ['proceeding', 'respond 3xx-6xx', 'completed', 'start H', 'send'],
      ['accepted', 'respond 2xx', 'accepted', 'send'],
      ['accepted', 'timerL', 'terminated'],
      ['completed', 'request', 'completed', 'send last'],
      ['completed', 'ACK', 'terminated', 'stop H'],
      ['completed', 'timerH', 'terminated'],
    ],
  },
  {
    figure: 'non-INVITE server (RFC 3261 figure 8)',
    table: nonInviteServer as AnyTable,
    transitions: [
      ['trying', 'respond 1xx', 'proceeding', 'send'],
      ['trying', 'respond 2xx', 'terminated', 'send'],
      ['trying', 'respond 3xx-6xx', 'terminated', 'send'],
      ['proceeding', 'request', 'proceeding', 'send last'],
      ['proceeding', 'respond 1xx', 'proceeding', 'send'],
      ['proceeding', 'respond 2xx', 'terminated', 'send'],
      ['proceeding', 'respond 3xx-6xx', 'terminated', 'send'],
    ],
  },
];

for (const { figure, table, transitions } of FIGURES) {
  for (const [state, event, next, ...effects] of transitions) {
    test(`${figure}: ${state}, ${event} → ${next}`, () => {
      assert.deepEqual(table[state]?.[event], [next, ...effects]);
    });
  }

  test(`${figure}: nothing else changes anything`, () => {
    const told = new Set(transitions.map(([state, event]) => `${state}, ${event}`));
    const there = Object.entries(table).flatMap(([state, row]) =>
      Object.keys(row).map((event) => `${state}, ${event}`),
    );
    assert.deepEqual(
      there.filter((transition) => !told.has(transition)),
      [],
    );
    assert.deepEqual(table['terminated'], {});
  });
}
