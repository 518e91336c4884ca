// Pages and telephones that know nothing of WebRTC: rtpengine stands between DTLS-SRTP and plain RTP.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Baresip } from './support/baresip.ts';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { untilBindings } from './support/kamailio.ts';
import { Phone } from './support/phone.ts';
import { useServers } from './support/servers.ts';
import { sippAnswers, sippCalls } from './support/sipp.ts';

const servers = await useServers();
const browsers = await useBrowsers();
await untilBindings('baresip', 1);
const baresip = await Baresip.connect(servers.stack.run);
after(() => baresip.close());

for (const name of ['Chromium', 'Firefox'] satisfies BrowserName[]) {
  test(`${name} calls baresip, hears its tone, and baresip records the microphone`, async () => {
    const alice = await Phone.registered(browsers, name, 'alice');
    await alice.dial('baresip');
    await alice.until('call:confirmed');
    await alice.hears();
    // The fake microphones beep once a second: long enough for some of it to be recorded.
    await baresip.untilHeard(2);
    await alice.do('terminate');
    await alice.close();
    const heard = baresip.heard().at(-1);
    assert.ok(heard && heard.level > 0.01, JSON.stringify(heard));
  });

  test(`baresip calls ${name} and hangs up`, async () => {
    const alice = await Phone.registered(browsers, name, 'alice');
    baresip.dial('sip:alice@sip.test');
    await alice.until('ua:newRTCSession');
    await alice.do('answer');
    await alice.until('call:confirmed');
    await alice.hears();
    baresip.hangUp();
    assert.equal((await alice.until('call:ended')).originator, 'remote');
    await alice.close();
  });

  for (const transportType of ['RFC2833', 'INFO'] as const) {
    test(`${name} presses 5, 9 and # by ${transportType}, and baresip gets them in order`, async () => {
      const alice = await Phone.registered(browsers, name, 'alice');
      const from = baresip.events.length;
      await alice.dial('baresip');
      await alice.until('call:confirmed');
      await alice.hears();
      await alice.do('press', '59#', transportType);
      assert.deepEqual(await baresip.untilDigits(3, from), ['5', '9', '#']);
      await alice.do('terminate');
      await alice.close();
    });
  }

  test(`${name} sees that baresip holds the call and takes it back`, async () => {
    const alice = await Phone.registered(browsers, name, 'alice');
    await alice.dial('baresip');
    await alice.until('call:confirmed');
    await alice.hears();
    baresip.hold();
    assert.equal((await alice.until('call:hold')).originator, 'remote');
    assert.deepEqual(await alice.do('isOnHold'), { local: false, remote: true });
    baresip.resume();
    assert.equal((await alice.until('call:unhold')).originator, 'remote');
    await alice.do('terminate');
    await alice.close();
  });

  test(`sipp calls ${name}, is heard and hangs up`, async () => {
    const alice = await Phone.registered(browsers, name, 'alice');
    const sipp = sippCalls('calls', 'alice', 10, servers.folder);
    await alice.until('ua:newRTCSession');
    await alice.do('answer');
    await alice.until('call:confirmed');
    await alice.hears();
    await sipp.finished();
    const ended = await alice.until('call:ended');
    assert.deepEqual([ended.originator, ended.cause], ['remote', 'Terminated']);
    await alice.close();
  });

  test(`${name} calls sipp, hears its own echo and hangs up`, async () => {
    const alice = await Phone.registered(browsers, name, 'alice');
    const sipp = await sippAnswers('answers', servers.folder);
    await alice.dial('sipp');
    await alice.until('call:confirmed');
    await alice.hears();
    await alice.do('terminate');
    await sipp.finished();
    await alice.close();
  });

  test(`${name} puts sipp on hold, and sipp is told so in the SDP`, async () => {
    const alice = await Phone.registered(browsers, name, 'alice');
    const sipp = await sippAnswers('answers-and-is-held', servers.folder);
    await alice.dial('sipp');
    await alice.until('call:confirmed');
    assert.equal(await alice.do('hold'), true);
    assert.equal((await alice.until('call:hold')).originator, 'local');
    // One ACK for the call, one for the hold.
    await alice.until('sent:ACK', 2);
    await alice.do('terminate');
    await sipp.finished();
    await alice.close();
  });
}
