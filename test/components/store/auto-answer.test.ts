import { afterEach, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import { NOTICE } from '../../../components/store/auto-answer.ts';
import { PhoneStore } from '../../../components/store/phone-store.ts';
import { platform, systemPlatform, usePlatform } from '../../../src/platform.ts';
import { configurationOf, FakeAgent, FakeSession, identity } from '../fake-core.ts';
import { FakeMediaStream } from '../../support/fake-webrtc.ts';

const real = platform;
const permissions = Object.getOwnPropertyDescriptor(navigator, 'permissions');
let timers: { callback: () => void; ms: number }[] = [];
let permission: PermissionState | Error;
let opened: number;

beforeEach(() => {
  timers = [];
  opened = 0;
  permission = 'granted';
  const query = async () => {
    if (permission instanceof Error) throw permission;
    return { state: permission };
  };
  Object.defineProperty(navigator, 'permissions', { value: { query }, configurable: true });
  usePlatform({
    ...systemPlatform(),
    locks: null,
    RTCPeerConnection: class {} as unknown as typeof RTCPeerConnection,
    mediaDevices: new EventTarget() as MediaDevices,
    setTimeout: (callback, ms) => timers.push({ callback, ms }),
    clearTimeout: () => {},
  });
});

afterEach(() => {
  usePlatform(real);
  if (permissions) Object.defineProperty(navigator, 'permissions', permissions);
  else Reflect.deleteProperty(navigator, 'permissions');
});

async function phoneThatAnswers(callers: string) {
  let agent: FakeAgent | undefined;
  const store = new PhoneStore({
    createAgent: async (configuration) => (agent = new FakeAgent(configuration)),
    openMicrophone: async () => {
      opened += 1;
      return new FakeMediaStream() as unknown as MediaStream;
    },
  });
  const account = { server: 'wss://sip.example', uri: 'sip:anna@example.com' };
  store.configure(configurationOf({ ...account, 'auto-answer': callers }));
  await store.start();
  await settled();
  return { store, agent: agent! };
}

/** The second passes in which it is announced. */
async function elapse(): Promise<void> {
  for (const timer of timers.splice(0)) if (timer.ms === NOTICE) timer.callback();
  await settled();
}

/** Whether a phone answers such a call by itself. */
async function answers(callers: string, session: FakeSession): Promise<boolean> {
  const { agent } = await phoneThatAnswers(callers);
  agent.sessions.push(session);
  agent.emit('newRTCSession', { originator: 'remote', session, request: { body: null } });
  await settled();
  await elapse();
  return session.answeredWith !== null;
}

function callFrom(user: string, domain = 'example.com', asserted: FakeSession['asserted_identity'] = []) {
  const session = new FakeSession('incoming', user);
  Object.assign(session, { remote_identity: identity(null, user, domain), asserted_identity: asserted });
  return session;
}

test('who is named is answered a second after it was announced, and nobody hears anything before', async () => {
  const { store, agent } = await phoneThatAnswers('boss');
  const session = agent.receive('boss', 'The boss', 'm=video 9 UDP/TLS/RTP/SAVPF 96');
  await settled();
  assert.equal(store.snapshot.incoming?.automatic, true);
  assert.deepEqual([session.answeredWith, opened], [null, 0]);
  await elapse();
  assert.equal(store.snapshot.active?.phase, 'connected');
  assert.equal(opened, 1);
});

test('callers are users of our domain, numbers and addresses; all others ring', async () => {
  assert.equal(await answers('boss', callFrom('boss')), true);
  assert.equal(await answers('door sip:boss@EXAMPLE.com', callFrom('boss')), true);
  assert.equal(await answers('+1-555-0100', callFrom('+15550100')), true);
  assert.equal(await answers('boss@partner.example', callFrom('boss', 'partner.example')), true);
  assert.equal(await answers('boss', callFrom('boss', 'evil.example')), false);
  assert.equal(await answers('boss', callFrom('BOSS')), false);
  assert.equal(await answers('boss', callFrom('carol')), false);
  assert.equal(await answers('', callFrom('boss')), false);
  assert.equal(await answers('* sip:* *@example.com', callFrom('boss')), false);
});

test('whom the server asserts counts, and not who the caller says to be', async () => {
  assert.equal(
    await answers('boss', callFrom('boss', 'example.com', [identity('Mallory', 'mallory')])),
    false,
  );
  assert.equal(
    await answers('boss', callFrom('anonymous', 'anonymous.invalid', [identity(null, 'boss')])),
    true,
  );
  const telephone = { display_name: null, uri: { user: null, toString: () => 'tel:+15550100' } };
  assert.equal(await answers('+15550100', callFrom('x', 'gateway.example', [telephone])), true);
});

test('it rings as usual where the microphone is not allowed yet, or the browser does not tell', async () => {
  for (permission of ['prompt', 'denied', new TypeError('no such permission')] as const) {
    assert.equal(await answers('boss', callFrom('boss')), false, String(permission));
    assert.equal(opened, 0);
  }
});

test('it rings as usual while another call goes on', async () => {
  const { store, agent } = await phoneThatAnswers('boss');
  const first = agent.receive('carol');
  await settled();
  await store.answer();
  const session = agent.receive('boss');
  await settled();
  await elapse();
  assert.equal(session.answeredWith, null);
  assert.equal(store.snapshot.incoming?.automatic, false);
  assert.equal(first.isEstablished(), true);
});

test('it rings on where the user makes it silent, or the browser plays no tone', async () => {
  for (const spoil of [
    (store: PhoneStore) => store.silence(),
    (store: PhoneStore) => store.setSoundBlocked(true),
  ]) {
    const { store, agent } = await phoneThatAnswers('boss');
    const session = agent.receive('boss');
    await settled();
    spoil(store);
    await elapse();
    assert.equal(session.answeredWith, null);
    assert.equal(store.snapshot.incoming?.automatic, false);
  }
});

test('a call that is over, answered or kept by the page within that second is left alone', async () => {
  const { store, agent } = await phoneThatAnswers('boss');
  const rejected = agent.receive('boss');
  await settled();
  store.reject();
  await elapse();
  assert.equal(rejected.answeredWith, null);

  const answered = agent.receive('boss');
  await settled();
  await store.answer();
  await elapse();
  assert.equal(opened, 1);
  answered.end({ originator: 'remote', cause: 'Terminated' });

  store.on('incoming', (_call, hide) => hide());
  const kept = agent.receive('boss');
  await settled();
  await elapse();
  assert.equal(kept.answeredWith, null);
});
