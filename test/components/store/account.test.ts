import { afterEach, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import { Account } from '../../../components/store/account.ts';
import type { Credentials, CredentialsSource } from '../../../components/store/credentials.ts';
import { platform, systemPlatform, usePlatform } from '../../../src/platform.ts';
import { configurationOf, FakeAgent } from '../fake-core.ts';

const real = platform;
const open: Account[] = [];
let agents: FakeAgent[] = [];
let now = 0;
let timers: { at: number; callback: () => void }[] = [];

beforeEach(() => {
  [agents, timers, now] = [[], [], 1_000_000];
  usePlatform({
    ...systemPlatform(),
    locks: null,
    now: () => now,
    setTimeout(callback, ms) {
      const timer = { at: now + ms, callback };
      timers.push(timer);
      return timer;
    },
    clearTimeout: (timer) => void (timers = timers.filter((one) => one !== timer)),
  });
});

afterEach(() => {
  for (const account of open.splice(0)) account.close();
  usePlatform(real);
});

/** So many seconds pass, and what was to come in them comes. */
async function pass(seconds: number): Promise<void> {
  now += seconds * 1000;
  const due = timers.filter(({ at }) => at <= now);
  timers = timers.filter(({ at }) => at > now);
  for (const { callback } of due) callback();
  await settled();
}

/** So many seconds pass while the computer sleeps: no timer comes. */
function sleep(seconds: number): void {
  now += seconds * 1000;
}

function account(
  credentials: CredentialsSource | null,
  attributes: Record<string, string> = { server: 'wss://ws.example' },
): Account {
  const made = new Account(
    configurationOf(attributes, credentials === null ? {} : { credentials }),
    () => {},
    async (configuration) => {
      const agent = new FakeAgent(configuration);
      agents.push(agent);
      return agent;
    },
  );
  open.push(made);
  return made;
}

/** Credentials for 100 s; each time another password. */
function visitor(more: (time: number) => Credentials = () => ({})): () => Credentials {
  let time = 0;
  return () => ({ uri: 'sip:v@shop.example', password: `p${++time}`, expires_in: 100, ...more(time) });
}

const ICE = (time: number) => ({
  iceServers: [{ urls: 'turn:t.example', username: `u${time}`, credential: 'c' }],
});

test('the headers that come with credentials are of every call', async () => {
  const one = account(visitor((time) => ({ headers: { 'X-Call-Context': `c${time}` } })));
  const headers = () => one.inviteOptions({} as MediaStream, {}).extraHeaders;
  assert.deepEqual(headers(), []);
  await one.connected(null);
  assert.deepEqual(headers(), ['X-Call-Context: c1']);
  await pass(80);
  assert.deepEqual(headers(), ['X-Call-Context: c2']);
});

test('credentials are refreshed again and again, each time before they expire', async () => {
  const one = account(visitor());
  await one.connected(null);
  for (const password of ['p2', 'p3', 'p4']) {
    await pass(80);
    assert.equal(agents[0]?.changes['password'], password);
  }
  assert.equal(agents.length, 1);
});

test('a refresh in a call gives the call the new credentials of the TURN server, too', async () => {
  const one = account(visitor(ICE));
  const agent = (await one.connected(null)) as FakeAgent;
  agent.call('bob');
  const set: RTCConfiguration[] = [];
  const connection = {
    signalingState: 'stable',
    getConfiguration: () => ({ iceTransportPolicy: 'relay' }),
    setConfiguration: (configuration: RTCConfiguration) => set.push(configuration),
  };
  agent.sessions[0]!.connection = connection as unknown as RTCPeerConnection;
  await pass(80);
  assert.deepEqual(set, [{ iceTransportPolicy: 'relay', ...ICE(2) }]);
  assert.deepEqual(one.pcConfig.iceServers, ICE(2).iceServers);
});

test('where they could not be refreshed it is tried again, and the call goes on', async () => {
  let down = false;
  const good = visitor();
  const one = account(() => {
    if (down) throw new Error('down');
    return good();
  });
  await one.connected(null);
  down = true;
  await pass(80);
  down = false;
  await pass(48);
  assert.equal(agents[0]?.changes['password'], 'p2');
  assert.equal(agents[0]?.stopped, false);
});

test('a call after the computer slept is made with new credentials, not with those that are over', async () => {
  const one = account(visitor());
  await one.connected(null);
  sleep(100);
  await one.connected(null);
  assert.equal(agents[0]?.changes['password'], 'p2');
});

test('a call for which there are no new credentials says so', async () => {
  const good = visitor();
  let signedIn = true;
  const one = account(() => (signedIn ? good() : Promise.reject(new Error('signed out'))));
  await one.connected(null);
  signedIn = false;
  sleep(100);
  await assert.rejects(one.connected(null), { code: 'credentials-failed', detail: /signed out/ });
});

test('credentials of another user are for the next call; one that lives keeps its own', async () => {
  const one = account(visitor((time) => ({ uri: `sip:v${time}@shop.example` })));
  const first = (await one.connected(null)) as FakeAgent;
  first.call('bob');
  await pass(80);
  assert.equal(await one.connected(null), first);
  assert.deepEqual([first.stopped, first.changes], [false, {}]);
  first.sessions[0]!.terminate();
  const second = (await one.connected(null)) as FakeAgent;
  await settled();
  assert.notEqual(second, first);
  assert.deepEqual([first.stopped, second.stopped], [true, false]);
  assert.deepEqual([second.configuration.uri, second.configuration.password], ['sip:v2@shop.example', 'p2']);
});

test('a phone that registers becomes the other user at once, or when the call is over', async () => {
  const attributes = { server: 'wss://ws.example', register: '' };
  const one = account(
    visitor((time) => ({ uri: `sip:v${time}@shop.example` })),
    attributes,
  );
  const first = (await one.connected(null)) as FakeAgent;
  first.call('bob');
  await pass(80);
  assert.deepEqual([agents.length, first.stopped], [1, false]);
  first.sessions[0]!.terminate();
  await pass(80);
  assert.deepEqual(
    agents.map(({ configuration, stopped }) => [configuration.uri, stopped]),
    [
      ['sip:v1@shop.example', true],
      ['sip:v3@shop.example', false],
    ],
  );
});

test('what came for the next agent has only the time that is left', async () => {
  const one = account(visitor((time) => ({ uri: `sip:v${time}@shop.example` })));
  await one.connected(null);
  await pass(80);
  await pass(50);
  await one.connected(null);
  assert.equal(agents[1]?.configuration.password, 'p2');
  await pass(40);
  await one.connected(null);
  assert.equal(agents[2]?.configuration.password, 'p3', 'refreshed after 80 % of the 50 s');
});

test('a server of the answer that is not encrypted is refused, unless the page allows it', async () => {
  const credentials = { servers: ['wss://a.example', 'ws://b.example'] };
  await assert.rejects(account(credentials).connected(null), {
    code: 'server-insecure',
    detail: /auth-url.*ws:\/\/b\.example/,
  });
  await account(credentials, { insecure: '' }).connected('sip:a@b');
  await account({ servers: ['ws://localhost:8080'] }, {}).connected('sip:a@b');
  assert.deepEqual(agents[0]?.configuration.servers, credentials.servers);
});

test('an auth-url that cannot be used does not make a guest of the visitor', async () => {
  const attributes = { server: 'wss://ws.example', 'auth-url': 'http://shop.example/credentials' };
  await assert.rejects(account(null, attributes).connected('sip:a@b'), {
    code: 'attribute-invalid',
    detail: /auth-url/,
  });
  await account({ uri: 'sip:v@shop.example' }, attributes).connected('sip:a@b');
});
