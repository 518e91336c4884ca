// The back ends of docs/credentials.md, run as they stand: what they give out is good for Kamailio, and for no more
// than they say.
import './support/from-source.ts';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { settings } from '../../demo/kamailio/stack.ts';
import { CALL_CONTEXT, readCallContext, type VisitorCredentials } from '../../server/index.ts';
import { Program } from './support/program.ts';
import { sendRaw } from './support/raw-caller.ts';
import { useServers } from './support/servers.ts';
import { until } from './support/until.ts';

await useServers(['kamailio']);
const docs = path.join(import.meta.dirname, '..', '..', 'docs');
const secrets = { SIP_SECRET: settings.secret, TURN_SECRET: settings.secret };
Object.assign(process.env, secrets);

type BackEnd = (init: RequestInit) => Promise<Response>;

/** What a page of the shop sends. */
const ask = (target: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Origin: 'https://shop.example', ...headers },
  body: JSON.stringify({ target, page: 'https://shop.example/kettles?session=secret' }),
});

const backEnds: Record<string, () => Promise<BackEnd>> = {
  'Node.js': async () => {
    process.env['PORT'] = '0';
    const program = new Program('credentials-node.mjs');
    const url = await until('it prints its URL', () => program.lines[0] ?? false);
    return (init) => fetch(url, init);
  },
  'a worker': async () => {
    const file = path.join(docs, 'examples', 'credentials-worker.mjs');
    const { default: worker } = await import(file);
    const env = { ...secrets, LIMIT: { limit: async () => ({ success: true }) } };
    return async (init) => worker.fetch(new Request('https://api.shop.example/sip-credentials', init), env);
  },
  PHP: async () => {
    const port = await freePort();
    const php = spawn('php', ['-S', `127.0.0.1:${port}`, path.join(docs, 'examples', 'credentials.php')], {
      stdio: 'ignore',
    });
    after(() => php.kill());
    const url = `http://127.0.0.1:${port}/sip-credentials`;
    await until('PHP listens', () =>
      fetch(url).then(
        () => true,
        () => false,
      ),
    );
    return (init) => fetch(url, init);
  },
};

// All before the first test: node:test takes the tests for over, and ends the servers, when it waits between two of them.
const started: [string, BackEnd][] = [];
for (const [name, start] of Object.entries(backEnds)) started.push([name, await start()]);

for (const [name, backEnd] of started) {
  describe(`the back end of the guide in ${name}`, () => {
    const credentials = async (): Promise<VisitorCredentials> => {
      const response = await backEnd(ask('baresip'));
      assert.equal(response.status, 200);
      return (await response.json()) as VisitorCredentials;
    };

    test('gives credentials with which a visitor calls whom the site allows, and nobody else', async () => {
      const issued = await credentials();
      // Nobody has registered as baresip here.
      assert.equal((await sendRaw(issued, { target: 'baresip' })).status, 480);
      const refused = await sendRaw(issued, { target: 'bob' });
      assert.deepEqual(refused, { status: 403, reason: 'Target Not Allowed' });
    });

    test('says in the context from which page the call comes, without what may be secret', async () => {
      const { headers, expires_in } = await credentials();
      const context = await readCallContext(headers[CALL_CONTEXT] ?? '', settings.secret);
      assert.equal(context?.page, 'https://shop.example/kettles');
      assert.deepEqual(context?.targets, ['baresip@sip.test', 'slow@sip.test']);
      assert.equal(expires_in, 300);
    });

    test('lets pages of the site read the answer, and no cache keep it', async () => {
      const { headers } = await backEnd(ask('baresip'));
      assert.equal(headers.get('Access-Control-Allow-Origin'), 'https://shop.example');
      assert.match(headers.get('Cache-Control') ?? '', /no-store/);
      const preflight = await backEnd({ method: 'OPTIONS', headers: { Origin: 'https://shop.example' } });
      assert.equal(preflight.status, 204);
    });

    test('refuses a foreign page, a foreign target, another method and what is no JSON', async () => {
      const status = async (init: RequestInit) => (await backEnd(init)).status;
      assert.equal(await status(ask('baresip', { Origin: 'https://evil.example' })), 403);
      assert.equal(await status(ask('bob')), 403);
      assert.equal(await status({ method: 'GET' }), 405);
      assert.equal(await status({ ...ask('baresip'), body: '{' }), 400);
      assert.equal(await status(ask('baresip', { 'Content-Type': 'text/plain' })), 415);
    });
  });
}

for (const [name, start] of Object.entries(backEnds)) {
  test(`the back end of the guide in ${name} answers whatever is sent with a refusal in JSON`, async () => {
    const backEnd = await start();
    const page = 'https://shop.example/';
    const targets = ['baresip@sip.test\r\nX: y', 'baresip|boss', '', '\0', 'BARESIP', 7, ['baresip']];
    for (const body of [
      ...['', 'null', '7', '['.repeat(8000), '{"page":'],
      ...[{}, { page: [page], target: null }, { page: 'https:///', target: null }],
      ...targets.map((target) => ({ page, target })),
      { page: page.padEnd(20_000, 'x'), target: null },
    ]) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await backEnd({ ...ask(null), body: text });
      assert.ok(response.status >= 400 && response.status < 500, `${response.status} ${text.slice(0, 60)}`);
      assert.deepEqual(Object.keys((await response.json()) as object), ['error', 'message'], text);
    }
  });
}

test('the back end in Node.js lets wait who asks more than 20 times a minute', async () => {
  const backEnd = await backEnds['Node.js']!();
  // Whatever they write into a header.
  const from = (visitor: number) => ({
    'X-Forwarded-For': `203.0.113.${visitor}`,
    'X-Real-IP': `203.0.113.${visitor}`,
  });
  const asking = Array.from({ length: 21 }, (_, visitor) => backEnd(ask('baresip', from(visitor))));
  const answers = await Promise.all(asking);
  const late = answers.filter(({ status }) => status === 429);
  assert.equal(late.length, 1);
  assert.match(late[0]?.headers.get('Retry-After') ?? '', /^\d+$/);
});

test('the back end in Node.js outlives requests that break off or are none', async () => {
  process.env['PORT'] = '0';
  const program = new Program('credentials-node.mjs');
  const url = new URL(await until('it prints its URL', () => program.lines[0] ?? false));
  const head = `/sip-credentials HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;
  for (const request of [
    `POST ${head}Content-Length: 100\r\n\r\n{`,
    `POST ${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
    `POST ${head}Transfer-Encoding: chunked\r\n\r\n1\r\n{`,
    `TRACE ${head}\r\n`,
    `CONNECT ${head}\r\n`,
    `OPTIONS ${head}Origin: \xff\x01\r\n\r\n`,
    `POST ${head}Origin: https://shop.example\r\nOrigin: https://evil.example\r\n\r\n{}`,
    'no request',
  ]) {
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', () => {});
    socket.end(request);
    await once(socket.resume(), 'close');
  }
  const { status } = await fetch(url, ask('baresip'));
  assert.equal(status, 200);
});

test('the back end in PHP takes no session that a visitor has made up', async () => {
  const backEnd = await backEnds['PHP']!();
  const answer = await backEnd(ask('baresip', { Cookie: 'PHPSESSID=planted' }));
  assert.match(answer.headers.getSetCookie()[0] ?? '', /^PHPSESSID=(?!planted)\w+;.*HttpOnly/i);
});

test('the back end in PHP gives one visitor the same user each time', async () => {
  const backEnd = await backEnds['PHP']!();
  const first = await backEnd(ask('baresip'));
  const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const [one, same, other] = [
    first,
    await backEnd(ask('baresip', { Cookie: cookie })),
    await backEnd(ask(null)),
  ];
  const uriIn = async (response: Response) => ((await response.json()) as VisitorCredentials).uri;
  const uri = await uriIn(one);
  assert.equal(await uriIn(same), uri);
  assert.notEqual(await uriIn(other), uri);
});

test('the guide shows them as they are', async () => {
  const guide = await readFile(path.join(docs, 'credentials.md'), 'utf8');
  const shown = [...guide.matchAll(/^```(?:js|php)\n(.*?)^```$/gms)].map(([, code]) => code);
  for (const file of ['credentials-node.mjs', 'credentials-worker.mjs', 'credentials.php'])
    assert.ok(shown.includes(await readFile(path.join(docs, 'examples', file), 'utf8')), file);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
