import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import createDebug from 'debug';
import { computeDigest } from '../../src/auth/digest.ts';
import { loadHash } from '../../src/auth/hash.ts';
import { installLibraries } from '../../src/ua/libraries.ts';
import { Agent } from '../../src/ua/agent.ts';
import type { UAConfiguration } from '../../src/ua/configuration.ts';
import { ScriptedPeer, type Wire } from '../support/scripted-peer.ts';

// As the full UA does.
installLibraries();

const md5 = await loadHash('MD5');
await loadHash('SHA-256');

let peer: ScriptedPeer;

beforeEach(() => (peer = new ScriptedPeer()));
afterEach(() => peer.platform.release());

/** A UA that registers at once. */
function startAgent(more: Partial<UAConfiguration> = {}): Agent {
  const agent = new Agent({
    uri: 'sip:alice@example.com',
    sockets: peer.socket,
    password: 's3cr3t',
    ...more,
  });
  agent.start();
  return agent;
}

const digest = (parameters: string) => `WWW-Authenticate: Digest ${parameters}`;

/** One parameter of the credentials in a message, without quotes. */
function parameter(wire: Wire, name: string, header = 'Authorization'): string | undefined {
  const value = wire.header(header) ?? '';
  return new RegExp(`[ ,]${name}="?((?:[^",\\\\]|\\\\.)*)`).exec(value)?.[1];
}

const accepted = (wire: Wire) => ({
  headers: [`Contact: ${wire.header('Contact') ?? ''}`, 'Expires: 600'],
});

test('a challenged REGISTER goes out again with the next CSeq, the same Call-ID and a right answer', async () => {
  const agent = startAgent();
  const first = await peer.next('REGISTER');
  assert.equal(first.header('Authorization'), undefined);
  await peer.respond(first, 401, { headers: [digest('realm="example.com", nonce="n1", qop="auth"')] });
  const second = await peer.next('REGISTER');
  assert.equal(second.cseq, first.cseq + 1);
  assert.equal(second.header('Call-ID'), first.header('Call-ID'));
  assert.equal(second.header('From'), first.header('From'));
  assert.notEqual(second.header('Via'), first.header('Via'));
  const expected = computeDigest(
    md5,
    md5('alice:example.com:s3cr3t'),
    { method: 'REGISTER', uri: second.ruri },
    {
      nonce: 'n1',
      nc: '00000001',
      cnonce: parameter(second, 'cnonce') ?? '',
      qop: 'auth',
      session: false,
    },
  );
  assert.equal(parameter(second, 'response'), expected.response);
  assert.equal(parameter(second, 'uri'), second.ruri);
  await peer.respond(second, 200, accepted(second));
  assert.ok(agent.isRegistered());
  agent.register();
  assert.equal((await peer.next('REGISTER')).cseq, second.cseq + 1);
});

test('the count of a nonce grows with each answer, and begins anew with another nonce', async () => {
  const agent = startAgent();
  const counts: (string | undefined)[] = [];
  for (const nonce of ['n1', 'n1', 'n2']) {
    const first = await peer.next('REGISTER');
    await peer.respond(first, 401, { headers: [digest(`realm="r", nonce="${nonce}", qop="auth"`)] });
    const second = await peer.next('REGISTER');
    counts.push(parameter(second, 'nc'));
    await peer.respond(second, 200, accepted(second));
    agent.register();
  }
  assert.deepEqual(counts, ['00000001', '00000002', '00000001']);
});

test('a wrong password is told once, and never tried in a loop', async () => {
  const failures: string[] = [];
  const agent = startAgent();
  agent.on('registrationFailed', ({ cause }) => failures.push(cause));
  const first = await peer.next('REGISTER');
  await peer.respond(first, 401, { headers: [digest('realm="r", nonce="n1"')] });
  const second = await peer.next('REGISTER');
  await peer.respond(second, 401, { headers: [digest('realm="r", nonce="n2"')] });
  await peer.platform.advance(3_600_000);
  assert.deepEqual(await peer.rest(), []);
  assert.deepEqual(failures, ['Authentication Error']);
});

test('a stale nonce is answered again with the new one', async () => {
  const agent = startAgent();
  const first = await peer.next('REGISTER');
  await peer.respond(first, 401, { headers: [digest('realm="r", nonce="n1", qop="auth"')] });
  const second = await peer.next('REGISTER');
  await peer.respond(second, 401, {
    headers: [digest('realm="r", nonce="n2", qop="auth", stale=TRUE')],
  });
  const third = await peer.next('REGISTER');
  assert.equal(parameter(third, 'nonce'), 'n2');
  assert.equal(parameter(third, 'nc'), '00000001');
  await peer.respond(third, 200, accepted(third));
  assert.ok(agent.isRegistered());
});

test('a server that calls every answer stale is given up', async () => {
  const failures: string[] = [];
  startAgent().on('registrationFailed', ({ cause }) => failures.push(cause));
  let asked = 0;
  for (let request = await peer.next('REGISTER'); ; request = await peer.next('REGISTER')) {
    asked += 1;
    await peer.respond(request, 401, {
      headers: [digest(`realm="r", nonce="n${asked}", stale=true`)],
    });
    await peer.platform.advance(10);
    if (failures.length > 0) break;
    assert.ok(asked < 20, 'it asks for ever');
  }
  assert.deepEqual(failures, ['Authentication Error']);
});

test('of several challenges of a realm the strongest is answered, in one header line or in many', async () => {
  startAgent();
  const first = await peer.next('REGISTER');
  await peer.respond(first, 401, {
    headers: [
      digest('realm="r", nonce="1", algorithm=FUTURE, Digest realm="r", nonce="2", algorithm=MD5'),
      digest('realm="r", nonce="3", algorithm=SHA-256'),
      'WWW-Authenticate: Negotiate',
    ],
  });
  const second = await peer.next('REGISTER');
  assert.equal(second.headers('Authorization').length, 1);
  assert.equal(parameter(second, 'nonce'), '3');
  assert.equal(parameter(second, 'algorithm'), 'SHA-256');
});

test('each realm of one 407 gets credentials of its own, from the same password', async () => {
  startAgent();
  const first = await peer.next('REGISTER');
  await peer.respond(first, 407, {
    headers: [
      'Proxy-Authenticate: Digest realm="inner", nonce="1"',
      'Proxy-Authenticate: Digest realm="outer", nonce="2"',
    ],
  });
  const second = await peer.next('REGISTER');
  const realms = second.headers('Proxy-Authorization').map((value) => /realm="(\w+)"/.exec(value)?.[1]);
  assert.deepEqual(realms, ['inner', 'outer']);
});

test('a response with thousands of realms is no work without end', async () => {
  startAgent();
  const first = await peer.next('REGISTER');
  const realms = Array.from({ length: 20_000 }, (_, index) => digest(`realm="r${index}", nonce="n"`));
  await peer.respond(first, 401, { headers: realms });
  const second = await peer.next('REGISTER');
  assert.ok(second.headers('Authorization').length <= 10, String(second.headers('Authorization').length));
});

test('a proxy and a registrar of one realm each see their own nonce counted', async () => {
  startAgent();
  const first = await peer.next('REGISTER');
  await peer.respond(first, 407, {
    headers: ['Proxy-Authenticate: Digest realm="r", nonce="proxy", qop="auth"'],
  });
  const second = await peer.next('REGISTER');
  await peer.respond(second, 401, { headers: [digest('realm="r", nonce="server", qop="auth"')] });
  const third = await peer.next('REGISTER');
  assert.equal(parameter(third, 'nc', 'Proxy-Authorization'), '00000002');
  assert.equal(parameter(third, 'nc'), '00000001');
  await peer.respond(third, 401, {
    headers: [digest('realm="r", nonce="server", qop="auth", stale=true')],
  });
  const fourth = await peer.next('REGISTER');
  assert.equal(parameter(fourth, 'nc', 'Proxy-Authorization'), '00000003');
  assert.equal(parameter(fourth, 'nc'), '00000002');
});

test('a challenge that cannot be answered fails the request with what the server said', async () => {
  for (const headers of [
    [],
    ['WWW-Authenticate: Basic realm="r"'],
    [digest('realm="r", nonce="1", qop="x"')],
  ]) {
    const failures: (number | undefined)[] = [];
    const agent = startAgent();
    agent.on('registrationFailed', ({ response }) => failures.push(response?.status_code));
    await peer.respond(await peer.next('REGISTER'), 401, { headers });
    await peer.platform.advance(1_000);
    assert.deepEqual(failures, [401]);
    agent.stop();
    await peer.platform.advance(5_000);
    await peer.rest();
  }
});

test('without a password a challenge is not answered', async () => {
  startAgent({ password: null });
  await peer.respond(await peer.next('REGISTER'), 401, { headers: [digest('realm="r", nonce="1"')] });
  await peer.platform.advance(1_000);
  assert.deepEqual(await peer.rest(), []);
});

test('a token is sent as Bearer, or as it was given where it names its scheme', async () => {
  const agent = startAgent({ password: null, authorization_jwt: 'abc.def.ghi' });
  assert.equal((await peer.next('REGISTER')).header('Authorization'), 'Bearer abc.def.ghi');
  assert.ok(agent.set('authorization_jwt', 'Token xyz'));
  agent.register();
  await peer.platform.advance(40_000);
  const later = await peer.rest();
  assert.equal(later[0]?.header('Authorization'), 'Token xyz');
});

test('a password that was changed while running answers the next challenge', async () => {
  const agent = startAgent({ password: 'wrong' });
  const first = await peer.next('REGISTER');
  assert.ok(agent.set('password', 's3cr3t'));
  await peer.respond(first, 401, { headers: [digest('realm="r", nonce="n"')] });
  const second = await peer.next('REGISTER');
  const response = md5(`${md5('alice:r:s3cr3t')}:n:${md5('REGISTER:sip:example.com')}`);
  assert.equal(parameter(second, 'response'), response);
});

test('an answer whose code does not load fails the request, and nothing hangs', async (t) => {
  const { Authenticator } = await import('../../src/auth/authenticator.ts');
  t.mock.method(Authenticator.prototype, 'answer', () => Promise.reject(new Error('no such chunk')));
  const failures: string[] = [];
  startAgent().on('registrationFailed', ({ cause }) => failures.push(cause));
  await peer.respond(await peer.next('REGISTER'), 401, { headers: [digest('realm="r", nonce="1"')] });
  assert.deepEqual(failures, ['Authentication Error']);
});

test('neither password nor H(A1), token or credentials appear in the logs', async () => {
  const lines: string[] = [];
  const { log } = createDebug;
  createDebug.log = (...parts: unknown[]) => void lines.push(parts.join(' '));
  createDebug.enable('sip-elements:*');
  try {
    const ha1 = md5('alice:r:s3cr3t');
    const agent = startAgent({ authorization_jwt: 'jwt.to.hide' });
    const first = await peer.next('REGISTER');
    await peer.respond(first, 401, { headers: [digest('realm="r", nonce="n"')] });
    const second = await peer.next('REGISTER');
    await peer.respond(second, 407, { headers: ['Proxy-Authenticate: Digest realm="r", nonce="p"'] });
    const third = await peer.next('REGISTER');
    await peer.respond(third, 403);
    agent.set('ha1', ha1);
    agent.stop();
    await peer.platform.advance(10_000);
    const text = lines.join('\n');
    assert.match(text, /REGISTER sip:example\.com/);
    for (const secret of [
      's3cr3t',
      ha1,
      'jwt.to.hide',
      parameter(second, 'response') ?? '?',
      parameter(third, 'response', 'Proxy-Authorization') ?? '?',
    ]) {
      assert.ok(!text.includes(secret), secret);
    }
  } finally {
    createDebug.disable();
    createDebug.log = log;
  }
});
