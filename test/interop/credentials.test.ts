// What a site's back end gives its visitors: it works, it ends, and whoever steals it has little of it.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { settings } from '../../demo/kamailio/stack.ts';
import {
  CALL_CONTEXT,
  createCredentials,
  createCredentialsHandler,
  type CredentialsOptions,
  type HandlerOptions,
} from '../../server/index.ts';
import { UA } from '../../src/index.ts';
import { NodeWebSocketInterface } from '../../src/node.ts';
import { Baresip } from './support/baresip.ts';
import { type BrowserName, useBrowsers } from './support/browsers.ts';
import { Element } from './support/element.ts';
import { untilBindings, webSocketUrls } from './support/kamailio.ts';
import { sendRaw } from './support/raw-caller.ts';
import { useServers } from './support/servers.ts';
import { until } from './support/until.ts';

const { secret, domain, ip } = settings;
const turn = { urls: [`turn:${ip}:3478`], secret };

/** The handler of a site whose pages and back end have one origin. */
const site =
  (options: Partial<HandlerOptions> = {}) =>
  (request: Request) =>
    createCredentialsHandler({
      ...{ secret, domain, turn, targets: ['baresip'], origins: [new URL(request.url).origin] },
      ...options,
    })(request);

const { stack } = await useServers();
const browsers = await useBrowsers(undefined, {
  '/sip-credentials': site(),
  '/for-eight-seconds': site({ expiresIn: 8 }),
  '/for-nobody': site({ visitor: () => null }),
  '/later': site({ limit: () => 30 }),
});
await untilBindings('baresip', 1);
const baresip = await Baresip.connect(stack.run);
after(() => baresip.close());

const issue = (options: Partial<CredentialsOptions> = {}) =>
  createCredentials({ secret, domain, targets: ['bob'], ...options });

const contextLine = (value: string | undefined) => `${CALL_CONTEXT}: ${value}`;

/** Allowed, but nobody has registered there. */
const ALLOWED = { status: 480, reason: 'Temporarily Unavailable' };

describe('Kamailio', () => {
  test('takes issued credentials for calls, messages and registration, until they end', async () => {
    // Time is counted in whole seconds: this is good for five to six.
    const issued = await issue({ user: 'visitor-1', expiresIn: 6 });
    assert.deepEqual(await sendRaw(issued, { target: 'bob' }), ALLOWED);
    assert.deepEqual(await sendRaw(issued, { method: 'MESSAGE', target: 'bob' }), ALLOWED);
    assert.equal((await sendRaw(issued, { method: 'REGISTER', target: 'visitor-1' })).status, 200);
    await until('the credentials have ended', async () => {
      const { status } = await sendRaw(issued, { target: 'bob' });
      return status === 407;
    });
    assert.equal((await sendRaw(issued, { method: 'REGISTER', target: 'visitor-1' })).status, 401);
  });

  test('lets a stolen credential reach nobody off the list', async () => {
    const stolen = await issue({ targets: ['bob', '+1 555 0100'] });
    const refused = { status: 403, reason: 'Target Not Allowed' };
    for (const target of ['dave', 'bo', 'bobby', 'BOB', '.*', 'baresip', 'sipp', 'slow'])
      assert.deepEqual(await sendRaw(stolen, { target }), refused, target);
    assert.deepEqual(await sendRaw(stolen, { method: 'MESSAGE', target: 'dave' }), refused);
    assert.equal((await sendRaw(stolen, { target: '+15550100' })).reason, 'Not Found', 'on the list');
  });

  test('lets credentials without any target call nobody, and those of the site’s own people everybody', async () => {
    assert.equal((await sendRaw(await issue({ targets: [] }), { target: 'bob' })).status, 403);
    assert.deepEqual(await sendRaw(await issue({ targets: ['*'] }), { target: 'bob' }), ALLOWED);
  });

  test('refuses a call context that is forged, missing, doubled, over, or another visitor’s', async () => {
    const stolen = await issue({ user: 'visitor-1', facts: { order: '1' } });
    const own = stolen.headers[CALL_CONTEXT] ?? '';
    const other = (await issue({ targets: ['dave'] })).headers[CALL_CONTEXT];
    const over = (await issue({ user: 'visitor-1', now: () => Date.now() - 400_000 })).headers[CALL_CONTEXT];
    const foreign = (await issue({ user: 'visitor-1', secret: 'guessed' })).headers[CALL_CONTEXT];
    for (const [headers, reason] of [
      [[], 'Call Context Missing'],
      [[contextLine(own), contextLine(own)], 'Call Context Missing'],
      [[contextLine(own.replace('bob', 'dave'))], 'Bad Call Context'],
      [[contextLine(own.replace('order=1', 'order=2'))], 'Bad Call Context'],
      [[contextLine(`${own};targets=dave@sip.test`)], 'Bad Call Context'],
      [[contextLine(own.replace(/;hmac=.*/, ''))], 'Bad Call Context'],
      [[contextLine(own.replace(/;hmac=.*/, ';hmac='))], 'Bad Call Context'],
      [[contextLine('')], 'Bad Call Context'],
      [[contextLine(other)], 'Bad Call Context'],
      [[contextLine(foreign)], 'Bad Call Context'],
      [[contextLine(over)], 'Call Context Expired'],
    ] as const)
      assert.deepEqual(await sendRaw(stolen, { target: 'dave', headers }), { status: 403, reason });
  });

  test('lets nobody be somebody else', async () => {
    const stolen = await issue();
    const alice = `sip:alice@${domain}`;
    const claim =
      `Digest username="9999999999:alice", realm="x", nonce="x", uri="sip:${domain}", ` +
      `response="00000000000000000000000000000000"`;
    for (const method of ['REGISTER', 'INVITE'] as const) {
      const target = method === 'REGISTER' ? 'alice' : 'bob';
      assert.equal((await sendRaw(stolen, { method, target, from: alice })).status, 403);
      // With credentials for another realm before one's own, the user that is read first is not the one that is proven.
      for (const name of ['Authorization', 'Proxy-Authorization']) {
        const beforeCredentials = [`${name}: ${claim}`];
        const answer = await sendRaw(stolen, { method, target, from: alice, beforeCredentials });
        assert.deepEqual(answer, { status: 400, reason: 'Credentials Twice' });
      }
    }
    const bank = stolen.uri.replace(domain, 'bank.example');
    assert.equal((await sendRaw(stolen, { target: 'bob', from: bank })).status, 403);
  });

  test('is not passed by with a dialog that was made up', async () => {
    const stolen = await issue();
    const toTag = 'made-up';
    assert.equal((await sendRaw(stolen, { target: 'dave', toTag })).status, 404);
    for (const mark of ['', ';mark=', ';mark=made-up']) {
      const headers = [`Route: <sip:${ip}:5060;lr${mark}>`];
      const answer = await sendRaw(stolen, { target: 'dave', toTag, headers });
      assert.deepEqual(answer, { status: 403, reason: 'Unknown Dialog' });
    }
  });

  test('lets a visitor not have others call for them', async () => {
    const stolen = await issue();
    const refused = { status: 403, reason: 'Not For Visitors' };
    assert.deepEqual(await sendRaw(stolen, { method: 'REFER', target: 'bob' }), refused);
  });

  test('passes the signed context on to who is called, and takes away what others call one', async (t) => {
    const account = (user: string) =>
      new UA({
        uri: `sip:${user}@${domain}`,
        password: `pass-${user}`,
        sockets: new NodeWebSocketInterface(webSocketUrls.ws),
      });
    const [carol, dave] = [account('carol'), account('dave')];
    t.after(() => Promise.all([carol, dave].map((ua) => (ua.stop(), ua.whenStopped()))));
    for (const ua of [carol, dave]) ua.start();
    await Promise.all([carol.whenRegistered(), dave.whenRegistered()]);
    const heard: (string | null)[] = [];
    carol.on('newMessage', ({ originator, request }) => {
      if (originator === 'remote') heard.push(request.getHeader(CALL_CONTEXT));
    });
    const issued = await issue({ targets: ['carol'], facts: { order: "4711; it's" } });
    assert.equal((await sendRaw(issued, { method: 'MESSAGE', target: 'carol' })).status, 200);
    const extraHeaders = [contextLine(issued.headers[CALL_CONTEXT])];
    await dave.sendMessage('carol', 'Hello', { extraHeaders }).whenDelivered();
    assert.deepEqual(heard, [issued.headers[CALL_CONTEXT], null]);
  });
});

test('coturn relays for issued credentials, until they end', async () => {
  const page = await browsers.blank('Chromium');
  await page.goto('about:blank');
  const isRelayed = async (iceServers: unknown) =>
    page.evaluate(async (servers) => {
      const connection = new RTCPeerConnection({
        iceServers: servers as RTCIceServer[],
        iceTransportPolicy: 'relay',
      });
      connection.createDataChannel('');
      let relayed = false;
      connection.onicecandidate = ({ candidate }) => (relayed ||= candidate?.type === 'relay');
      const complete = new Promise((resolve) => {
        connection.onicegatheringstatechange = () =>
          connection.iceGatheringState === 'complete' && resolve(0);
      });
      await connection.setLocalDescription();
      await complete;
      connection.close();
      return relayed;
    }, iceServers);
  assert.equal(await isRelayed((await issue({ turn })).iceServers), true);
  const ended = await issue({ turn, now: () => Date.now() - 301_000 });
  assert.equal(await isRelayed(ended.iceServers), false);
  const guessed = await issue({ turn: { ...turn, secret: 'guessed' } });
  assert.equal(await isRelayed(guessed.iceServers), false);
  await page.close();
});

for (const name of ['Chromium', 'Firefox'] satisfies BrowserName[]) {
  test(`${name}: a button with auth-url calls, through the TURN server alone, without any password in the page`, async () => {
    const account = { 'auth-url': '/sip-credentials', 'ice-transport-policy': 'relay' };
    const button = await Element.open(browsers, name, 'sip-call-button', 'baresip', {}, account);
    await button.click();
    await button.until('connected');
    await button.page.evaluate(() => window.elements.untilAudible());
    baresip.hangUp();
    await button.until('ended');
    await button.close();
  });
}

for (const name of ['Chromium', 'Firefox'] satisfies BrowserName[]) {
  test(`${name}: a call that outlives its credentials goes on, and would find a new path with new ones`, async () => {
    const account = { 'auth-url': '/for-eight-seconds', 'ice-transport-policy': 'relay' };
    const button = await Element.open(browsers, name, 'sip-call-button', 'baresip', {}, account);
    /** The user that its peer connection gives to the TURN server. */
    const turnUser = () =>
      button.page.evaluate(() => {
        const { connection } = document.querySelector('sip-call-button')?.activeCall?.session ?? {};
        return connection?.getConfiguration().iceServers?.[0]?.username;
      });
    await button.click();
    await button.until('connected');
    const first = await turnUser();
    assert.match(first ?? '', /^\d+:visitor-/);
    await until('the credentials of the call are new', async () => (await turnUser()) !== first);
    await button.page.evaluate(() => window.elements.untilAudible());
    await button.click('sip-hangup-button >>> button');
    await button.until('ended');
    await button.close();
  });
}

test('a call that is made after the credentials were refreshed is made with the new ones', async () => {
  const account = { 'auth-url': '/for-eight-seconds' };
  const button = await Element.open(browsers, 'Chromium', 'sip-call-button', 'baresip', {}, account);
  /** Calls, hangs up, and gives who it was to the server. */
  const call = async () => {
    const before = await button.page.evaluate(() => (window.elements.call(), window.elements.states.length));
    await button.until('connected', before);
    const user = await button.page.evaluate(
      () => document.querySelector('sip-call-button')?.activeCall?.session?.local_identity?.uri.user,
    );
    await button.page.evaluate(() => window.elements.hangUp());
    await button.until('ended', before);
    return user;
  };
  const first = await call();
  await until('another user calls', async () => (await call()) !== first);
  await button.close();
});

const refusals = {
  'a page whose site gives it no credentials': ['/for-nobody', 'credentials-refused', /who may call/],
  'a page that asked too often': ['/later', 'credentials-limited', /Retry-After/],
  'a page without auth-url, on a server that refuses guests,': ['', 'guest-refused', /auth-url/],
} as const;

for (const [what, [authUrl, code, fix]] of Object.entries(refusals)) {
  test(`${what} says what to do`, async () => {
    const account: Record<string, string> = authUrl === '' ? {} : { 'auth-url': authUrl };
    const target = `sip:baresip@${domain}`;
    const button = await Element.open(browsers, 'Chromium', 'sip-call-button', target, {}, account);
    const told = button.page.evaluate(
      () =>
        new Promise<{ code: string; fix: string }>((resolve) =>
          document.addEventListener('sip-error', ({ code, fix }) => resolve({ code, fix })),
        ),
    );
    await button.click();
    await button.until('failed');
    const error = await told;
    assert.equal(error.code, code);
    assert.match(error.fix, fix);
    await button.close();
  });
}
