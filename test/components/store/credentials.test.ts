import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { platform, systemPlatform, usePlatform } from '../../../src/platform.ts';
import type { SipError } from '../../../src/errors.ts';
import { getCredentials } from '../../../components/store/credentials.ts';

let answer: { status: number; body: string; headers?: Record<string, string> };
let asked: { method: string | undefined; body: string } | undefined;

/** Where the server is not to come to an end of its answer: what it says of it, and whom to tell that it was asked. */
let silent: { start: string | null; asked: () => void } | undefined;

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    if (silent) {
      if (silent.start !== null) response.write(silent.start);
      return silent.asked();
    }
    asked = { method: request.method, body };
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
after(() => {
  server.close();
  server.closeAllConnections();
});
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const request = { target: 'sip:a@b', page: 'https://shop.example/' };

test('credentials are asked for by POST, with the target and the page', async () => {
  answer = { status: 200, body: '{"uri":"sip:v@b","password":"p","expires_in":60}' };
  assert.deepEqual(await getCredentials(url, request), { uri: 'sip:v@b', password: 'p', expires_in: 60 });
  assert.equal(asked?.method, 'POST');
  assert.deepEqual(JSON.parse(asked?.body ?? ''), request);
});

test('cookies go along to the own site alone', async (t) => {
  const asking = t.mock.method(globalThis, 'fetch', async () => Response.json({}));
  await getCredentials(url, request);
  const [, init] = asking.mock.calls[0]!.arguments as unknown as [string, RequestInit];
  assert.equal(init.credentials, 'same-origin');
});

test('each kind of refusal has a code of its own', async () => {
  for (const [status, code] of [
    [401, 'credentials-refused'],
    [403, 'credentials-refused'],
    [429, 'credentials-limited'],
    [500, 'credentials-failed'],
    [404, 'credentials-failed'],
  ] as const) {
    answer = { status, body: '', headers: { 'Retry-After': '30' } };
    await assert.rejects(getCredentials(url, request), { code }, String(status));
  }
  answer = { status: 429, body: '', headers: { 'Retry-After': '30' } };
  await assert.rejects(getCredentials(url, request), /Retry-After: 30/);
});

test('an auth-url that does not answer, or not to the end, is given up after 5 s', async (t) => {
  const real = platform;
  t.after(() => usePlatform(real));
  for (const start of [null, '{"uri":']) {
    let giveUp: (() => void) | undefined;
    const asking = new Promise<void>((resolve) => {
      silent = { start, asked: resolve };
    });
    usePlatform({
      ...systemPlatform(),
      setTimeout(callback, ms) {
        assert.equal(ms, 5000);
        giveUp = callback;
        return 1;
      },
      clearTimeout: () => {},
    });
    const result = getCredentials(url, request);
    await asking;
    giveUp?.();
    await assert.rejects(result, { code: 'credentials-failed', detail: /within 5 s/ });
  }
  silent = undefined;
});

test('JSON with a fault is told of without a word of it: it may be beside the password', async () => {
  answer = { status: 200, body: '{"password":"hunter2",}' };
  await assert.rejects(getCredentials(url, request), (error: SipError) => {
    assert.deepEqual([error.code, error.detail], ['credentials-failed', 'No JSON.']);
    assert.doesNotMatch(error.message + String(error.cause), /hunt|er2/);
    return true;
  });
});

test('what has the wrong type is left out, and what is no JSON fails', async () => {
  answer = { status: 200, body: '{"uri":7,"servers":["wss://a",1],"iceServers":[{"urls":"http://x"}]}' };
  assert.deepEqual(await getCredentials(url, request), { servers: ['wss://a'], iceServers: [] });
  answer = { status: 200, body: '<html>' };
  await assert.rejects(getCredentials(url, request), { code: 'credentials-failed' });
  answer = { status: 200, body: '"text"' };
  await assert.rejects(getCredentials(url, request), { code: 'credentials-failed' });
});

test('only headers that a page may set are taken, each as one line', async () => {
  const headers = {
    'X-Call-Context': 'user=v;hmac=x',
    'User-to-User': '00',
    'X-Two': 'a\r\nX-Evil: b',
    'X-Number': 7,
    'X-No\r\nX-Evil': 'a',
    Via: 'SIP/2.0/WS evil',
    'P-Asserted-Identity': '<sip:boss@shop.example>',
  };
  answer = { status: 200, body: JSON.stringify({ headers }) };
  assert.deepEqual(await getCredentials(url, request), {
    headers: { 'X-Call-Context': 'user=v;hmac=x', 'User-to-User': '00' },
  });
  answer = { status: 200, body: '{"headers":"X-A: b"}' };
  assert.deepEqual(await getCredentials(url, request), {});
});

test("the page's own function is asked each time, and its failure is told", async () => {
  let count = 0;
  const own = () => ({ password: `p${++count}` });
  assert.deepEqual(await getCredentials(own, request), { password: 'p1' });
  assert.deepEqual(await getCredentials(own, request), { password: 'p2' });
  const broken = () => Promise.reject(new Error('signed out'));
  await assert.rejects(getCredentials(broken, request), { code: 'credentials-failed' });
});
