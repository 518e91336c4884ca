/** What the configuration of an account means on the wire. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { UA, Utils, type UAConfiguration } from '../../src/index.ts';
import { systemPlatform } from '../../src/platform.ts';
import { FakeSocket, ScriptedPeer, type Wire } from '../support/scripted-peer.ts';

let peer: ScriptedPeer;

beforeEach(() => (peer = new ScriptedPeer()));
afterEach(() => peer.platform.release());

async function startUA(more: Partial<UAConfiguration> = {}): Promise<UA> {
  const ua = new UA({ uri: 'sip:alice@example.com', sockets: peer.socket, register: false, ...more });
  ua.start();
  await peer.platform.advance(1);
  return ua;
}

const parameter = (wire: Wire, name: string) =>
  new RegExp(`[ ,]${name}="([^"]*)"`).exec(wire.header('Authorization') ?? '')?.[1];

test('several UAs live in one page, each with its own account and connection', async () => {
  const alice = await startUA();
  const other = new ScriptedPeer(peer.platform, new FakeSocket('other.example.com'));
  const carol = await startUA({ uri: 'sip:carol@example.org', sockets: other.socket });
  alice.call('bob');
  carol.call('bob');
  assert.match((await peer.next('INVITE')).header('From') ?? '', /<sip:alice@example\.com>/);
  assert.match((await other.next('INVITE')).header('From') ?? '', /<sip:carol@example\.org>/);
  peer.socket.behaviour = 'refuse';
  peer.socket.lose();
  assert.equal(alice.isConnected(), false);
  assert.equal(carol.isConnected(), true);
  assert.deepEqual([alice.sessions.length, carol.sessions.length], [0, 1]);
});

test('the REGISTER goes to registrar_server', async () => {
  await startUA({ register: true, registrar_server: 'registrar.example.net' });
  const register = await peer.next('REGISTER');
  assert.equal(register.ruri, 'sip:registrar.example.net');
  assert.equal(register.header('To'), '<sip:alice@example.com>');
});

test('contact_uri is the Contact', async () => {
  const ua = await startUA({ register: true, contact_uri: 'sip:me@192.0.2.1;transport=ws' });
  assert.match((await peer.next('REGISTER')).header('Contact') ?? '', /^<sip:me@192\.0\.2\.1;transport=ws>/);
  ua.call('bob');
  assert.match((await peer.next('INVITE')).header('Contact') ?? '', /^<sip:me@192\.0\.2\.1;transport=ws/);
});

test('display_name stands in From, escaped and quoted', async () => {
  const ua = await startUA({ display_name: 'Алиса "☎" \\' });
  ua.call('bob');
  const from = (await peer.next('INVITE')).header('From') ?? '';
  assert.ok(from.startsWith('"Алиса \\"☎\\" \\\\" <sip:alice@example.com>;tag='), from);
});

test('authorization_user and H(A1) answer the challenge of their realm', async () => {
  const md5 = Utils.calculateMD5;
  const ha1 = md5('anna:r:s3cr3t');
  await startUA({ register: true, authorization_user: 'anna', ha1, realm: 'r' });
  const challenge = 'WWW-Authenticate: Digest realm="r", nonce="n"';
  await peer.respond(await peer.next('REGISTER'), 401, { headers: [challenge] });
  const again = await peer.next('REGISTER');
  assert.equal(parameter(again, 'username'), 'anna');
  assert.equal(parameter(again, 'response'), md5(`${ha1}:n:${md5('REGISTER:sip:example.com')}`));
});

test('the full UA answers SHA-512-256, too, where a server asks for it', async () => {
  await startUA({ register: true, password: 's3cr3t' });
  const challenge = (algorithm: string, nonce: string) =>
    `WWW-Authenticate: Digest realm="r", nonce="${nonce}", algorithm=${algorithm}`;
  const headers = [challenge('MD5', '1'), challenge('SHA-512-256', '2'), challenge('SHA-256', '3')];
  await peer.respond(await peer.next('REGISTER'), 401, { headers });
  const again = await peer.next('REGISTER', 30_000);
  assert.match(again.header('Authorization') ?? '', /algorithm=SHA-512-256/);
  assert.match(parameter(again, 'response') ?? '', /^[0-9a-f]{64}$/);
});

test("the data of a subscription is the application's own", async () => {
  const ua = await startUA();
  const subscriber = ua.subscribe('bob', 'presence', 'application/pidf+xml');
  const mine = { row: 7 };
  subscriber.data = mine;
  subscriber.subscribe();
  await peer.next('SUBSCRIBE');
  assert.equal(subscriber.data, mine);
});

test('instance_id is made once per UA', async () => {
  const instance = (wire: Wire) => /\+sip\.instance="<urn:uuid:([0-9a-f-]{36})>"/.exec(wire.text)?.[1];
  const ua = await startUA({ register: true });
  const first = await peer.next('REGISTER');
  await peer.respond(first, 200, { headers: [`Contact: ${first.header('Contact')}`] });
  ua.register();
  const again = await peer.next('REGISTER');
  assert.ok(instance(first));
  assert.equal(instance(again), instance(first));
  const other = new ScriptedPeer(peer.platform, new FakeSocket());
  await startUA({ register: true, sockets: other.socket });
  assert.notEqual(instance(await other.next('REGISTER')), instance(first));
});

test('the bounds of the configuration are those of the pauses between attempts', async () => {
  peer.platform.visible = false;
  peer.socket.behaviour = 'refuse';
  const attempts: number[] = [];
  const ua = new UA({
    uri: 'sip:alice@example.com',
    sockets: peer.socket,
    connection_recovery_min_interval: 20,
    connection_recovery_max_interval: 25,
  });
  ua.on('connecting', () => attempts.push(peer.platform.now()));
  ua.start();
  await peer.platform.advance(600_000);
  // The second attempt follows at once.
  const pauses = attempts.slice(2).map((at, index) => at - (attempts[index + 1] ?? 0));
  assert.ok(pauses.length > 10);
  for (const pause of pauses) assert.ok(pause >= 20_000 && pause <= 25_000, String(pause));
});

test('tags, branches, Call-IDs, cnonces and instance ids come from crypto', async (t) => {
  // Where the source of random gives the same octets again, they are the same again: they have no other source.
  t.mock.method(peer.platform, 'randomBytes', (length: number) => new Uint8Array(length).fill(7));
  const seen = async () => {
    const other = new ScriptedPeer(peer.platform, new FakeSocket());
    await startUA({ register: true, password: 'secret', sockets: other.socket });
    const challenge = 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"';
    await other.respond(await other.next('REGISTER'), 401, { headers: [challenge] });
    return (await other.next('REGISTER')).text;
  };
  assert.equal(await seen(), await seen());
  const drawn = t.mock.method(crypto, 'getRandomValues');
  assert.equal(systemPlatform().randomBytes(16).length, 16);
  assert.equal(drawn.mock.callCount(), 1);
});

test('a message that is under way when the UA stops is told as failed', async () => {
  const ua = await startUA();
  const causes: string[] = [];
  ua.sendMessage('bob', 'hello', { eventHandlers: { failed: ({ cause }) => void causes.push(cause) } });
  await peer.next('MESSAGE');
  ua.stop();
  await peer.platform.advance(3_000);
  assert.equal(causes.length, 1);
  assert.equal(ua.isConnected(), false);
});

test('a body is sent to the letter, whatever is in it', async () => {
  const ua = await startUA();
  const body = 'a\r\nX-Evil: no header\r\n\r\n\0 grüße';
  ua.sendMessage('bob', body);
  const message = await peer.next('MESSAGE');
  assert.equal(message.body, body);
  assert.equal(message.header('Content-Length'), String(Buffer.byteLength(body)));
  assert.equal(message.header('X-Evil'), undefined);
});
