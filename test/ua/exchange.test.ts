import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Message } from '../../src/index.ts';
import type { Options } from '../../src/ua/exchange.ts';
import { Stage } from '../support/calls.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ password: 'secret' });
});

afterEach(() => stage.close());

/** A MESSAGE comes in, and the application does `decide` in the event. */
async function receive(decide: (message: Message) => void, callId = 'peer-message') {
  stage.ua.once('newMessage', ({ message }) => decide(message));
  await stage.peer.request('MESSAGE', { callId, headers: ['Content-Type: text/plain'], body: 'hello' });
}

test('an incoming message is accepted with headers and a body', async () => {
  await receive((message) => message.accept({ extraHeaders: ['Content-Type: text/plain'], body: 'read' }));
  const ok = await stage.peer.next(200);
  assert.equal(ok.header('Content-Type'), 'text/plain');
  assert.equal(ok.body, 'read');
  assert.deepEqual(await stage.peer.rest(), []);
});

test('an incoming message is rejected by 480, or as the application says', async () => {
  await receive((message) => message.reject(), 'a');
  await stage.peer.next(480);
  const how = {
    status_code: 603,
    reason_phrase: 'Not now',
    extraHeaders: ['Retry-After: 60', 'Content-Type: text/plain'],
    body: 'busy',
  };
  await receive((message) => message.reject(how), 'b');
  const refused = await stage.peer.next(603);
  assert.equal(refused.startLine, 'SIP/2.0 603 Not now');
  assert.equal(refused.header('Retry-After'), '60');
  assert.equal(refused.body, 'busy');
});

test('an answer that cannot be is a TypeError, and the message is then taken as ever', async () => {
  const wrong: unknown[] = [];
  await receive((message) => {
    for (const options of [
      { status_code: 200 },
      { status_code: 700 },
      { status_code: 480.5 },
      { extraHeaders: ['X: a\r\nY: b'] },
      { reason_phrase: 'No\r\nX: y' },
    ]) {
      try {
        message.reject(options);
      } catch (error) {
        wrong.push(error);
      }
    }
  });
  assert.equal(wrong.length, 5);
  assert.ok(wrong.every((error) => error instanceof TypeError));
  await stage.peer.next(200);
});

test('a message is answered once, and only one that came in', async () => {
  await receive((message) => {
    message.accept();
    assert.throws(() => message.accept(), { name: 'INVALID_STATE_ERROR' });
    assert.throws(() => message.reject(), { name: 'INVALID_STATE_ERROR' });
    assert.throws(() => message.send('bob', 'x'), { name: 'INVALID_STATE_ERROR' });
  });
  await stage.peer.next(200);
  const outgoing = stage.ua.sendMessage('bob', 'hello');
  assert.throws(() => outgoing.accept(), { name: 'NOT_SUPPORTED_ERROR' });
  assert.throws(() => outgoing.reject(), { name: 'NOT_SUPPORTED_ERROR' });
});

test('local and remote are told by direction', async () => {
  await receive((message) => {
    assert.equal(message.direction, 'incoming');
    assert.equal(message.local_identity?.uri.user, 'alice');
    assert.equal(message.remote_identity?.display_name, 'Bob');
  });
  const outgoing = stage.ua.sendMessage('bob', 'hello');
  assert.equal(outgoing.direction, 'outgoing');
  assert.equal(outgoing.local_identity?.uri.user, 'alice');
  assert.equal(outgoing.remote_identity?.uri.user, 'bob');
});

test('a message of ours is announced before it leaves, and its handlers hear how it came out', async () => {
  const { peer, ua } = stage;
  const told: string[] = [];
  ua.on('newMessage', ({ originator, request }) => {
    told.push(`new ${originator}`);
    assert.deepEqual(peer.socket.sent, []);
    (request as { setHeader(name: string, value: string): void }).setHeader('X-Late', 'yes');
  });
  ua.sendMessage('bob', 'grüße', {
    contentType: 'text/plain;charset=utf-8',
    extraHeaders: ['X-Foo: bar'],
    eventHandlers: {
      succeeded: ({ originator, response }) => void told.push(`${originator} ${response.status_code}`),
      failed: () => void told.push('failed'),
    },
  });
  const message = await peer.next('MESSAGE');
  assert.equal(message.header('Content-Type'), 'text/plain;charset=utf-8');
  assert.equal(message.header('Content-Length'), String(Buffer.byteLength('grüße')));
  assert.equal(message.header('X-Foo'), 'bar');
  assert.equal(message.header('X-Late'), 'yes');
  assert.equal(message.header('Contact'), undefined);
  await peer.respond(message, 100);
  await peer.respond(message, 202);
  assert.deepEqual(told, ['new local', 'remote 202']);
  await stage.assertReleased();
});

test('a message that is refused, unanswered or without a connection fails with its cause', async () => {
  const { peer, ua } = stage;
  const told: string[] = [];
  const eventHandlers = {
    failed: ({ originator, cause }: { originator: string; cause: string }) =>
      void told.push(`${originator} ${cause}`),
  };
  ua.sendMessage('bob', 'a', { eventHandlers });
  await peer.respond(await peer.next('MESSAGE'), 404);
  ua.sendMessage('bob', 'b', { eventHandlers });
  await peer.next('MESSAGE');
  await peer.platform.advance(32_000);
  ua.sendMessage('bob', 'c', { eventHandlers });
  await peer.next('MESSAGE');
  peer.socket.lose();
  assert.deepEqual(told, ['remote Not Found', 'system Request Timeout', 'system Connection Error']);
});

test('OPTIONS that come in are told, and answered with what we can unless the application answers', async () => {
  const { peer, ua } = stage;
  const told: string[] = [];
  ua.on('newOptions', ({ originator, message, request }) => {
    told.push(`${originator} ${request.method} ${(message as Options).direction}`);
  });
  await peer.request('OPTIONS', { callId: 'a' });
  const ok = await peer.next(200);
  for (const method of ['INVITE', 'REFER', 'PRACK', 'MESSAGE', 'SUBSCRIBE', 'NOTIFY', 'UPDATE']) {
    assert.match(ok.header('Allow') ?? '', new RegExp(`\\b${method}\\b`));
  }
  for (const tag of ['100rel', 'replaces', 'norefersub', 'outbound', 'gruu', 'path']) {
    assert.match(ok.header('Supported') ?? '', new RegExp(`\\b${tag}\\b`));
  }
  assert.match(ok.header('Accept') ?? '', /application\/sdp/);
  ua.once('newOptions', ({ message }) => (message as Options).reject({ status_code: 486 }));
  await peer.request('OPTIONS', { callId: 'b' });
  await peer.next(486);
  assert.deepEqual(told, ['remote OPTIONS incoming', 'remote OPTIONS incoming']);
});

test('OPTIONS of ours are told with the answer', async () => {
  const { peer, ua } = stage;
  const question = ua.sendOptions('bob', null, { extraHeaders: ['Accept: application/sdp'] });
  const delivered = question.whenDelivered();
  const options = await peer.next('OPTIONS');
  assert.equal(options.header('Accept'), 'application/sdp');
  assert.equal(options.body, '');
  await peer.respond(options, 200, { headers: ['Allow: INVITE'] });
  assert.equal((await delivered).getHeader('Allow'), 'INVITE');
});
