// Behind the strictest firewalls nothing but a TURN server can be reached.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { turnServer } from './support/credentials.ts';
import { Phone } from './support/phone.ts';
import { useServers } from './support/servers.ts';

await useServers(['rtpengine', 'kamailio', 'coturn']);
const browsers = await useBrowsers();

const pairs: [BrowserName, BrowserName][] = [
  ['Chromium', 'Firefox'],
  ['Firefox', 'Chromium'],
];

for (const transport of ['udp', 'tcp'] as const) {
  for (const [first, second] of pairs) {
    test(`${first} calls ${second} through coturn only, over ${transport.toUpperCase()}`, async () => {
      const pcConfig = { iceServers: [turnServer(transport)], iceTransportPolicy: 'relay' };
      const alice = await Phone.registered(browsers, first, 'alice');
      const bob = await Phone.registered(browsers, second, 'bob');
      await alice.dial('bob', { pcConfig });
      await bob.until('ua:newRTCSession');
      await bob.do('answer', { pcConfig });
      await Promise.all([alice.hears(), bob.hears()]);
      assert.deepEqual(await alice.do('path'), { type: 'relay', relayProtocol: transport });
      assert.deepEqual(await bob.do('path'), { type: 'relay', relayProtocol: transport });
      await alice.do('terminate');
      await bob.until('call:ended');
      await Promise.all([alice.close(), bob.close()]);
    });
  }
}
