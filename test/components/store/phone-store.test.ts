import { afterEach, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import { SipError } from '../../../src/errors.ts';
import { platform, systemPlatform, usePlatform } from '../../../src/platform.ts';
import { PhoneStore } from '../../../components/store/phone-store.ts';
import { configurationOf, FakeAgent, identity } from '../fake-core.ts';

class FakeTrack extends EventTarget {
  stopped = false;
  readonly kind = 'audio';
  readonly readyState = 'live';
  readonly muted = false;
  getSettings = () => ({});

  stop(): void {
    this.stopped = true;
  }
}

/** A stream as far as the store looks at it. */
class FakeStream {
  readonly tracks = [new FakeTrack()];
  getTracks = () => this.tracks;
  getVideoTracks = () => [];
  clone = () => new FakeStream();
}

const timers: { callback: () => void; ms: number }[] = [];
const real = platform;
let agents: FakeAgent[] = [];
let reachable = true;
let streams: FakeStream[] = [];
let microphone: () => Promise<MediaStream>;

beforeEach(() => {
  agents = [];
  streams = [];
  timers.length = 0;
  reachable = true;
  microphone = async () => {
    const stream = new FakeStream();
    streams.push(stream);
    return stream as unknown as MediaStream;
  };
  usePlatform({
    ...systemPlatform(),
    locks: null,
    RTCPeerConnection: class {} as unknown as typeof RTCPeerConnection,
    mediaDevices: new EventTarget() as MediaDevices,
    now: () => 1_000_000,
    setTimeout: (callback, ms) => timers.push({ callback, ms }),
    clearTimeout: (timer) => void (timers[(timer as number) - 1] = { callback: () => {}, ms: -1 }),
  });
});

afterEach(() => void usePlatform(real));

/** The time of every timer of so many milliseconds comes. */
function elapse(ms: number): void {
  for (const timer of timers.filter((one) => one.ms === ms)) timer.callback();
}

const ACCOUNT = { server: 'wss://sip.example', uri: 'sip:anna@sip.example' };

function makeStore(attributes: Record<string, string> = ACCOUNT, more = {}): PhoneStore {
  const store = new PhoneStore({
    createAgent: async (configuration) => {
      const agent = new FakeAgent(configuration, reachable);
      agents.push(agent);
      return agent;
    },
    openMicrophone: () => microphone(),
  });
  store.configure(configurationOf(attributes, more));
  return store;
}

async function startedStore() {
  const store = makeStore();
  await store.start();
  await settled();
  return { store, agent: agents.at(-1)! };
}

async function callingStore() {
  const { store, agent } = await startedStore();
  const call = store.call('sip:bob@sip.example');
  await settled();
  return { store, agent, call, session: agent.sessions[0]! };
}

test('a phone that starts connects and registers', async () => {
  const { store, agent } = await startedStore();
  assert.equal(store.snapshot.state, 'idle');
  assert.equal(store.snapshot.registered, true);
  assert.equal(agent.configuration.uri, 'sip:anna@sip.example');
  assert.equal(agent.configuration.register, true);
});

test('a call is shown from the click to the end, and then forgotten', async () => {
  const { store, agent } = await startedStore();
  const states: string[] = [];
  store.on('change', ({ state }) => {
    if (states.at(-1) !== state) states.push(state);
  });
  const call = store.call('sip:bob@sip.example');
  assert.equal(store.snapshot.state, 'loading');
  assert.equal(store.snapshot.active?.name, 'bob');
  await settled();
  const session = agent.sessions[0]!;
  session.progress();
  session.accept();
  assert.equal(await call.answered, call);
  assert.equal(store.snapshot.active?.startedAt, 1_000_000);
  session.end({ originator: 'remote', cause: 'Terminated' });
  elapse(5000);
  assert.deepEqual(states, ['loading', 'dialing', 'ringing', 'connected', 'ended', 'idle']);
  assert.equal(store.snapshot.calls.length, 0);
});

test('the microphone is released when the call is over', async () => {
  const { session } = await callingStore();
  session.accept();
  assert.equal(streams[0]?.tracks[0]?.stopped, false);
  session.end({ originator: 'remote', cause: 'Terminated' });
  assert.equal(streams[0]?.tracks[0]?.stopped, true);
});

test('hanging up while the browser asks for the microphone stops it when it comes after all', async () => {
  const { store, agent } = await startedStore();
  let grant: (stream: MediaStream) => void = () => {};
  microphone = () => new Promise((resolve) => (grant = resolve));
  const call = store.call('sip:bob@sip.example');
  await settled();
  elapse(200);
  assert.equal(store.snapshot.state, 'permission');
  store.hangup();
  assert.equal(store.snapshot.state, 'ended');
  await assert.rejects(call.answered, { code: 'call-canceled' });
  const stream = new FakeStream();
  grant(stream as unknown as MediaStream);
  await settled();
  assert.equal(stream.tracks[0]?.stopped, true);
  assert.equal(agent.calls.length, 0, 'no INVITE leaves');
});

test('a refused microphone fails an outgoing call with its own code', async () => {
  const { store } = await startedStore();
  microphone = () => Promise.reject(new SipError('microphone-blocked'));
  const call = store.call('sip:bob@sip.example');
  await assert.rejects(call.answered, { code: 'microphone-blocked' });
  assert.equal(store.snapshot.state, 'failed');
  assert.equal(store.snapshot.problem?.code, 'microphone-blocked');
});

test('a refused microphone leaves an incoming call ringing', async () => {
  const { store, agent } = await startedStore();
  microphone = () => Promise.reject(new SipError('microphone-dismissed'));
  const session = agent.receive('carol', 'Carol');
  await store.answer();
  assert.equal(store.snapshot.incoming?.name, 'Carol');
  assert.equal(store.snapshot.problem?.code, 'microphone-dismissed');
  assert.equal(session.answeredWith, null);
});

test('a server that cannot be reached is "offline" and says so', async () => {
  reachable = false;
  const store = makeStore();
  const call = store.call('sip:bob@sip.example');
  await assert.rejects(call.answered, { code: 'connection-failed' });
  assert.equal(store.snapshot.state, 'offline');
});

test('muted and held are shown once the session tells so', async () => {
  const { store, session } = await callingStore();
  session.accept();
  let muted: (() => void) | undefined;
  session.mute = () => (muted = () => session.emit('muted', { audio: true }));
  store.mute();
  assert.equal(store.snapshot.active?.muted, false);
  muted?.();
  assert.equal(store.snapshot.active?.muted, true);
  store.hold();
  assert.equal(store.snapshot.state, 'held');
  assert.deepEqual(store.snapshot.active?.hold, { local: true, remote: false });
  store.unhold();
  assert.equal(store.snapshot.state, 'connected');
});

test('a call whose server is lost is reconnecting until the server is back', async () => {
  const { store, agent, session } = await callingStore();
  session.accept();
  agent.disconnect();
  assert.equal(store.snapshot.state, 'reconnecting');
  agent.emit('connecting', {});
  assert.equal(store.snapshot.state, 'reconnecting');
  agent.connect();
  assert.equal(store.snapshot.state, 'connected');
});

test('a call whose sound is lost is reconnecting until it is heard again, and tells what was lost', async () => {
  const { store, session } = await callingStore();
  session.accept();
  const told: unknown[] = [];
  store.on('reconnecting', (call) => told.push(call.snapshot?.lost));
  store.on('reconnected', (_call, was) => told.push(was));
  const lost = { signalling: false, media: true };
  session.reconnecting(lost);
  assert.equal(store.snapshot.state, 'reconnecting');
  session.reconnected(lost);
  assert.equal(store.snapshot.state, 'connected');
  assert.deepEqual(told, [lost, lost]);
});

test('an idle phone whose server is lost is offline however often it tries', async () => {
  const { store, agent } = await startedStore();
  agent.disconnect();
  agent.emit('connecting', {});
  assert.equal(store.snapshot.state, 'offline');
});

test('what the far end answers is told as an error of its own', async () => {
  for (const [cause, status_code, code] of [
    ['Busy', 486, 'call-busy'],
    ['Not Found', 404, 'call-not-found'],
    ['Rejected', 603, 'call-rejected'],
    ['Unavailable', 480, 'call-unavailable'],
    ['Authentication Error', 407, 'authentication-failed'],
  ] as const) {
    const { store, session } = await callingStore();
    session.end({ originator: 'remote', cause, message: { status_code } });
    assert.equal(store.snapshot.state, 'failed');
    assert.equal(store.snapshot.problem?.code, code);
    store.dismiss();
    assert.equal(store.snapshot.state, 'idle');
    assert.equal(store.snapshot.problem, null);
  }
});

test('a guest gets an address in the domain of the target, and is told when guests are refused', async () => {
  const store = makeStore({ server: 'wss://ws.example' });
  store.call('sip:sales@shop.example');
  await settled();
  assert.match(agents[0]!.configuration.uri, /^sip:guest-[a-z0-9]{8}@shop\.example$/);
  assert.equal(agents[0]!.configuration.register, false);
  agents[0]!.sessions[0]!.end({ originator: 'remote', cause: 'Authentication Error' });
  assert.equal(store.snapshot.problem?.code, 'guest-refused');
});

test('a malformed account makes no call, and none as a guest; a malformed server is named by its own error', async () => {
  const mistakes = [
    [{ server: 'wss://ws.example', uri: 'nonsense' }, 'attribute-invalid'],
    [{ server: 'nonsense' }, 'attribute-invalid'],
    [{ server: 'ws://ws.example' }, 'server-insecure'],
    [{}, 'attribute-missing'],
  ] as const;
  for (const [attributes, code] of mistakes) {
    const store = makeStore(attributes);
    await assert.rejects(store.call('sip:sales@shop.example').answered, { code });
    assert.equal(store.snapshot.problem?.code, code);
  }
  assert.deepEqual(agents, []);
});

test('a call without a target fails and names the attribute', async () => {
  const { store } = await startedStore();
  await assert.rejects(store.call(' ').answered, { code: 'attribute-missing', detail: 'target' });
});

test('a call has the name that was dialled until who answers tells one', async () => {
  const { store, session } = await callingStore();
  assert.equal(store.snapshot.active?.name, 'bob');
  session.progress();
  assert.equal(store.snapshot.active?.name, 'bob');
  session.asserted_identity = [identity('Robert')];
  session.accept();
  assert.equal(store.snapshot.active?.name, 'Robert');
});

test('a caller who gives up is a missed call, not an error', async () => {
  const { store, agent } = await startedStore();
  const session = agent.receive('carol');
  assert.equal(store.snapshot.state, 'ringing');
  session.end({ originator: 'remote', cause: 'Canceled' });
  assert.equal(store.snapshot.state, 'ended');
  assert.equal(store.snapshot.problem, null);
});

test('a listener of "incoming" can keep the call from being shown', async () => {
  const { store, agent } = await startedStore();
  store.on('incoming', (_, hide) => hide());
  agent.receive('carol');
  assert.equal(store.snapshot.incoming, null);
  await store.answer();
  assert.equal(store.snapshot.state, 'connected');
});

test('answering a second call puts the first on hold', async () => {
  const { store, agent, session } = await callingStore();
  session.accept();
  const held: boolean[] = [];
  session.on('hold', () => held.push(true));
  agent.receive('carol', 'Carol');
  await store.answer();
  assert.deepEqual(held, [true]);
  assert.equal(store.snapshot.active?.name, 'Carol');
  assert.equal(store.calls.length, 2);
});

test('rejecting answers busy', async () => {
  const { store, agent } = await startedStore();
  const session = agent.receive('carol');
  store.reject();
  assert.equal(session.terminatedWith?.status_code, 486);
  assert.equal(store.snapshot.state, 'ended');
});

test('tones go as INFO where no RTP events were negotiated', async () => {
  const { store, session } = await callingStore();
  store.sendDTMF('1');
  assert.deepEqual(session.sentTones, [], 'not before the call is answered');
  session.accept();
  store.sendDTMF('#');
  assert.deepEqual(session.sentTones, [{ tones: '#', transportType: 'INFO' }]);
});

test('credentials come just before they are needed and are refreshed before they expire', async () => {
  let asked = 0;
  const credentials = async () => ({
    uri: 'sip:v@shop.example',
    password: `p${++asked}`,
    expires_in: 100,
  });
  const store = makeStore({ server: 'wss://ws.example' }, { credentials });
  assert.equal(asked, 0);
  await store.warm();
  assert.equal(agents[0]!.configuration.password, 'p1');
  elapse(80_000);
  await settled();
  assert.equal(agents[0]!.changes['password'], 'p2');
});

test('headers and options of a call reach the INVITE', async () => {
  const store = makeStore({ ...ACCOUNT, 'header-x-order': '4711', anonymous: '' });
  store.call('bob', { extraHeaders: ['X-Page: 1'] });
  await settled();
  const { options } = agents[0]!.calls[0]!;
  assert.deepEqual(options.extraHeaders, ['X-Order: 4711', 'X-Page: 1']);
  assert.equal(options.anonymous, true);
});

test('stopping ends the calls and lets go of the agent', async () => {
  const { store, agent, session } = await callingStore();
  store.stop();
  await settled();
  assert.equal(session.isEnded(), true);
  assert.equal(agent.stopped, true);
  assert.equal(store.snapshot.registered, false);
});

test('a browser without WebRTC is told of at the start', async () => {
  usePlatform({ ...platform, RTCPeerConnection: undefined });
  const store = makeStore();
  await store.start();
  assert.equal(store.snapshot.state, 'unsupported');
  assert.equal(store.snapshot.problem?.code, 'webrtc-unsupported');
  assert.equal(agents.length, 0);
});

test('the place in a queue is what the server told last', async () => {
  const { store, session } = await callingStore();
  const queued = (headers: Record<string, string>) => ({
    status_code: 182,
    getHeader: (name: string) => headers[name] ?? null,
  });
  session.progress(queued({ 'X-Queue-Position': '3' }));
  assert.equal(store.snapshot.state, 'queued');
  assert.equal(store.snapshot.active?.queuePosition, 3);
  session.progress(queued({ 'X-Queue-Position': '2' }));
  assert.equal(store.snapshot.active?.queuePosition, 2);
  session.progress(queued({}));
  assert.equal(store.snapshot.active?.queuePosition, null);
});

test('a refusal with Retry-After says from when on it may work, and the next call is made all the same', async () => {
  const { store, agent, session } = await callingStore();
  const told: unknown[] = [];
  store.on('failed', (_, { error }) => told.push((error as { retryAfter?: unknown }).retryAfter));
  const message = { status_code: 503, getHeader: (name: string) => (name === 'Retry-After' ? '120' : null) };
  session.end({ originator: 'remote', cause: 'Unavailable', message });
  assert.equal(store.snapshot.problem?.retryAt, platform.now() + 120_000);
  assert.deepEqual(told, [120]);
  store.call('bob');
  await settled();
  assert.equal(store.snapshot.problem, null);
  assert.equal(agent.calls.length, 2);
});

test('a call that was answered can be rated once, also when it is no longer shown', async () => {
  const { store, session } = await callingStore();
  const ratings: unknown[] = [];
  store.on('rating', (call, rating) => ratings.push([call.direction, rating]));
  store.rate(5);
  session.accept();
  assert.equal(store.snapshot.toRate, null);
  session.end({ originator: 'remote', cause: 'Terminated' });
  elapse(5000);
  assert.equal(store.snapshot.active, null);
  assert.ok(store.snapshot.toRate);
  store.rate(4);
  store.rate(1);
  assert.deepEqual(ratings, [['outgoing', 4]]);
  assert.equal(store.snapshot.toRate, null);
});

test('a message that comes is told as text', async () => {
  const { store, agent } = await startedStore();
  const told: unknown[] = [];
  store.on('message', (message) => told.push(message));
  const remote_identity = {
    display_name: ' <b>Eve</b> ',
    uri: { user: 'eve', toString: () => 'sip:eve@evil' },
  };
  agent.emit('newMessage', { originator: 'remote', message: { remote_identity }, request: { body: 'hi' } });
  agent.emit('newMessage', { originator: 'local', message: { remote_identity }, request: { body: 'own' } });
  assert.deepEqual(told, [
    { from: 'sip:eve@evil', name: '<b>Eve</b>', text: 'hi', contentType: 'text/plain' },
  ]);
});

test('without a call there is nothing to transfer', async () => {
  const { store } = await startedStore();
  await assert.rejects(store.transfer('carol'), { code: 'wrong-state' });
});

test('an application may make the agent itself', async () => {
  const given: unknown[] = [];
  const agent = new FakeAgent({ uri: 'sip:anna@sip.example', servers: [], register: true });
  const store = new PhoneStore();
  const createUA = (configuration: object) => {
    given.push(configuration);
    return agent as never;
  };
  store.configure(configurationOf(ACCOUNT, { createUA }));
  await store.start();
  assert.equal(store.agent, agent as never);
  assert.match(JSON.stringify(given), /"uri":"sip:anna@sip.example".*"sockets":\[/);
});
