// One account in several tabs: each Account below is the phone of another one.
import { afterEach, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import en from '../../../components/locales/en.ts';
import { Account } from '../../../components/store/account.ts';
import { Announcer } from '../../../components/store/announcer.ts';
import { PhoneStore } from '../../../components/store/phone-store.ts';
import { platform, systemPlatform, usePlatform, type Platform } from '../../../src/platform.ts';
import { configurationOf, FakeAgent } from '../fake-core.ts';
import { FakeLocks } from '../../support/fake-locks.ts';

const real = platform;
const KEY = 'sip-elements:instance';
const ANNA = { server: 'wss://sip.example', uri: 'sip:anna@sip.example' };
let locks: FakeLocks;
let stored: Map<string, string>;
let agents: FakeAgent[];
let timers: { callback: () => void; ms: number }[];

beforeEach(() => {
  [locks, stored, agents, timers] = [new FakeLocks(), new Map(), [], []];
  store(() => ({
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  }));
  world({ locks: locks as unknown as LockManager });
});

afterEach(() => {
  store(() => undefined);
  usePlatform(real);
});

/** Puts something into the place of the browser's storage. */
function store(get: () => unknown): void {
  Object.defineProperty(globalThis, 'localStorage', { get, configurable: true });
}

function world(parts: Partial<Platform>): void {
  usePlatform({
    ...systemPlatform(),
    RTCPeerConnection: class {} as unknown as typeof RTCPeerConnection,
    mediaDevices: new EventTarget() as MediaDevices,
    setTimeout: (callback, ms) => timers.push({ callback, ms }),
    clearTimeout: () => {},
    ...parts,
  });
}

const createAgent = async (configuration: FakeAgent['configuration']) => {
  const agent = new FakeAgent(configuration);
  agents.push(agent);
  return agent;
};

/** A time passes in which nothing happens that takes longer than a handover. */
async function aWhile(): Promise<void> {
  await settled();
  for (const { callback } of timers.splice(0)) callback();
  await settled();
}

/** A tab with a phone of this account. */
async function open(attributes: Record<string, string> = ANNA, more = {}): Promise<Tab> {
  const account = new Account(configurationOf(attributes, more), () => {}, createAgent);
  const opened = account.open(null) as Promise<FakeAgent>;
  await aWhile();
  return { account, agent: await opened };
}

interface Tab {
  account: Account;
  agent: FakeAgent;
}

const registered = () => agents.filter(({ connected, registers }) => connected && registers);

test('of two tabs one registers; the other is connected all the same, and can call', async () => {
  const first = await open();
  const second = await open();
  assert.deepEqual(registered(), [first.agent]);
  assert.deepEqual([first.account.standby, second.account.standby], [false, true]);
  assert.equal(await second.account.connected('bob'), second.agent);
});

test('when the first tab stops, the next one registers, in the order in which they came', async () => {
  const first = await open();
  const [second, third] = [await open(), await open()];
  first.account.close();
  await settled();
  assert.deepEqual(registered(), [second.agent]);
  assert.deepEqual([second.account.standby, third.account.standby], [false, true]);
});

test('the next tab has its turn once the server knows that the first one is gone, and not before', async () => {
  const first = await open();
  // It waits for the answer to its last REGISTER.
  first.agent.stop = () => {};
  const second = await open();
  first.account.close();
  await settled();
  assert.equal(second.agent.registers, false);
  first.agent.disconnect();
  await settled();
  assert.equal(second.agent.registers, true);
});

test('a tab whose turn comes late, and while its code is on its way, registers all the same', async () => {
  const first = await open();
  let come!: () => void;
  const load = async (configuration: FakeAgent['configuration']) => {
    await new Promise<void>((resolve) => (come = resolve));
    return createAgent(configuration);
  };
  const account = new Account(configurationOf(ANNA), () => {}, load);
  const opened = account.open(null);
  await aWhile();
  first.account.close();
  await settled();
  come();
  await opened;
  await settled();
  assert.deepEqual(registered(), [agents.at(-1)]);
  assert.equal(account.standby, false);
});

test('a tab that crashes takes its lock along, and another registers at once', async () => {
  await open();
  const second = await open();
  locks.crash();
  await settled();
  assert.equal(second.agent.registers, true);
  assert.equal(second.account.standby, false);
});

test('a tab whose turn comes in a call registers, and the call goes on', async () => {
  const first = await open();
  const second = await open();
  second.agent.call('bob');
  first.account.close();
  await settled();
  assert.equal(second.agent.registers, true);
  assert.deepEqual([second.agent.stopped, second.agent.sessions[0]?.isEnded()], [false, false]);
  assert.equal(await second.account.connected('carol'), second.agent);
});

test('a tab whose turn comes while the server is away registers when it is back', async () => {
  const first = await open();
  const second = await open();
  second.agent.disconnect();
  first.account.close();
  await settled();
  assert.deepEqual(registered(), []);
  second.agent.connect();
  assert.deepEqual(registered(), [second.agent]);
});

test('a page that is loaded anew has its turn when the last one is gone: it never waits for another tab', async () => {
  await open();
  const account = new Account(configurationOf(ANNA), () => {}, createAgent);
  const opened = account.open(null) as Promise<FakeAgent>;
  await settled();
  locks.crash();
  const agent = await opened;
  assert.deepEqual([agent.configuration.register, account.standby], [true, false]);
});

test('all tabs register with the same instance id, that of this browser, also after a reload', async () => {
  const tabs = [await open(), await open(), await open({ ...ANNA, uri: 'sip:bob@sip.example' })];
  const ids = tabs.map(({ agent }) => agent.configuration.instance_id);
  assert.match(ids[0] ?? '', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.equal(new Set(ids).size, 1);
  assert.deepEqual([...stored], [[KEY, ids[0]]]);
});

test('what is kept tells nobody whose account it was', async () => {
  await open();
  assert.doesNotMatch([...stored].join(), /anna|sip\.example/);
});

test('what another script has put in the place of the instance id is replaced', async () => {
  stored.set(KEY, '"><script>');
  const { agent } = await open();
  assert.equal(agent.configuration.instance_id, stored.get(KEY));
  assert.match(agent.configuration.instance_id ?? '', /^[0-9a-f-]{36}$/);
});

test('two accounts of a page have nothing to do with each other', async () => {
  await open();
  const bob = await open({ ...ANNA, uri: 'sip:bob@sip.example' });
  assert.equal(bob.agent.registers, true);
});

test('whichever server leads to it, the account is the same', async () => {
  await open({ ...ANNA, server: 'wss://a.example wss://b.example' });
  const second = await open({ ...ANNA, server: 'wss://b.example wss://a.example' });
  assert.equal(second.account.standby, true);
});

test('guests, and who does not register, wait for nobody and keep nothing', async () => {
  await open();
  stored.clear();
  const guest = await open({ server: ANNA.server });
  const silent = await open({ ...ANNA, 'no-register': '' });
  assert.deepEqual([guest.account.standby, silent.account.standby], [false, false]);
  assert.equal(locks.asked, 1);
  assert.equal(stored.size, 0);
  assert.equal(silent.agent.configuration.instance_id, undefined);
});

test('without Web Locks each tab registers by itself, with an id of its own', async () => {
  world({ locks: null });
  const tabs = [await open(), await open()];
  assert.deepEqual(
    registered(),
    tabs.map(({ agent }) => agent),
  );
  assert.ok(tabs.every(({ agent }) => agent.configuration.instance_id === undefined));
});

test('a frame that may neither lock nor store registers by itself, with an id of its own', async () => {
  const refused = () => {
    throw new DOMException('refused', 'SecurityError');
  };
  store(refused);
  world({ locks: { request: async () => refused() } as unknown as LockManager });
  const { account, agent } = await open();
  assert.deepEqual([agent.registers, account.standby], [true, false]);
  assert.equal(agent.configuration.instance_id, undefined);
});

test('a page that may not store takes its turn all the same', async () => {
  store(() => undefined);
  await open();
  const { account, agent } = await open();
  assert.deepEqual([account.standby, agent.configuration.instance_id], [true, undefined]);
});

test('a tab that is refused lets another one try, and comes back with other credentials', async () => {
  let password = 'wrong';
  const credentials = () => ({ uri: 'sip:anna@sip.example', password, expires_in: 100 });
  const first = await open(ANNA, { credentials });
  const second = await open();
  const response = { status_code: 403, reason_phrase: 'Forbidden' };
  first.agent.emit('registrationFailed', { response, cause: 'Rejected' });
  await settled();
  assert.equal(second.agent.registers, true);
  password = 'right';
  // The time to refresh comes.
  await aWhile();
  await aWhile();
  assert.equal(first.agent.stopped, true);
  assert.deepEqual([agents.at(-1)?.configuration.password, agents.at(-1)?.registers], ['right', false]);
  second.account.close();
  await settled();
  assert.deepEqual(registered(), [agents.at(-1)]);
});

test('a server that is ill is no reason to pass the turn on', async () => {
  const first = await open();
  const second = await open();
  const response = { status_code: 503, reason_phrase: 'Service Unavailable' };
  first.agent.emit('registrationFailed', { response, cause: 'SIP Failure Code' });
  await settled();
  assert.equal(second.account.standby, true);
});

test('a page that goes lets another tab ring at once; one that comes back gets in line', async () => {
  const phone = new PhoneStore({ createAgent });
  phone.configure(configurationOf(ANNA));
  const started = phone.start();
  await aWhile();
  await started;
  const second = await open();
  phone.leave();
  await settled();
  assert.equal(second.agent.registers, true);
  phone.resume();
  await aWhile();
  assert.deepEqual(
    [agents[0]?.stopped, phone.snapshot.standby, phone.snapshot.connection],
    [true, true, 'connected'],
  );
  phone.stop();
  phone.resume();
  assert.equal(phone.snapshot.connection, 'none', 'who was not started is not started by that');
});

test('who stops waiting is out of the line, and who cannot load the code holds nobody up', async () => {
  const first = await open();
  (await open()).account.close();
  const broken = new Account(
    configurationOf(ANNA),
    () => {},
    () => Promise.reject(new Error('404')),
  );
  const failed = assert.rejects(broken.open(null), { code: 'code-missing' });
  await aWhile();
  await failed;
  assert.equal(locks.waiting, 0);
  first.account.close();
  assert.equal((await open()).agent.registers, true);
});

test('a phone that waits for its turn says so, and says when calls ring here', async () => {
  const first = await open();
  const phone = new PhoneStore({ createAgent });
  const announcer = new Announcer();
  const said: string[] = [];
  phone.on('change', (snapshot) => {
    const news = announcer.next(snapshot, en);
    if (news?.text) said.push(news.text);
  });
  phone.configure(configurationOf(ANNA));
  const started = phone.start();
  await aWhile();
  await started;
  assert.deepEqual([phone.snapshot.standby, phone.snapshot.state], [true, 'idle']);
  first.account.close();
  await settled();
  assert.deepEqual([phone.snapshot.standby, phone.snapshot.registered], [false, true]);
  assert.deepEqual(said, ['Connecting.', 'Calls ring in another tab', 'Ready for calls']);
  phone.stop();
  assert.equal(phone.snapshot.standby, false);
});
