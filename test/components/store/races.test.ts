/** What comes at the wrong moment, twice, or while something else is under way. */
import { afterEach, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import { SipError } from '../../../src/errors.ts';
import { platform, systemPlatform, usePlatform } from '../../../src/platform.ts';
import { PhoneStore } from '../../../components/store/phone-store.ts';
import { FakeMediaStream } from '../../support/fake-webrtc.ts';
import { configurationOf, FakeAgent, type FakeSession } from '../fake-core.ts';

const ACCOUNT = { server: 'wss://sip.example', uri: 'sip:anna@sip.example' };
const real = platform;
let agents: FakeAgent[];
let microphone: () => Promise<MediaStream>;
let store: PhoneStore;

const silence = () => new FakeMediaStream() as unknown as MediaStream;
const never = () => new Promise<never>(() => {});

beforeEach(() => {
  agents = [];
  microphone = async () => silence();
  usePlatform({
    ...systemPlatform(),
    RTCPeerConnection: class {} as unknown as typeof RTCPeerConnection,
    mediaDevices: new EventTarget() as MediaDevices,
    setTimeout: () => undefined,
  });
  store = new PhoneStore({
    createAgent: async (configuration) => {
      const agent = new FakeAgent(configuration);
      agents.push(agent);
      return agent;
    },
    openMicrophone: () => microphone(),
  });
  store.configure(configurationOf(ACCOUNT));
});

afterEach(() => {
  store.stop();
  usePlatform(real);
});

/** What is told as an error of the phone. */
function problems(): string[] {
  const told: string[] = [];
  store.on('problem', ({ code }) => told.push(code));
  return told;
}

async function started(): Promise<FakeAgent> {
  await store.start();
  await settled();
  return agents.at(-1)!;
}

/** A call that the phone made and that was answered. */
async function talking(target = 'bob'): Promise<FakeSession> {
  const agent = agents.at(-1) ?? (await started());
  store.call(target);
  await settled();
  const session = agent.sessions.at(-1)!;
  session.accept();
  return session;
}

const held = () => store.snapshot.calls.filter(({ hold }) => hold.local).map(({ name }) => name);

test('a call is answered once, however often that is asked for', async () => {
  const agent = await started();
  const session = agent.receive('carol');
  let answers = 0;
  session.on('accepted', () => (answers += 1));
  await Promise.all([store.answer(), store.answer()]);
  await store.answer();
  assert.equal(answers, 1);
  assert.equal(store.snapshot.problem, null);
});

test('hanging up and rejecting twice ends the call once and breaks nothing', async () => {
  const session = await talking();
  let ends = 0;
  session.on('ended', () => (ends += 1));
  store.hangup();
  store.hangup();
  store.reject();
  assert.equal(ends, 1);
  const incoming = agents[0]!.receive('carol');
  store.reject();
  store.reject();
  assert.equal(incoming.terminatedWith?.status_code, 486);
});

test('hanging up while it is answered ends the call, and closes the microphone that comes after all', async () => {
  const agent = await started();
  const session = agent.receive('carol');
  let grant: (stream: MediaStream) => void = () => {};
  microphone = () => new Promise((resolve) => (grant = resolve));
  void store.answer();
  store.hangup();
  assert.equal(session.isEnded(), true);
  let stopped = 0;
  const track = { stop: () => (stopped += 1), kind: 'audio', addEventListener: () => {} };
  grant({ getTracks: () => [track], getVideoTracks: () => [] } as unknown as MediaStream);
  await settled();
  assert.equal(session.answeredWith, null);
  assert.ok(stopped > 0);
});

test('a microphone that is refused once the caller has given up is no error any more', async () => {
  const agent = await started();
  const session = agent.receive('carol');
  let refuse: (error: SipError) => void = () => {};
  microphone = () => new Promise((_, reject) => (refuse = reject));
  const told = problems();
  const answering = store.answer();
  session.end({ originator: 'remote', cause: 'Canceled' });
  refuse(new SipError('microphone-blocked'));
  await answering;
  assert.deepEqual(told, []);
  assert.equal(store.snapshot.state, 'ended');
});

test('what is switched after the end changes nothing', async () => {
  const session = await talking();
  session.end({ originator: 'remote', cause: 'Terminated' });
  store.mute();
  store.hold();
  store.sendDTMF('1');
  const { muted, hold } = store.snapshot.active!;
  assert.deepEqual([muted, hold.local, session.sentTones], [false, false, []]);
});

test('mute and hold work while the server is away, and a hang-up ends the call then, too', async () => {
  const session = await talking();
  agents[0]!.disconnect();
  store.mute();
  store.hold();
  assert.equal(store.snapshot.active?.muted, true);
  assert.deepEqual(held(), ['bob']);
  assert.equal(store.snapshot.state, 'reconnecting');
  store.hangup();
  assert.equal(session.isEnded(), true);
  assert.equal(store.snapshot.state, 'ended');
});

test('of two calls that come in the older one is shown and answered first, then the other', async () => {
  const agent = await started();
  agent.receive('carol');
  agent.receive('dave');
  assert.equal(store.snapshot.incoming?.name, 'carol');
  await store.answer();
  assert.equal(store.snapshot.incoming?.name, 'dave');
  await store.answer();
  assert.equal(store.snapshot.active?.name, 'dave');
  assert.deepEqual(held(), ['carol']);
});

test('the call that was answered last is the active one, whichever came first', async () => {
  const agent = await started();
  const carol = agent.receive('carol');
  await talking('bob');
  await store.answer();
  assert.equal(store.snapshot.active?.name, 'carol');
  assert.deepEqual(held(), ['bob']);
  store.hangup();
  assert.equal(carol.isEnded(), true);
  assert.equal(store.snapshot.active?.name, 'bob');
});

test('a call that could not be answered is still the one that rings first', async () => {
  const agent = await started();
  agent.receive('carol');
  agent.receive('dave');
  microphone = () => Promise.reject(new SipError('microphone-dismissed'));
  await store.answer();
  assert.equal(store.snapshot.incoming?.name, 'carol');
});

test('only the active call is heard: one that is made puts the other on hold', async () => {
  await talking('bob');
  store.call('carol');
  await settled();
  assert.deepEqual(held(), ['bob']);
  assert.equal(store.snapshot.active?.name, 'carol');
});

test('a call that is answered while another has the word is put on hold', async () => {
  const agent = await started();
  store.call('bob');
  await settled();
  const dialing = agent.sessions[0]!;
  agent.receive('carol');
  await store.answer();
  assert.deepEqual(held(), []);
  dialing.accept();
  assert.equal(store.snapshot.active?.name, 'carol');
  assert.deepEqual(held(), ['bob']);
});

test('a call that ends as it begins, by a listener of the agent, is over', async () => {
  const agent = await started();
  const { call } = agent;
  agent.call = (...args) => {
    const session = call.apply(agent, args) as FakeSession;
    session.terminate();
    return session;
  };
  const made = store.call('bob');
  await assert.rejects(made.answered, { code: 'call-canceled' });
  assert.equal(store.snapshot.state, 'ended');
});

test('a phone that is stopped while it starts says nothing', async () => {
  const told = problems();
  const starting = store.start();
  store.stop();
  await starting;
  await settled();
  assert.deepEqual(told, []);
  assert.equal(store.snapshot.state, 'idle');
  assert.deepEqual(
    agents.filter(({ connected }) => connected),
    [],
  );
});

test('a phone whose account changes while it starts says nothing, and starts with the other', async () => {
  const told = problems();
  const starting = store.start();
  store.configure(configurationOf({ ...ACCOUNT, uri: 'sip:berta@sip.example' }));
  await starting;
  await settled();
  assert.deepEqual(told, []);
  assert.equal(store.snapshot.registered, true);
  assert.deepEqual(
    agents.filter(({ connected }) => connected).map(({ configuration }) => configuration.uri),
    ['sip:berta@sip.example'],
  );
});

test('a phone that is stopped in a call does not connect by the account that waited for its end', async () => {
  await talking();
  const told = problems();
  store.configure(configurationOf({ ...ACCOUNT, uri: 'sip:berta@sip.example' }));
  store.stop();
  await settled();
  assert.deepEqual(told, []);
  assert.equal(store.snapshot.connection, 'none');
  assert.deepEqual(
    agents.filter(({ connected }) => connected),
    [],
  );
  await store.start();
  await settled();
  assert.equal(agents.at(-1)!.configuration.uri, 'sip:berta@sip.example');
});

test('an account that was changed in a call and changed back is the same one after it', async () => {
  const session = await talking();
  store.configure(configurationOf({ ...ACCOUNT, uri: 'sip:berta@sip.example' }));
  store.configure(configurationOf(ACCOUNT));
  session.end({ originator: 'remote', cause: 'Terminated' });
  await settled();
  assert.equal(agents.length, 1);
  assert.equal(store.snapshot.registered, true);
});

test('stopping tells that account and server are gone, and starting that they are back', async () => {
  await started();
  const told: unknown[] = [];
  store.on('registration', (registered) => told.push(['registered', registered]));
  store.on('connection', (connected) => told.push(['connected', connected]));
  store.stop();
  assert.deepEqual(told.splice(0), [
    ['connected', false],
    ['registered', false],
  ]);
  store.stop();
  assert.deepEqual(told, []);
  await started();
  assert.deepEqual(told, [
    ['connected', true],
    ['registered', true],
  ]);
});

test('stopping in the midst of everything leaves no call, no microphone and no connection', async () => {
  const agent = await started();
  const answered = agent.receive('carol');
  await store.answer();
  const ringing = agent.receive('dave');
  microphone = never;
  const made = store.call('bob', { microphone: never() });
  store.stop();
  await assert.rejects(made.answered, { code: 'call-canceled' });
  assert.deepEqual([answered.isEnded(), ringing.isEnded()], [true, true]);
  assert.deepEqual(store.calls, []);
  await settled();
  assert.equal(agent.stopped, true);
  assert.equal(store.snapshot.state, 'ended');
});

test('of two requests that wait for the same answer one becomes a call', async () => {
  const agent = await started();
  let decide = () => {};
  const after = new Promise<void>((resolve) => (decide = resolve));
  store.on('request', (request) => (request.after = after));
  const asked = [store.requestCall('bob'), store.requestCall('bob')];
  decide();
  const calls = await Promise.all(asked);
  await settled();
  assert.equal(calls.filter(Boolean).length, 1);
  assert.equal(agent.calls.length, 1);
});

test('nothing is shown of a call that the page kept for itself, and of its end neither', async () => {
  const agent = await started();
  store.on('incoming', (_, hide) => hide());
  const session = agent.receive('carol');
  session.end({ originator: 'remote', cause: 'Canceled' });
  assert.equal(store.snapshot.state, 'idle');
  assert.equal(store.snapshot.active, null);
});

test('attributes that are no account count for the next call, in a call too', async () => {
  const session = await talking();
  store.configure(configurationOf({ ...ACCOUNT, dtmf: 'rtp', anonymous: '' }));
  store.sendDTMF('1');
  assert.deepEqual(session.sentTones, [{ tones: '1', transportType: 'RFC2833' }]);
  store.call('carol');
  await settled();
  assert.equal(agents[0]!.calls.at(-1)?.options.anonymous, true);
  assert.equal(agents.length, 1);
});
