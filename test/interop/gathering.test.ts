// How long a caller waits for ICE: design.md's decision, with real browsers.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { Phone } from './support/phone.ts';
import { useServers } from './support/servers.ts';
import { silentStun } from './support/silent-stun.ts';

await useServers(['rtpengine', 'kamailio']);
const browsers = await useBrowsers();
const stun = await silentStun();
after(() => stun.close());

for (const name of ['Chromium', 'Firefox'] satisfies BrowserName[]) {
  test(`${name}: a STUN server that never answers delays the INVITE by no more than 600 ms`, async () => {
    const alice = await Phone.registered(browsers, name, 'alice');
    await alice.dial('slow', { pcConfig: { iceServers: [stun.iceServer] } });
    const invite = await alice.until('sent:INVITE', 1, 60_000);
    const waited = invite.at - (await alice.until('dial')).at;
    assert.ok(waited <= 600, `${Math.round(waited)} ms`);
    await alice.until('call:progress');
    await alice.do('terminate');
    await alice.close();
  });

  test(`${name}: without STUN the INVITE leaves at once`, async () => {
    const alice = await Phone.registered(browsers, name, 'alice');
    await alice.dial('slow');
    const invite = await alice.until('sent:INVITE');
    const waited = invite.at - (await alice.until('call:connecting')).at;
    assert.ok(waited <= 200, `${Math.round(waited)} ms`);
    // Firefox is through with its host candidates within a few milliseconds; Chromium takes 120 more.
    if (name === 'Chromium') assert.equal(invite.gathering, 'gathering');
    await alice.until('call:progress');
    await alice.do('terminate');
    await alice.close();
  });
}
