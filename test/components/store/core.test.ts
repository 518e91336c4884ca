import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createAgent } from '../../../components/store/core.ts';
import { TimedAgent } from '../../../src/ua/timed-agent.ts';

const ACCOUNT = { uri: 'sip:anna@example.com', servers: ['wss://sip.example'], register: false };

test('a phone has session timers where the page asks for them, and only there', async () => {
  assert.ok((await createAgent({ ...ACCOUNT, session_timers: true })) instanceof TimedAgent);
  for (const configuration of [ACCOUNT, { ...ACCOUNT, session_timers: false }])
    assert.ok(!((await createAgent(configuration)) instanceof TimedAgent));
});

test('an agent of the page’s own is told what the page says of session timers', async () => {
  const told: unknown[] = [];
  const createUA = (configuration: { session_timers?: boolean | null }) => {
    told.push(configuration.session_timers);
    return {} as never;
  };
  await createAgent({ ...ACCOUNT, session_timers: true }, createUA);
  await createAgent({ ...ACCOUNT, session_timers: false }, createUA);
  await createAgent(ACCOUNT, createUA);
  assert.deepEqual(told, [true, false, undefined]);
});
