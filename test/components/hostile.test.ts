// Nothing that a page, a file, a server or a user writes into the elements becomes a header of its own on the wire.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Credentials } from '../../components/store/credentials.ts';
import { PhoneStore } from '../../components/store/phone-store.ts';
import type { PhoneCallOptions } from '../../components/store/phone-events.ts';
import { PhoneAgent } from '../../src/ua/phone-agent.ts';
import { ScriptedPeer, type Wire } from '../support/scripted-peer.ts';
import { configurationOf } from './fake-core.ts';

let peer: ScriptedPeer;
let store: PhoneStore | null;

beforeEach(() => {
  peer = new ScriptedPeer();
  const { platform } = peer;
  const getUserMedia = () => platform.getUserMedia({ audio: true });
  const mediaDevices = Object.assign(new EventTarget(), { getUserMedia, enumerateDevices: async () => [] });
  Object.defineProperty(platform, 'mediaDevices', { value: mediaDevices });
  store = null;
});

afterEach(() => {
  store?.stop();
  peer.platform.release();
});

const GOOD = {
  server: 'wss://server.example.com/ws',
  uri: 'sip:alice@example.com',
  target: 'sip:bob@example.com',
};

/** Texts that would end a header, or the whole message, and begin another. */
const BREAKS = ['\r\n', '\n', '\r', '\0', '\u0085', '\u2028'].map((end) => `x${end}Injected: yes`);
const ATTACKS = [
  ...BREAKS,
  'x\r\n\r\nINVITE sip:evil@example.com SIP/2.0',
  '" <sip:evil@evil.example>;tag=evil, "',
  '\\" <sip:evil@evil.example>',
  '\\',
  '%0d%0aInjected: yes',
  '"\ud800',
  `${'long '.repeat(13_000)}\r\nInjected: yes`,
];

/** What the page was told. */
let problems: string[] = [];

interface Attempt {
  attributes?: Record<string, string>;
  credentials?: object;
  options?: PhoneCallOptions;
  target?: string;
}

/** What reaches the server of a call that is made so, a challenge answered, too. */
async function sentFor({
  attributes = {},
  credentials,
  options,
  target = GOOD.target,
}: Attempt): Promise<Wire[]> {
  const phone = (store = new PhoneStore({
    createAgent: async ({ servers: _, ...configuration }) =>
      new PhoneAgent({ ...configuration, sockets: peer.socket }),
  }));
  phone.on('failed', (_call, { error }) => void problems.push(error.message));
  const source = credentials as Credentials | undefined;
  const configuration = configurationOf({ ...GOOD, ...attributes }, source ? { credentials: source } : {});
  phone.configure({ ...configuration, registers: false, password: 'secret' });
  phone.call(target, options).answered.catch(() => {});
  await peer.platform.advance(100);
  const sent = await peer.rest();
  const invite = sent.find(({ method }) => method === 'INVITE');
  if (invite) {
    await peer.respond(invite, 401, { headers: ['WWW-Authenticate: Digest realm="r", nonce="n"'] });
    await peer.platform.advance(100);
    sent.push(...(await peer.rest()));
  }
  phone.stop();
  store = null;
  return sent;
}

function assertClean(sent: readonly Wire[], what: string): void {
  for (const wire of sent) {
    assert.deepEqual(wire.headers('Injected'), [], what);
    assert.doesNotMatch(wire.text.split('\r\n\r\n')[0]!.replaceAll('\r\n', ''), /[\r\n\0]/, what);
    const from = wire.header('From');
    if (wire.method)
      assert.match(from ?? '', /<sip:[^@]+@(?:example\.com|anonymous\.invalid)>;tag=\w+$/, what);
    assert.equal(wire.text.match(/^(?:INVITE|ACK|CANCEL|BYE|REGISTER) /gm)?.length, 1, what);
  }
}

test('without an attack the call reaches the server, and answers its challenge', async () => {
  const sent = await sentFor({ options: { displayName: 'Anna "A." \\ B' } });
  const invites = sent.filter(({ method }) => method === 'INVITE');
  assert.equal(invites.length, 2);
  assert.ok(invites[1]?.header('Authorization'));
  assertClean(sent, 'none');
});

for (const name of [
  'display-name',
  'authorization-user',
  'uri',
  'target',
  'header-x-order',
  'header-user-to-user',
]) {
  test(`the attribute ${name} makes no header of its own`, async () => {
    for (const attack of ATTACKS) {
      for (const value of [attack, `sip:${attack}@example.com`]) {
        peer = new ScriptedPeer(peer.platform);
        const target = name === 'target' ? value : GOOD.target;
        assertClean(
          await sentFor({ attributes: { [name]: value }, target }),
          JSON.stringify(value).slice(0, 80),
        );
      }
    }
  });
}

const FIELDS = ['uri', 'authorization_user', 'password', 'ha1', 'realm', 'token', 'display_name'];
for (const name of FIELDS) {
  test(`"${name}" of the credentials makes no header of its own`, async () => {
    for (const attack of ATTACKS) {
      peer = new ScriptedPeer(peer.platform);
      const value = name === 'uri' ? `sip:alice${attack}@example.com` : attack;
      const more = name === 'ha1' ? { realm: 'r' } : name === 'realm' ? { ha1: 'a'.repeat(32) } : {};
      const sent = await sentFor({ credentials: { ...more, [name]: value } });
      assertClean(sent, JSON.stringify(value).slice(0, 80));
    }
  });
}

test('"headers" of the credentials are X-… and User-to-User, each of one line', async () => {
  for (const attack of BREAKS) {
    peer = new ScriptedPeer(peer.platform);
    const headers = {
      'X-A': attack,
      [`X-B: 1${attack}`]: 'y',
      Route: '<sip:evil.example>',
      From: 'x',
      'X-C': { a: 1 },
    };
    const sent = await sentFor({ credentials: { headers, servers: 'x', iceServers: 7, expires_in: 'soon' } });
    assertClean(sent, attack);
    assert.ok(sent.some(({ method }) => method === 'INVITE'));
    assert.ok(sent.every((wire) => wire.headers('Route').length === 0));
  }
});

test('the options of a call make no header of their own', async () => {
  for (const attack of ATTACKS) {
    peer = new ScriptedPeer(peer.platform);
    assertClean(await sentFor({ options: { displayName: attack } }), `displayName ${attack.slice(0, 40)}`);
  }
  for (const attack of BREAKS) {
    peer = new ScriptedPeer(peer.platform);
    const sent = await sentFor({ options: { extraHeaders: [`X-A: ${attack}`] } });
    assertClean(sent, `extraHeaders ${attack}`);
  }
});

test('a secret that cannot be used is told of, and not told', async () => {
  for (const name of ['password', 'ha1', 'token']) {
    peer = new ScriptedPeer(peer.platform);
    problems = [];
    await sentFor({ credentials: { realm: 'r', [name]: 'hunter2\r\nInjected: yes' } });
    assert.doesNotMatch(problems.join(), /hunter2/, name);
  }
});

test('credentials that are refreshed in a call make no header of their own', async () => {
  const agent = new PhoneAgent({ uri: GOOD.uri, sockets: peer.socket, register: false });
  agent.start();
  await peer.platform.advance(1);
  for (const parameter of [
    'authorization_user',
    'password',
    'ha1',
    'realm',
    'authorization_jwt',
    'display_name',
  ]) {
    for (const attack of BREAKS) {
      agent.set(parameter, attack);
      agent.call('bob');
      const invite = await peer.next('INVITE');
      await peer.respond(invite, 401, { headers: ['WWW-Authenticate: Digest realm="r", nonce="n"'] });
      await peer.platform.advance(100);
      assertClean([invite, ...(await peer.rest())], `${parameter} ${attack}`);
    }
  }
  agent.stop();
});

test('a flood of calls is refused as busy, but for the first; there is room again for as many as end', async () => {
  const phone = (store = new PhoneStore({
    createAgent: async ({ servers: _, ...configuration }) =>
      new PhoneAgent({ ...configuration, sockets: peer.socket }),
  }));
  let rang = 0;
  phone.on('incoming', () => void (rang += 1));
  phone.configure({ ...configurationOf(GOOD), registers: false });
  await phone.start();
  await peer.platform.advance(100);
  const invite = async (number: number) => {
    await peer.request('INVITE', { callId: `flood-${number}`, from: `<sip:m${number}@evil.example>;tag=m` });
    await peer.platform.advance(1);
    return (await peer.rest()).map(({ status }) => status).filter((status) => status && status > 100);
  };
  for (let number = 1; number <= 20; number++) assert.deepEqual(await invite(number), [180]);
  for (let number = 21; number <= 60; number++) assert.deepEqual(await invite(number), [486]);
  assert.deepEqual([rang, phone.calls.length, phone.snapshot.calls.length], [20, 20, 20]);
  phone.reject();
  await peer.platform.advance(1);
  await peer.rest();
  assert.deepEqual(await invite(61), [180]);
  assert.equal(rang, 21);
});

test('a flood of messages and of requests that mean nothing leaves the phone as it was', async () => {
  const phone = (store = new PhoneStore({
    createAgent: async ({ servers: _, ...configuration }) =>
      new PhoneAgent({ ...configuration, sockets: peer.socket }),
  }));
  phone.configure({ ...configurationOf(GOOD), registers: false });
  await phone.start();
  await peer.platform.advance(100);
  const before = JSON.stringify(phone.snapshot);
  for (const method of [
    'MESSAGE',
    'NOTIFY',
    'REFER',
    'SUBSCRIBE',
    'PUBLISH',
    'INFO',
    'UPDATE',
    'BYE',
    'FOO',
  ]) {
    for (let number = 0; number < 50; number++) {
      const headers = ['Event: refer', 'Subscription-State: active', 'Refer-To: <sip:premium@evil.example>'];
      await peer.request(method, { callId: `${method}-${number}`, headers });
    }
    await peer.platform.advance(1);
    const answers = (await peer.rest()).map(({ status = 0 }) => status);
    assert.equal(answers.length, 50, method);
    assert.ok(
      answers.every((status) => status === answers[0]),
      method,
    );
  }
  assert.equal(JSON.stringify(phone.snapshot), before);
});
