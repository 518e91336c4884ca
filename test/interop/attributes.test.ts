// Attributes of a phone whose effect only a real call shows.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import { Baresip } from './support/baresip.ts';
import { useBrowsers } from './support/browsers.ts';
import { Element } from './support/element.ts';
import { untilBindings } from './support/kamailio.ts';
import { useServers } from './support/servers.ts';

const servers = await useServers();
const browsers = await useBrowsers();
await untilBindings('baresip', 1);
const baresip = await Baresip.connect(servers.stack.run);
after(() => baresip.close());

const alice = { uri: 'sip:alice@sip.test', password: 'pass-alice' };

/** The codec of what a phone sends. */
const codecOf = ({ page }: Element) =>
  page.evaluate(() => {
    const { activeCall } = document.querySelector('sip-phone') as SipPhone;
    return activeCall?.session?.connection?.getSenders()[0]?.getParameters().codecs[0]?.mimeType;
  });

test('Chromium: whom the page names is answered without a click, in the codec that it prefers', async () => {
  const attributes = { ...alice, 'auto-answer': 'baresip', codecs: 'PCMA', 'session-timers': '' };
  const phone = await Element.open(browsers, 'Chromium', 'sip-phone', 'baresip', {}, attributes);
  await phone.page.browserContext().overridePermissions(new URL(phone.page.url()).origin, ['microphone']);
  await untilBindings('alice', 1);
  const from = baresip.events.length;
  baresip.dial('sip:alice@sip.test');
  await phone.until('ringing');
  await phone.untilSays('is answered by itself');
  await phone.until('connected');
  await baresip.until('CALL_ESTABLISHED', from);
  assert.equal(await codecOf(phone), 'audio/PCMA');
  await phone.page.evaluate(() => window.elements.untilAudible());
  baresip.hangUp();
  await phone.until('ended');
  await phone.close();
});

test('Chromium: a phone offers first what it prefers; the far end may choose another', async () => {
  const attributes = { ...alice, codecs: 'PCMU opus' };
  const phone = await Element.open(browsers, 'Chromium', 'sip-phone', 'baresip', {}, attributes);
  await untilBindings('alice', 1);
  await phone.page.evaluate(() => window.elements.call());
  await phone.until('connected');
  const offer = await phone.page.evaluate(() => {
    const { activeCall } = document.querySelector('sip-phone') as SipPhone;
    return activeCall?.session?.connection?.localDescription?.sdp ?? '';
  });
  // 0 is PCMU (RFC 3551).
  assert.match(offer, /^m=audio \d+ \S+ 0 \d+ /m);
  await phone.page.evaluate(() => window.elements.untilAudible());
  await phone.page.evaluate(() => window.elements.hangUp());
  await phone.until('ended');
  await phone.close();
});
