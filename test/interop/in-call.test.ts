// What two pages do to a call that is up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { cutWebSocketOf } from './support/kamailio.ts';
import { Phone } from './support/phone.ts';
import { useServers } from './support/servers.ts';
import { until } from './support/until.ts';

await useServers(['rtpengine', 'kamailio']);
const browsers = await useBrowsers();

/** Alice has called Bob, and both hear each other. */
async function callUp(first: BrowserName, second: BrowserName): Promise<{ alice: Phone; bob: Phone }> {
  const alice = await Phone.registered(browsers, first, 'alice');
  const bob = await Phone.registered(browsers, second, 'bob');
  await alice.dial('bob');
  await bob.until('ua:newRTCSession');
  await bob.do('answer');
  await Promise.all([alice.until('call:confirmed'), bob.until('call:confirmed')]);
  await Promise.all([alice.hears(), bob.hears()]);
  return { alice, bob };
}

const pairs: [BrowserName, BrowserName][] = [
  ['Chromium', 'Firefox'],
  ['Firefox', 'Chromium'],
];

for (const [first, second] of pairs) {
  test(`${first} holds ${second} and takes the call back, and both are told`, async () => {
    const { alice, bob } = await callUp(first, second);
    assert.equal(await alice.do('hold'), true);
    assert.equal((await alice.until('call:hold')).originator, 'local');
    assert.equal((await bob.until('call:hold')).originator, 'remote');
    assert.deepEqual(await alice.do('isOnHold'), { local: true, remote: false });
    assert.deepEqual(await bob.do('isOnHold'), { local: false, remote: true });
    await until('the hold may end', () => alice.do('isReadyToReOffer'));
    assert.equal(await alice.do('unhold'), true);
    assert.equal((await bob.until('call:unhold')).originator, 'remote');
    await bob.do('terminate');
    await alice.until('call:ended');
    await Promise.all([alice.close(), bob.close()]);
  });

  test(`${first} presses 1, 2 and * by INFO, and ${second} is told`, async () => {
    const { alice, bob } = await callUp(first, second);
    await alice.do('press', '12*', 'INFO');
    await bob.until('call:newDTMF', 3);
    const tones = (await bob.journal()).filter(({ name }) => name === 'call:newDTMF').map(({ tone }) => tone);
    assert.deepEqual(tones, ['1', '2', '*']);
    await bob.do('terminate');
    await alice.until('call:ended');
    await Promise.all([alice.close(), bob.close()]);
  });

  for (const whoHangsUp of ['alice', 'bob'] as const) {
    const who = whoHangsUp === 'alice' ? `${first}, which lost it,` : `${second}, the other side,`;
    test(`${first} loses its WebSocket: the call goes on, it registers again, and ${who} can hang up`, async () => {
      const { alice, bob } = await callUp(first, second);
      await cutWebSocketOf('alice');
      await alice.until('ua:disconnected');
      const { packets } = await alice.do('received');
      await alice.until('ua:registered', 2, 15_000);
      assert.equal(await alice.do('isEstablished'), true);
      await until('audio still arrives', async () => (await alice.do('received')).packets > packets + 25);
      const phones = { alice, bob };
      await phones[whoHangsUp].do('terminate');
      const other = whoHangsUp === 'alice' ? bob : alice;
      const ended = await other.until('call:ended');
      assert.deepEqual([ended.originator, ended.cause], ['remote', 'Terminated']);
      await Promise.all([alice.close(), bob.close()]);
    });
  }
}
