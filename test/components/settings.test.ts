import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readSettings } from '../../components/settings.ts';
import { attributesOf } from './fake-core.ts';

const read = (attributes: Record<string, string>) => readSettings(attributesOf(attributes));
const named = (attributes: Record<string, string>) => read(attributes).problems.map((error) => error.message);

test('an error shows no secret of the value that it is about', () => {
  for (const [name, value, seen] of [
    ['server', 'https://sip.example/ws?access=hunter2', 'https://sip.example/ws?'],
    ['server', 'ws://sip.example/ws?access=hunter2', 'ws://sip.example/ws?'],
    ['server', 'ws://ada:hunter2@sip.example/ws', 'ws://'],
    ['auth-url', 'http://shop.example/credentials?key=hunter2', 'http://shop.example/credentials?'],
    ['ice-servers', '[{"urls":"turn:t.example","credential":"hunter2"}]', 'turn:t.example'],
    ['ice-servers', "{urls:'turn:t.example', username: 'hunter2', credential: 'hunter2'}", 'turn:t.example'],
    ['header-authorization', 'Bearer hunter2', 'Bearer…'],
  ] as const) {
    const [problem] = read({ [name]: value }).problems;
    assert.doesNotMatch(problem?.message ?? '', /hunter2/, value);
    assert.ok(problem?.message.includes(seen), problem?.message);
  }
});

test('servers are separated by space, most wanted first', () => {
  const { settings, problems } = read({ server: 'wss://a.example/ws  wss://b.example' });
  assert.deepEqual(settings.servers, ['wss://a.example/ws', 'wss://b.example']);
  assert.deepEqual(problems, []);
});

test('ws: is for this machine only, unless the page says that it is insecure', () => {
  assert.deepEqual(read({ server: 'ws://127.0.0.1:8080/ws' }).settings.servers, ['ws://127.0.0.1:8080/ws']);
  assert.deepEqual(read({ server: 'ws://localhost' }).problems, []);
  assert.equal(read({ server: 'ws://sip.example' }).problems[0]?.code, 'server-insecure');
  assert.deepEqual(read({ server: 'ws://sip.example' }).settings.servers, []);
  assert.deepEqual(read({ server: 'ws://sip.example', insecure: '' }).problems, []);
  assert.equal(read({ server: 'ws://sip.example', insecure: 'false' }).problems.length, 1);
});

test('a malformed value is told of with the name of its attribute, and the rest is used', () => {
  const { settings } = read({ server: 'http://x', uri: 'nobody', dtmf: 'loud', target: 'sip:a@b' });
  assert.equal(settings.target, 'sip:a@b');
  assert.equal(settings.dtmf, 'auto');
  assert.equal(settings.uri, null);
  const messages = named({ server: 'http://x', uri: 'nobody', dtmf: 'loud', 'no-answer-timeout': '1.5' });
  for (const name of ['server', 'uri', 'dtmf', 'no-answer-timeout']) {
    assert.ok(
      messages.some((message) => message.includes(`${name}:`)),
      `${name} is named`,
    );
  }
});

test('a URI is taken with and without its scheme', () => {
  assert.equal(read({ uri: 'alice@example.com' }).settings.uri, 'sip:alice@example.com');
  assert.equal(read({ uri: 'sips:alice@example.com' }).settings.uri, 'sips:alice@example.com');
});

test('header attributes become X- headers and User-to-User, and nothing else', () => {
  const { settings } = read({ 'header-x-order': '4711', 'header-user-to-user': '56;encoding=hex' });
  assert.deepEqual(settings.headers, ['X-Order: 4711', 'User-to-User: 56;encoding=hex']);
  const refused = read({ 'header-route': '<sip:evil>', 'header-x-a': 'b\r\nRoute: <sip:evil>' });
  assert.deepEqual(refused.settings.headers, []);
  assert.equal(refused.problems.length, 2);
});

test('a line break never gets into a name', () => {
  assert.equal(read({ 'display-name': 'A\nB' }).settings.displayName, null);
  assert.equal(read({ target: 'sip:a@b\r\nX: y' }).settings.target, null);
});

test('ICE servers are URLs or JSON', () => {
  assert.deepEqual(read({ 'ice-servers': 'stun:a.example stun:b.example' }).settings.iceServers, [
    { urls: 'stun:a.example' },
    { urls: 'stun:b.example' },
  ]);
  const turn = { urls: ['turn:a.example'], username: 'u', credential: 'c' };
  assert.deepEqual(read({ 'ice-servers': JSON.stringify([turn]) }).settings.iceServers, [turn]);
  assert.equal(read({ 'ice-servers': '[{' }).problems.length, 1);
  assert.equal(read({ 'ice-servers': 'http://x' }).problems.length, 1);
});

test('a boolean attribute is on when present, and off as the literal "false"', () => {
  assert.equal(read({ anonymous: '' }).settings.anonymous, true);
  assert.equal(read({ anonymous: 'false' }).settings.anonymous, false);
  assert.equal(read({}).settings.register, null);
  assert.equal(read({ register: '' }).settings.register, true);
  assert.equal(read({ 'no-register': '' }).settings.register, false);
});

test('credentials come over https only, but for this machine', () => {
  assert.equal(read({ 'auth-url': 'http://example.com/c' }).problems.length, 1);
  assert.equal(read({ 'auth-url': 'http://localhost/c' }).settings.authUrl, 'http://localhost/c');
  assert.equal(read({ 'auth-url': 'https://example.com/c' }).settings.authUrl, 'https://example.com/c');
});

test('tones are those of a country or a language, and a caller may hear none of ringing', () => {
  assert.equal(read({ tones: 'gb' }).settings.tones, 'gb');
  assert.equal(read({ tones: 'zh-Hans' }).settings.tones, 'zh-Hans');
  assert.equal(read({}).settings.tones, null);
  assert.equal(read({ tones: 'Great Britain' }).settings.tones, null);
  assert.match(named({ tones: 'Great Britain' })[0] ?? '', /tones:/);
  assert.equal(read({ 'no-ringback': '' }).settings.noRingback, true);
  assert.equal(read({ 'no-ringback': 'false' }).settings.noRingback, false);
});

test('a TURN server without credentials is told of: a browser makes no connection with it', () => {
  const { settings, problems } = read({ 'ice-servers': 'turn:t.example' });
  assert.deepEqual(settings.iceServers, []);
  assert.match(problems[0]?.message ?? '', /ice-servers: "turn:t\.example" .*username and credential/);
  const right = '{"urls":"turn:t.example","username":"u","credential":"c"}';
  assert.deepEqual(named({ 'ice-servers': right }), []);
});

test('codecs are names that browsers have; another one is told of, and the rest is used', () => {
  const { settings, problems } = read({ codecs: ' opus  g722 G729 VP8' });
  assert.deepEqual(settings.codecs, ['opus', 'g722', 'VP8']);
  assert.equal(problems.length, 1);
  assert.match(problems[0]!.message, /codecs: "G729" is none of opus, G722/);
});

test('whoever is answered by himself has a name: nobody can be everybody', () => {
  const callers = [
    'boss',
    '+15550100',
    'sip:boss@example.com',
    'sips:a@[::1]:5061',
    'tel:+15550100',
    'a@b:5060',
  ];
  assert.deepEqual(read({ 'auto-answer': callers.join(' ') }).settings.autoAnswer, callers);
  for (const everybody of ['*', 'sip:*', '*@example.com', 'boss@*', 'sip:*@*', '@example.com', 'sip:']) {
    const { settings, problems } = read({ 'auto-answer': `boss ${everybody}` });
    assert.deepEqual(settings.autoAnswer, ['boss'], everybody);
    assert.equal(problems[0]?.code, 'attribute-invalid');
    assert.match(problems[0].message, /auto-answer: .* is neither user name nor address/);
  }
});

test('session timers are on, off, or the default of the agent', () => {
  assert.equal(read({ 'session-timers': '' }).settings.sessionTimers, true);
  assert.equal(read({ 'session-timers': 'false' }).settings.sessionTimers, false);
  assert.equal(read({}).settings.sessionTimers, null);
});
