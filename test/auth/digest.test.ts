import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  answerChallenge,
  canAnswer,
  challengeAlgorithm,
  computeDigest,
  strongestChallenge,
  type DigestChallenge,
} from '../../src/auth/digest.ts';
import { loadHash } from '../../src/auth/hash.ts';
import { installLibraries } from '../../src/ua/libraries.ts';

// As the full UA does.
installLibraries();

interface Vector {
  id: string;
  algorithm?: string;
  username: string;
  realm: string;
  password: string;
  method: string;
  uri: string;
  nonce: string;
  nc?: string;
  cnonce?: string;
  qop?: 'auth' | 'auth-int';
  body?: string;
  userhash?: boolean;
  opaque?: string;
  expect: { ha1: string; ha2: string; response: string; usernameHash?: string };
}

const { vectors } = JSON.parse(
  readFileSync(new URL('../data/torture/digest.json', import.meta.url), 'utf8'),
) as { vectors: Vector[] };

/** The parameters of a Digest header value, quotes and all. */
function parametersOf(value: string): Map<string, string> {
  assert.match(value, /^Digest /);
  const pairs = value.slice('Digest '.length).matchAll(/(\w+)=("(?:[^"\\]|\\.)*"|[^",]*)/g);
  return new Map(Array.from(pairs, ([, name = '', text = '']) => [name, text]));
}

const unquoted = (text: string | undefined) => text?.slice(1, -1);
const alice = { username: 'alice', password: 's3cr3t' };
const register = { method: 'REGISTER', uri: 'sip:example.com' };

async function hashFor(algorithm: string | undefined) {
  const known = challengeAlgorithm({ realm: '', nonce: '', algorithm });
  assert.ok(known);
  return { hash: await loadHash(known.hash), session: known.session };
}

for (const vector of vectors) {
  const { id, username, realm, password, nonce, qop, expect } = vector;

  test(`the published answer of ${id} is computed`, async () => {
    const { hash, session } = await hashFor(vector.algorithm);
    const answer = computeDigest(hash, hash(`${username}:${realm}:${password}`), vector, {
      nonce,
      nc: vector.nc ?? '',
      cnonce: vector.cnonce ?? '',
      qop: qop ?? null,
      session,
    });
    assert.deepEqual(answer, { ha1: expect.ha1, ha2: expect.ha2, response: expect.response });
  });

  test(`the header for ${id} holds an answer that a server can check`, async () => {
    const nonceCount = Number.parseInt(vector.nc ?? '1', 16);
    const challenge: DigestChallenge = {
      realm,
      nonce,
      algorithm: vector.algorithm,
      qop: qop && [qop],
      opaque: vector.opaque,
      userhash: vector.userhash,
    };
    const sent = parametersOf(await answerChallenge(challenge, { username, password }, vector, nonceCount));
    const { hash, session } = await hashFor(vector.algorithm);
    const { response } = computeDigest(hash, hash(`${username}:${realm}:${password}`), vector, {
      nonce,
      nc: sent.get('nc') ?? '',
      cnonce: unquoted(sent.get('cnonce')) ?? '',
      qop: qop ?? null,
      session,
    });
    assert.equal(unquoted(sent.get('response')), response);
    assert.equal(sent.get('nc'), vector.nc);
    assert.equal(sent.get('algorithm'), vector.algorithm);
    assert.equal(sent.get('qop'), qop);
    assert.equal(unquoted(sent.get('username')), expect.usernameHash ?? username);
    assert.equal(sent.get('userhash'), vector.userhash ? 'true' : undefined);
    assert.equal(unquoted(sent.get('opaque')), vector.opaque);
  });
}

test('what RFC 7616 quotes is quoted, and nothing else', async () => {
  const challenge = {
    realm: 'r',
    nonce: 'n',
    opaque: 'o',
    qop: ['auth'],
    algorithm: 'SHA-256',
    userhash: true,
  };
  const sent = parametersOf(await answerChallenge(challenge, alice, register, 1));
  const quoted = [...sent].filter(([, value]) => value.startsWith('"')).map(([name]) => name);
  assert.deepEqual(quoted.sort(), ['cnonce', 'nonce', 'opaque', 'realm', 'response', 'uri', 'username']);
  assert.deepEqual([...sent.keys()].filter((name) => !quoted.includes(name)).sort(), [
    'algorithm',
    'nc',
    'qop',
    'userhash',
  ]);
});

test('an opaque comes back unchanged, empty ones too, and none is made up', async () => {
  const opaque = async (challenge: DigestChallenge) =>
    parametersOf(await answerChallenge(challenge, alice, register, 1)).get('opaque');
  assert.equal(await opaque({ realm: 'r', nonce: 'n', opaque: '' }), '""');
  assert.equal(await opaque({ realm: 'r', nonce: 'n', opaque: 'a"b' }), '"a\\"b"');
  assert.equal(await opaque({ realm: 'r', nonce: 'n' }), undefined);
});

test('a realm with a quote in it goes back as it came, and is hashed as it stands between the quotes', async () => {
  const sent = parametersOf(await answerChallenge({ realm: 'a"b', nonce: 'n"1' }, alice, register, 1));
  assert.equal(sent.get('realm'), '"a\\"b"');
  assert.equal(sent.get('nonce'), '"n\\"1"');
  const md5 = await loadHash('MD5');
  const expected = md5(`${md5('alice:a\\"b:s3cr3t')}:n\\"1:${md5('REGISTER:sip:example.com')}`);
  assert.equal(unquoted(sent.get('response')), expected);
});

test('auth is chosen wherever it stands among the kinds of protection, auth-int where it is alone', async () => {
  const qop = async (offered: string[]) =>
    parametersOf(await answerChallenge({ realm: 'r', nonce: 'n', qop: offered }, alice, register, 1)).get(
      'qop',
    );
  assert.equal(await qop(['auth', 'auth-int']), 'auth');
  assert.equal(await qop(['auth-int', 'auth']), 'auth');
  assert.equal(await qop(['future', 'AUTH']), 'auth');
  assert.equal(await qop(['auth-int']), 'auth-int');
});

test('a challenge is unusable with an unknown algorithm or only unknown kinds of protection', async () => {
  const challenge = { realm: 'r', nonce: 'n' };
  assert.equal(canAnswer({ ...challenge, algorithm: 'SHA3-256' }, alice), false);
  assert.equal(canAnswer({ ...challenge, qop: ['future'] }, alice), false);
  assert.equal(canAnswer({ ...challenge, algorithm: 'sha-256-SESS' }, alice), true);
  await assert.rejects(answerChallenge({ ...challenge, qop: ['future'] }, alice, register, 1), TypeError);
});

test('H(A1) answers in its own realm and for its own algorithm only', async () => {
  const ha1 = '5e45eac4a38f92ac9133d1c4b3cae6d3';
  const known = { username: 'alice', ha1, realm: 'example.com' };
  const challenge = { realm: 'example.com', nonce: 'n' };
  assert.equal(canAnswer(challenge, known), true);
  assert.equal(canAnswer({ ...challenge, realm: 'elsewhere' }, known), false);
  assert.equal(canAnswer({ ...challenge, algorithm: 'SHA-256' }, known), false);
  assert.equal(canAnswer({ ...challenge, algorithm: 'SHA-256' }, { ...known, ha1: ha1 + ha1 }), true);
  assert.equal(canAnswer(challenge, { username: 'alice' }), false);
  const sent = parametersOf(await answerChallenge(challenge, known, register, 1));
  const md5 = await loadHash('MD5');
  assert.equal(unquoted(sent.get('response')), md5(`${ha1}:n:${md5('REGISTER:sip:example.com')}`));
});

test('the strongest usable challenge is chosen, the first among equals', () => {
  const challenge = (algorithm: string | undefined, nonce: string) => ({ realm: 'r', nonce, algorithm });
  const chosen = (...challenges: DigestChallenge[]) => strongestChallenge(challenges, alice)?.nonce;
  assert.equal(chosen(challenge('MD5', '1'), challenge('SHA-256', '2')), '2');
  assert.equal(chosen(challenge('SHA-512-256', '1'), challenge('SHA-256', '2')), '1');
  assert.equal(chosen(challenge('FUTURE', '1'), challenge(undefined, '2')), '2');
  assert.equal(chosen(challenge('SHA-256', '1'), challenge('SHA-256', '2')), '1');
  assert.equal(chosen(challenge('FUTURE', '1')), undefined);
});

test('a nonce is counted in eight hexadecimal digits, and each answer has a cnonce of its own', async () => {
  const challenge = { realm: 'r', nonce: 'n', qop: ['auth'] };
  const first = parametersOf(await answerChallenge(challenge, alice, register, 1));
  const last = parametersOf(await answerChallenge(challenge, alice, register, 0xabc));
  assert.equal(first.get('nc'), '00000001');
  assert.equal(last.get('nc'), '00000abc');
  assert.notEqual(first.get('cnonce'), last.get('cnonce'));
});
