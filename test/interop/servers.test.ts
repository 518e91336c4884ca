// The ground on which the tests of real calls stand, proven without a line of our core.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { AUDIBLE } from '../support/audio.ts';
import { Baresip } from './support/baresip.ts';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { turnServer } from './support/credentials.ts';
import { udpReceivers, untilBindings, webSocketUrls } from './support/kamailio.ts';
import { useServers } from './support/servers.ts';
import { sippCalls } from './support/sipp.ts';

const servers = await useServers();
const browsers = await useBrowsers();

for (const [name, url] of Object.entries(webSocketUrls)) {
  test(`Kamailio answers OPTIONS over ${name.toUpperCase()}`, async () => {
    const socket = new WebSocket(url, 'sip', { rejectUnauthorized: false });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.send(
      [
        'OPTIONS sip:sip.test SIP/2.0',
        `Via: SIP/2.0/${name.toUpperCase()} a.invalid;branch=z9hG4bK1`,
        'From: <sip:alice@sip.test>;tag=1',
        'To: <sip:sip.test>',
        'Call-ID: 1',
        'CSeq: 1 OPTIONS',
        'Max-Forwards: 70',
        'Content-Length: 0',
        '\r\n',
      ].join('\r\n'),
    );
    const answer = await new Promise((resolve) => socket.once('message', (data) => resolve(String(data))));
    socket.close();
    assert.match(String(answer), /^SIP\/2\.0 200 /);
  });
}

test('sipp calls baresip through Kamailio and rtpengine, and baresip hears the tone', async () => {
  await untilBindings('baresip', 1);
  const baresip = await Baresip.connect(servers.stack.run);
  await sippCalls('calls', 'baresip', 3, servers.folder).finished();
  await baresip.until('CALL_CLOSED');
  baresip.close();
  const [heard] = baresip.heard();
  assert.ok(heard && heard.duration > 1 && heard.level > 0.01, JSON.stringify(heard));
});

for (const name of ['Chromium', 'Firefox'] satisfies BrowserName[]) {
  for (const transport of ['udp', 'tcp'] as const) {
    test(`${name} sends its microphone through coturn only, over ${transport.toUpperCase()}`, async () => {
      const page = await browsers.open(name, 'relayed-pair');
      const received = await page.evaluate(
        (server) => window.callThroughRelay(server),
        turnServer(transport),
      );
      await page.close();
      assert.ok(received.energy > AUDIBLE);
    });
  }
}

// Last, for the servers have lost their registrations then.
test('Kamailio is ended whole and can be started again, also when one of its processes hangs', async () => {
  const [receiver] = await udpReceivers();
  assert.ok(receiver);
  process.kill(receiver, 'SIGSTOP');
  await servers.stack.stopServer('kamailio');
  await servers.stack.startServer('kamailio');
  assert.notEqual((await udpReceivers())[0], receiver);
});
