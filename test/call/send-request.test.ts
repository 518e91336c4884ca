import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { SendRequestOptions } from '../../src/call/events.ts';
import { Stage } from '../support/calls.ts';
import { PEER_CONTACT } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ password: 'secret' });
});

afterEach(() => stage.close());

/** All handlers, and which of them ran. */
function handlers(): { told: string[]; eventHandlers: NonNullable<SendRequestOptions['eventHandlers']> } {
  const told: string[] = [];
  return {
    told,
    eventHandlers: {
      onSuccessResponse: ({ status_code }) => void told.push(`success ${status_code}`),
      onErrorResponse: ({ status_code }) => void told.push(`error ${status_code}`),
      onDialogError: ({ status_code }) => void told.push(`dialog error ${status_code}`),
      onRequestTimeout: () => void told.push('timeout'),
      onTransportError: () => void told.push('transport error'),
    },
  };
}

test('any request may be sent inside the dialog, with headers and body', async () => {
  const { peer } = stage;
  const { session, invite } = await stage.callAnswered();
  session.sendRequest('message', { extraHeaders: ['Content-Type: text/plain', 'X-Foo: bar'], body: 'hello' });
  const message = await peer.next('MESSAGE');
  assert.equal(message.ruri, 'sip:bob@192.0.2.9:5060;transport=tcp');
  assert.equal(message.header('Call-ID'), invite.header('Call-ID'));
  assert.equal(message.tag('To'), 'peer');
  assert.equal(message.header('X-Foo'), 'bar');
  assert.equal(message.header('Content-Type'), 'text/plain');
  assert.equal(message.body, 'hello');
  await peer.respond(message, 200);
  session.terminate();
  await stage.assertReleased();
});

for (const [status, said] of [
  [200, 'success 200'],
  [202, 'success 202'],
  [302, 'error 302'],
  [403, 'error 403'],
  [603, 'error 603'],
  [408, 'dialog error 408'],
  [481, 'dialog error 481'],
] as const) {
  test(`a ${status} is told as ${said.replace(/ \d+/, '')}, once`, async () => {
    const { session } = await stage.callAnswered();
    const { told, eventHandlers } = handlers();
    session.sendRequest('INFO', { eventHandlers });
    const info = await stage.peer.next('INFO');
    await stage.peer.respond(info, 183);
    assert.deepEqual(told, []);
    await stage.peer.respond(info, status);
    await stage.peer.respond(info, status);
    assert.deepEqual(told, [said]);
  });
}

test('no answer is a timeout after 32 s; no connection for so long is a transport error', async () => {
  const { peer } = stage;
  const { session } = await stage.callAnswered();
  const silent = handlers();
  session.sendRequest('INFO', { eventHandlers: silent.eventHandlers });
  await peer.platform.advance(32_000);
  assert.deepEqual(silent.told, ['timeout']);
  const lost = handlers();
  peer.socket.behaviour = 'refuse';
  peer.socket.lose();
  session.sendRequest('INFO', { eventHandlers: lost.eventHandlers });
  await peer.platform.advance(33_000);
  assert.deepEqual(lost.told, ['transport error']);
});

test('a challenge is answered, and not told', async () => {
  const { peer } = stage;
  const { session } = await stage.callAnswered();
  const { told, eventHandlers } = handlers();
  session.sendRequest('INFO', { eventHandlers });
  await peer.respond(await peer.next('INFO'), 401, {
    headers: ['WWW-Authenticate: Digest realm="x", nonce="n"'],
  });
  const again = await peer.next('INFO');
  assert.ok(again.header('Authorization'));
  await peer.respond(again, 200);
  assert.deepEqual(told, ['success 200']);
});

test('a request is possible as soon as there is a dialog, and no more when the call is over', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  assert.throws(() => session.sendRequest('INFO'), { name: 'INVALID_STATE_ERROR' });
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180, { headers: [PEER_CONTACT] });
  session.sendRequest('INFO');
  await peer.next('INFO');
  session.terminate();
  assert.throws(() => session.sendRequest('INFO'), { name: 'INVALID_STATE_ERROR' });
});

test('a method, or a header, that would break the message is a TypeError, and nothing is sent', async () => {
  const { session } = await stage.callAnswered();
  for (const method of ['', 'IN FO', 'INFO sip:evil SIP/2.0\r\nX: y', 'INFO\0']) {
    assert.throws(() => session.sendRequest(method), TypeError, JSON.stringify(method));
  }
  assert.throws(() => session.sendRequest('INFO', { extraHeaders: ['X: a\r\nY: b'] }), TypeError);
  assert.deepEqual(await stage.peer.rest(), []);
});
