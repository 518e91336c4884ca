import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { listen, serveFiles } from '../../demo/server/http.ts';

const page = { type: 'text/html', body: 'the page' };
const server = serveFiles(
  (path) => (path === '/index.html' ? page : undefined),
  () => 'wss://sip.test',
);
const port = await listen(server, 18_080);
after(() => server.close());

async function statusOf(path: string): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  socket.end(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  const chunks: string[] = [];
  socket.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  await once(socket, 'close');
  return Number(/^HTTP\/1.1 (\d+)/.exec(chunks.join(''))?.[1]);
}

test('a page is served by its path, whatever the query', async () => {
  for (const path of ['/', '/index.html', '/?a=b?c', '/index.html?x'])
    assert.equal(await statusOf(path), 200);
});

test('no path ends the server, and none leads to a file that is not served', async () => {
  for (const path of [
    '//',
    '///x',
    '*',
    'http://[',
    '/%',
    '/../package.json',
    '/%2e%2e/package.json',
    '/__proto__',
  ])
    assert.ok([400, 404].includes(await statusOf(path)), path);
  assert.equal(await statusOf('/'), 200);
});
