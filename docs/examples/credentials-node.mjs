/**
 * auth-url in Node.js: answers POST /sip-credentials.
 *
 *     SIP_SECRET=… TURN_SECRET=… node credentials-node.mjs
 */
import console from 'node:console';
import { createServer } from 'node:http';
import process from 'node:process';
import { createCredentialsHandler, createRateLimit } from 'sip-elements/server';

// Whose request it is, as the socket says. Behind a proxy of your own it is what that proxy says; never take it from
// a header that the visitor could have written.
const addresses = new WeakMap();

const handle = createCredentialsHandler({
  secret: process.env.SIP_SECRET,
  domain: 'sip.test',
  turn: { urls: ['turn:127.0.0.1:3478'], secret: process.env.TURN_SECRET },
  origins: ['https://shop.example'],
  targets: ['baresip', 'slow'],
  limit: createRateLimit({ requests: 20, seconds: 60, addressOf: (request) => addresses.get(request) }),
});

async function answer(incoming, outgoing) {
  if (incoming.url !== '/sip-credentials') return outgoing.writeHead(404).end();
  const { method, headers } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const request = new Request('http://localhost/sip-credentials', {
    method,
    headers,
    ...(hasBody && { body: incoming, duplex: 'half' }),
  });
  addresses.set(request, incoming.socket.remoteAddress);
  const response = await handle(request);
  outgoing
    .setHeaders(response.headers)
    .writeHead(response.status)
    .end(await response.text());
}

const server = createServer((incoming, outgoing) => {
  // What is no request to the web platform, the method TRACE for example, is none to us.
  answer(incoming, outgoing).catch(() => outgoing.writeHead(400).end());
});
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}/sip-credentials`),
);
