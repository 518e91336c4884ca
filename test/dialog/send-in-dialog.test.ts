import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Stage } from '../support/calls.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ password: 'secret' });
});

afterEach(() => stage.close());

test('a BYE for a WebSocket that is closed, but has not said so, goes over the next one', async () => {
  const { peer } = stage;
  const { session } = await stage.callAnswered();
  await peer.platform.advance(10_000);
  peer.socket.open = false;
  const connects = peer.socket.connects;
  session.terminate();
  await peer.respond(await peer.next('BYE'), 200);
  assert.equal(peer.socket.connects, connects + 1);
  await stage.assertReleased();
});

test('a socket that connects and never sends is not asked without a pause', async () => {
  const { peer } = stage;
  const { session } = await stage.callAnswered();
  let asked = 0;
  peer.socket.send = () => ((asked += 1), false);
  session.terminate();
  await peer.platform.advance(60_000);
  assert.ok(asked > 1 && asked < 60, String(asked));
});

test('two requests that are challenged at the same time go out again with a CSeq each', async () => {
  const { peer } = stage;
  const { session } = await stage.callAnswered();
  session.sendInfo('text/plain', 'one');
  session.sendInfo('text/plain', 'two');
  const first = [await peer.next('INFO'), await peer.next('INFO')];
  for (const info of first) {
    await peer.respond(info, 407, { headers: ['Proxy-Authenticate: Digest realm="example.com", nonce="n"'] });
  }
  const again = [await peer.next('INFO'), await peer.next('INFO')];
  assert.deepEqual(
    [...first, ...again].map(({ cseq }) => cseq - first[0]!.cseq),
    [0, 1, 2, 3],
  );
  assert.deepEqual(
    again.map(({ body }) => body),
    ['one', 'two'],
  );
  for (const info of again) await peer.respond(info, 200);
  session.terminate();
  const bye = await peer.next('BYE');
  assert.equal(bye.cseq, again[1]!.cseq + 1);
  await peer.respond(bye, 200);
  await stage.assertReleased();
});
