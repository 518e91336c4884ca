import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { PublishOptions } from '../../src/ua/publisher.ts';
import { Stage } from '../support/calls.ts';
import type { Wire } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ password: 'secret' });
});

afterEach(() => stage.close());

/** A PUBLISH that went out, and what it tells. */
async function publish(options: PublishOptions = {}, body = '<open/>') {
  const publisher = stage.ua.publish('alice', 'presence', body, options);
  const told: string[] = [];
  publisher.on('published', ({ response }) => void told.push(`published ${response.status_code}`));
  publisher.on('failed', ({ response, cause }) => {
    told.push(`failed ${response?.status_code ?? '-'} ${cause}`);
  });
  return { publisher, told, first: await stage.peer.next('PUBLISH') };
}

const accept = (request: Wire, etag: string, expires = request.header('Expires')) =>
  stage.peer.respond(request, 200, { headers: [`SIP-ETag: ${etag}`, `Expires: ${expires}`] });

test('a state is published as the options say', async () => {
  const { first } = await publish({ expires: 600, contentType: 'text/plain', extraHeaders: ['X-Foo: bar'] });
  assert.equal(first.ruri, 'sip:alice@example.com');
  assert.equal(first.header('Event'), 'presence');
  assert.equal(first.header('Expires'), '600');
  assert.equal(first.header('Content-Type'), 'text/plain');
  assert.equal(first.header('X-Foo'), 'bar');
  assert.equal(first.header('SIP-If-Match'), undefined);
});

test('by default it is PIDF, for an hour', async () => {
  const { first } = await publish();
  assert.equal(first.header('Content-Type'), 'application/pidf+xml');
  assert.equal(first.header('Expires'), '3600');
});

test('options that cannot be are a TypeError, and nothing is sent', async () => {
  const { ua } = stage;
  assert.throws(() => ua.publish('', 'presence', 'x'), TypeError);
  assert.throws(() => ua.publish('alice', '', 'x'), TypeError);
  assert.throws(() => ua.publish('alice', 'presence\r\nX: y', 'x'), TypeError);
  assert.throws(() => ua.publish('alice', 'presence', 'x', { contentType: 'a\r\nX: y' }), TypeError);
  assert.throws(() => ua.publish('alice', 'presence', 'x', { extraHeaders: ['X: a\r\nY: b'] }), TypeError);
  for (const expires of [-1, 0, 1.5, NaN]) {
    assert.throws(() => ua.publish('alice', 'presence', 'x', { expires }), TypeError);
  }
  assert.deepEqual(await stage.peer.rest(), []);
});

test('a new state takes the place of the old one', async () => {
  const { peer } = stage;
  const { publisher, told, first } = await publish();
  await accept(first, 'one');
  publisher.publish('<busy/>');
  const second = await peer.next('PUBLISH');
  assert.equal(second.header('SIP-If-Match'), 'one');
  assert.equal(second.body, '<busy/>');
  await accept(second, 'two');
  publisher.publish('<open/>');
  assert.equal((await peer.next('PUBLISH')).header('SIP-If-Match'), 'two');
  assert.deepEqual(told, ['published 200', 'published 200']);
});

test('states that come while one is under way: only the newest follows', async () => {
  const { peer } = stage;
  const { publisher, first } = await publish();
  publisher.publish('<a/>');
  publisher.publish('<b/>');
  assert.deepEqual(await peer.rest(), []);
  await accept(first, 'one');
  const next = await peer.next('PUBLISH');
  assert.equal(next.body, '<b/>');
  assert.equal(next.header('SIP-If-Match'), 'one');
});

test('a server that wants more time after each 423 is asked once more, and no more', async () => {
  const { peer } = stage;
  const { told, first } = await publish({ expires: 300 });
  await peer.respond(first, 423, { headers: ['Min-Expires: 600'] });
  await peer.respond(await peer.next('PUBLISH'), 423, { headers: ['Min-Expires: 601'] });
  assert.deepEqual(told, ['failed 423 SIP Failure Code']);
  assert.deepEqual(await peer.rest(), []);
});

test('a 423 is taken up, one that wants no more is told', async () => {
  const { peer } = stage;
  const { told, first } = await publish({ expires: 60 });
  await peer.respond(first, 423, { headers: ['Min-Expires: 600'] });
  const again = await peer.next('PUBLISH');
  assert.equal(again.header('Expires'), '600');
  assert.equal(again.body, '<open/>');
  await peer.respond(again, 423, { headers: ['Min-Expires: 600'] });
  assert.deepEqual(told, ['failed 423 SIP Failure Code']);
});

test('a 412 to the first PUBLISH, which matched nothing, is told', async () => {
  const { told, first } = await publish();
  await stage.peer.respond(first, 412);
  assert.deepEqual(told, ['failed 412 SIP Failure Code']);
});

test('no answer and no connection are told with their cause', async () => {
  const { peer } = stage;
  const silent = await publish();
  await peer.platform.advance(32_000);
  assert.deepEqual(silent.told, ['failed - Request Timeout']);
  const lost = await publish();
  peer.socket.lose();
  assert.deepEqual(lost.told, ['failed - Connection Error']);
});

test('a challenged PUBLISH is sent again with credentials', async () => {
  const { peer } = stage;
  const { told, first } = await publish();
  await peer.respond(first, 401, { headers: ['WWW-Authenticate: Digest realm="x", nonce="n"'] });
  const again = await peer.next('PUBLISH');
  assert.ok(again.header('Authorization'));
  await accept(again, 'one');
  assert.deepEqual(told, ['published 200']);
});

test('after a failure a new state may be published', async () => {
  const { peer } = stage;
  const { publisher, told, first } = await publish();
  await peer.respond(first, 500);
  publisher.publish('<busy/>');
  await accept(await peer.next('PUBLISH'), 'one');
  assert.deepEqual(told, ['failed 500 SIP Failure Code', 'published 200']);
});

test('a server that gives no entity tag gets all of it at each refresh', async () => {
  const { peer } = stage;
  const { first } = await publish({ expires: 60 });
  await peer.respond(first, 200, { headers: ['Expires: 60'] });
  const refresh = await peer.next('PUBLISH', 60_000);
  assert.equal(refresh.header('SIP-If-Match'), undefined);
  assert.equal(refresh.body, '<open/>');
});

test('a server that grants nothing is not asked again and again', async () => {
  const { peer } = stage;
  const { first } = await publish({ expires: 3600 });
  await accept(first, 'one', '0');
  await peer.platform.advance(60_000);
  assert.deepEqual(await peer.rest(), []);
});

test('unpublish() while a PUBLISH is under way follows it', async () => {
  const { peer } = stage;
  const { publisher, told, first } = await publish();
  publisher.unpublish();
  assert.deepEqual(await peer.rest(), []);
  await accept(first, 'one');
  const last = await peer.next('PUBLISH');
  assert.equal(last.header('Expires'), '0');
  assert.equal(last.header('SIP-If-Match'), 'one');
  assert.equal(last.body, '');
  await peer.respond(last, 200, { headers: ['Expires: 0'] });
  assert.deepEqual(told, ['published 200', 'published 200']);
  publisher.unpublish();
  assert.throws(() => publisher.publish('x'), { name: 'INVALID_STATE_ERROR' });
  await peer.platform.advance(4_000_000);
  assert.deepEqual(await peer.rest(), []);
  await stage.assertReleased();
});

test('unpublish() of what was refused sends nothing', async () => {
  const { peer } = stage;
  const { publisher, first } = await publish();
  publisher.unpublish();
  await peer.respond(first, 403);
  assert.deepEqual(await peer.rest(), []);
  await stage.assertReleased();
});
