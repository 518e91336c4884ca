// What a page has ended, or called off, stays so, and what is the page's own stays the page's.
import { afterEach, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import { Account } from '../../../components/store/account.ts';
import { PhoneStore } from '../../../components/store/phone-store.ts';
import { FakePlatform } from '../../support/fake-platform.ts';
import { FakeMediaStream, FakeTrack } from '../../support/fake-webrtc.ts';
import { configurationOf, FakeAgent } from '../fake-core.ts';

const ATTRIBUTES = { server: 'wss://sip.example' };

let platform: FakePlatform;
let agents: FakeAgent[];

beforeEach(() => {
  platform = new FakePlatform();
  agents = [];
});

afterEach(() => platform.release());

/** An account, and how many agents of it were shown to whoever listens. */
function account(credentials: () => object, start?: (agent: FakeAgent) => void) {
  const shown: unknown[] = [];
  const made = new Account(
    configurationOf(ATTRIBUTES, { credentials, registers: false }),
    (agent) => shown.push(agent),
    async (configuration) => {
      const agent = new FakeAgent(configuration);
      if (start) agent.start = () => start(agent);
      agents.push(agent);
      return agent;
    },
  );
  return { made, shown };
}

function store(): PhoneStore {
  const made = new PhoneStore({
    createAgent: async (configuration) => {
      const agent = new FakeAgent(configuration);
      agents.push(agent);
      return agent;
    },
  });
  made.configure(configurationOf({ ...ATTRIBUTES, uri: 'sip:anna@sip.example' }));
  return made;
}

/** The page's own stream, and a call that sends it. */
async function callWithOwnStream() {
  const phone = store();
  const track = new FakeTrack('audio');
  phone.mediaStream = new FakeMediaStream([track]) as unknown as MediaStream;
  const call = phone.call('bob');
  for (let turns = 0; !call.session && turns < 1000; turns++) await settled();
  assert.ok(call.session, JSON.stringify(call.snapshot));
  const session = agents[0]!.sessions[0]!;
  session.accept();
  return { phone, session, track };
}

test('an account that is closed asks for no credentials any more', async () => {
  let asked = 0;
  const { made } = account(() => ({ expires_in: ++asked * 100 }));
  await made.connected(null);
  made.close();
  await platform.advance(1_000_000);
  assert.equal(asked, 1);
  assert.equal(platform.timerCount, 0);
});

test('an account that is closed while its agent is made starts none', async () => {
  let started = false;
  const { made, shown } = account(
    () => ({}),
    () => (started = true),
  );
  const opening = made.open(null);
  made.close();
  await assert.rejects(opening, { code: 'wrong-state' });
  assert.deepEqual([agents.length, shown, started], [1, [], false]);
});

test('the end of the agent before is no failure of the one that connects', async () => {
  let time = 0;
  const { made } = account(
    () => ({ uri: `sip:v${++time}@shop.example`, expires_in: 100 }),
    // The second one takes its time.
    (agent) => agents.length === 1 && agent.connect(),
  );
  await made.connected(null);
  await platform.advance(90_000);
  const connecting = made.connected(null);
  await settled();
  assert.deepEqual([agents.length, agents[0]?.stopped], [2, true]);
  agents[1]!.connect();
  assert.equal(await connecting, agents[1]);
  made.close();
});

test("at the end of a call the page's own stream is as it was", async () => {
  const { session, track } = await callWithOwnStream();
  session.end({ originator: 'remote', cause: 'Terminated' });
  assert.equal(track.readyState, 'live');
});

test('a camera that is switched off mutes nobody', async () => {
  const { phone, session } = await callWithOwnStream();
  const told: boolean[] = [];
  phone.on('mute', () => told.push(phone.snapshot.active!.muted));
  session.emit('muted', { audio: false });
  assert.deepEqual([phone.snapshot.active?.muted, told], [false, []]);
  session.emit('muted', { audio: true });
  assert.deepEqual(told, [true]);
});

test('a call that waits for something is not made after the phone was stopped', async () => {
  const phone = store();
  let go = () => {};
  phone.on('request', (request) => (request.after = new Promise((resolve) => (go = resolve))));
  const asked = phone.requestCall('bob');
  phone.stop();
  go();
  assert.equal(await asked, undefined);
  assert.deepEqual([phone.calls, agents], [[], []]);
});
