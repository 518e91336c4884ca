import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Stage } from '../support/calls.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

test('a 200 that comes where the first provisional response was waited for gets ACK and BYE', async () => {
  const { peer } = stage;
  const { session, events } = stage.call();
  const invite = await peer.next('INVITE');
  session.terminate();
  assert.equal(events.at(-1), 'failed local Canceled');
  await peer.accept(invite);
  await peer.next('ACK');
  await peer.respond(await peer.next('BYE'), 200);
  assert.deepEqual(await peer.rest(), []);
  assert.equal(events.at(-1), 'failed local Canceled');
  await stage.assertReleased();
});

test('a CANCEL carries neither headers nor a body of the application', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  await peer.respond(await peer.next('INVITE'), 180);
  session.terminate({ status_code: 486, extraHeaders: ['X-Mood: bad', 'Content-Type: a/b'], body: 'x' });
  const cancel = await peer.next('CANCEL');
  assert.match(cancel.header('Reason') ?? '', /cause=486/);
  assert.equal(cancel.header('X-Mood'), undefined);
  assert.equal(cancel.header('Content-Type'), undefined);
  assert.equal(cancel.body, '');
});
