// One page calls another through Kamailio; the media go from browser to browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { Phone } from './support/phone.ts';
import { useServers } from './support/servers.ts';

await useServers(['rtpengine', 'kamailio']);
const browsers = await useBrowsers();

const pairs: [BrowserName, BrowserName][] = [
  ['Chromium', 'Chromium'],
  ['Firefox', 'Firefox'],
  ['Chromium', 'Firefox'],
  ['Firefox', 'Chromium'],
];

for (const transport of ['ws', 'wss'] as const) {
  for (const [first, second] of pairs) {
    test(`${first} calls ${second} over ${transport.toUpperCase()}, both hear each other, the caller hangs up`, async () => {
      const alice = await Phone.registered(browsers, first, 'alice', { transport });
      const bob = await Phone.registered(browsers, second, 'bob', { transport });
      await alice.dial('bob');
      await bob.until('ua:newRTCSession');
      assert.equal((await alice.until('call:progress')).originator, 'remote');
      await bob.do('answer');
      await Promise.all([alice.until('call:confirmed'), bob.until('call:confirmed')]);
      await Promise.all([alice.hears(), bob.hears()]);
      await alice.do('terminate');
      assert.equal((await alice.until('call:ended')).originator, 'local');
      const ended = await bob.until('call:ended');
      assert.deepEqual([ended.originator, ended.cause], ['remote', 'Terminated']);
      await Promise.all([alice.close(), bob.close()]);
    });
  }
}

test('the one who was called may hang up too', async () => {
  const alice = await Phone.registered(browsers, 'Chromium', 'alice');
  const bob = await Phone.registered(browsers, 'Firefox', 'bob');
  await alice.dial('bob');
  await bob.until('ua:newRTCSession');
  await bob.do('answer');
  await bob.until('call:confirmed');
  await bob.do('terminate');
  const ended = await alice.until('call:ended');
  assert.deepEqual([ended.originator, ended.cause], ['remote', 'Terminated']);
  await Promise.all([alice.close(), bob.close()]);
});
