// How long a caller waits for ICE: docs/architecture.md's decision, with real browsers.
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

/** Calls, gives up once it rings, and tells how long the INVITE took in milliseconds and how far ICE was by then. */
async function firstInvite(phone: Phone, pcConfig: RTCConfiguration) {
  const journal = await phone.journal();
  const next = (name: string) => journal.filter((entry) => entry.name === name).length + 1;
  await phone.dial('slow', { pcConfig });
  const dial = await phone.until('dial', next('dial'));
  const invite = await phone.until('sent:INVITE', next('sent:INVITE'), 60_000);
  await phone.until('call:progress', next('call:progress'));
  await phone.do('terminate');
  await phone.until('call:failed', next('call:failed'));
  return { waited: Math.round(invite.at - dial.at), gathering: invite.gathering };
}

/**
 * The first of five that left within so many ms, and while ICE was at this; else the last of them. A busy machine adds to
 * the time, and takes nothing from it.
 */
async function quickInvite(
  phone: Phone,
  pcConfig: RTCConfiguration,
  within: number,
  gathering?: RTCIceGatheringState,
) {
  for (let tries = 1; ; tries++) {
    const invite = await firstInvite(phone, pcConfig);
    const isQuick = invite.waited <= within && (!gathering || invite.gathering === gathering);
    if (isQuick || tries === 5) return invite;
  }
}

for (const name of ['Chromium', 'Firefox'] satisfies BrowserName[]) {
  test(`${name}: without STUN the INVITE leaves at once, and a silent STUN server delays it by 600 ms at most`, async (context) => {
    const alice = await Phone.registered(browsers, name, 'alice');
    // The first call of all opens the sound device, which takes its time and has nothing to do with ICE.
    await firstInvite(alice, {});
    // Firefox is through with its host candidates within a few milliseconds; Chromium takes 120 more.
    const stillAt = name === 'Chromium' ? 'gathering' : undefined;
    const without = await quickInvite(alice, {}, 200, stillAt);
    assert.ok(without.waited <= 200, `${without.waited} ms without STUN`);
    if (stillAt) assert.equal(without.gathering, stillAt);
    const silent = await quickInvite(alice, { iceServers: [stun.iceServer] }, 600, 'gathering');
    context.diagnostic(`${without.waited} ms without STUN, ${silent.waited} ms with a silent server`);
    assert.ok(silent.waited <= 600, `${silent.waited} ms with a silent STUN server`);
    assert.equal(silent.gathering, 'gathering');
    await alice.close();
  });
}
