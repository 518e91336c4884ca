import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { CALL_CONTEXT, createCredentials, readCallContext } from '../../server/index.ts';

const NOW = 1_790_000_000_500;
const SITE = { secret: 'for sip', domain: 'shop.example', targets: ['sales'], now: () => NOW };

const password = (secret: string, name: string) => createHmac('sha1', secret).update(name).digest('base64');

test('credentials are a user with the time of their end, and its HMAC', async () => {
  const answer = await createCredentials({ ...SITE, user: 'visitor-1' });
  const name = '1790000300:visitor-1';
  assert.deepEqual(answer, {
    uri: 'sip:visitor-1@shop.example',
    authorization_user: name,
    password: password('for sip', name),
    headers: { [CALL_CONTEXT]: answer.headers[CALL_CONTEXT] },
    expires_in: 300,
  });
});

test('those of TURN are made with the secret of coturn', async () => {
  const turn = { urls: ['turn:turn.shop.example?transport=tcp'], secret: 'for turn' };
  const { iceServers, authorization_user: username } = await createCredentials({ ...SITE, turn });
  assert.deepEqual(iceServers, [{ urls: turn.urls, username, credential: password('for turn', username) }]);
});

test('name, servers and time are what the site says', async () => {
  const answer = await createCredentials({
    ...SITE,
    displayName: 'A visitor',
    servers: ['wss://sip.shop.example/ws'],
    expiresIn: 60,
  });
  assert.equal(answer.display_name, 'A visitor');
  assert.deepEqual(answer.servers, ['wss://sip.shop.example/ws']);
  assert.equal(answer.expires_in, 60);
  assert.match(answer.authorization_user, /^1790000060:/);
});

test('each visitor without a name is another one', async () => {
  const [one, other] = [await createCredentials(SITE), await createCredentials(SITE)];
  assert.match(one.uri, /^sip:visitor-[0-9a-f]{16}@shop\.example$/);
  assert.notEqual(one.uri, other.uri);
});

test('the signed context is of the same user and the same time', async () => {
  const answer = await createCredentials({
    ...SITE,
    targets: ['sales', 'tel:+1-555-0100'],
    page: 'https://shop.example/',
    facts: { order: '4711' },
  });
  const context = await readCallContext(answer.headers[CALL_CONTEXT] ?? '', SITE.secret, NOW);
  assert.deepEqual(context, {
    user: answer.uri.slice('sip:'.length, answer.uri.indexOf('@')),
    expires: 1_790_000_300,
    targets: ['sales@shop.example', '+15550100@shop.example'],
    page: 'https://shop.example/',
    facts: { order: '4711' },
  });
});

test('an option that cannot be used is named', async () => {
  const refuses = (change: object, message: RegExp) =>
    assert.rejects(createCredentials({ ...SITE, ...change }), { name: 'TypeError', message });
  await refuses({ secret: '' }, /secret/);
  await refuses({ turn: { urls: [], secret: '' } }, /secret/);
  await refuses({ turn: { urls: [], secret: process.env['NO_SUCH_SECRET'] } }, /secret/);
  await refuses({ user: 'a:b' }, /user/);
  await refuses({ expiresIn: 0 }, /expiresIn/);
  await refuses({ expiresIn: 1.5 }, /expiresIn/);
  await refuses({ targets: ['a|b'] }, /"a\|b"/);
});
