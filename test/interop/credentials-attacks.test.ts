// What an attacker tries with the SIP server itself: as a stranger, and with the credentials that every visitor gets.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, describe, test } from 'node:test';
import { settings } from '../../demo/kamailio/stack.ts';
import { CALL_CONTEXT, createCredentials, type VisitorCredentials } from '../../server/index.ts';
import { bindingsOf, oneRequest, rpcUrl } from './support/kamailio.ts';
import { CALLED, RawPhone, sendRaw } from './support/raw-caller.ts';
import { useServers } from './support/servers.ts';
import { until } from './support/until.ts';

await useServers(['kamailio']);
const { secret, domain, ip } = settings;

const account = (user: string, password = `pass-${user}`): VisitorCredentials => ({
  ...{ uri: `sip:${user}@${domain}`, authorization_user: user, password },
  ...{ headers: {}, expires_in: 0 },
});

async function registered(user: string): Promise<RawPhone> {
  const phone = await RawPhone.open();
  after(() => phone.close());
  const { status } = await phone.send(account(user), { method: 'REGISTER', target: user });
  assert.equal(status, 200);
  return phone;
}

/** Whom visitors may call, and whom not. */
const [bob, dave] = [await registered('bob'), await registered('dave')];

const daveHeardNothing = () => assert.deepEqual(dave.received.splice(0), []);

/** The Record-Route that was seen last, as a Route goes back. */
function routeIn(messages: readonly string[]): string {
  const message = messages.findLast((text) => text.includes('\r\nRecord-Route: '));
  return `Route: ${/^Record-Route: (.*)$/m.exec(message ?? '')?.[1]}`;
}

/** A visitor who has called bob: their phone and credentials, and what their requests in that call have. */
async function visitorInCall({ user = 'visitor-1', callId = randomUUID() as string } = {}) {
  const phone = await RawPhone.open();
  after(() => phone.close());
  const issued = await createCredentials({ secret, domain, targets: ['bob'], user });
  assert.equal((await phone.send(issued, { target: 'bob', callId })).status, 486);
  const isAck = (text: string) => text.startsWith('ACK ') && text.includes(callId);
  await until('bob has the ACK, and so all of that call', () => bob.received.some(isAck));
  const headers = [routeIn(phone.answers)];
  return { phone, issued, inCall: { target: 'bob', callId, toTag: CALLED, headers } };
}

const bobsContact = `sip:${ip}:${bob.port}`;

describe('a visitor', () => {
  test('registers as nobody else', async () => {
    const issued = await createCredentials({ secret, domain, targets: ['bob'] });
    const before = await bindingsOf('dave');
    const answer = await sendRaw(issued, { method: 'REGISTER', target: 'dave' });
    assert.deepEqual(answer, { status: 403, reason: 'Not your account' });
    assert.deepEqual(await bindingsOf('dave'), before);
  });

  test('calls nobody else by a Request-URI or Route that only looks like one of the list', async () => {
    const issued = await createCredentials({ secret, domain, targets: ['bob'] });
    const [own = ''] = Object.entries(issued.headers).map(([name, value]) => `${name}: ${value}`);
    const elsewhere = `${ip}:${dave.port}`;
    for (const uri of [
      ...[
        `sip:bob@${elsewhere}`,
        `sip:bob@[::1]:${dave.port}`,
        `sip:bob@${domain}.`,
        `sip:bob@${domain}:${dave.port}`,
      ],
      ...[`sip:bob@${domain};maddr=${ip}`, `sip:bob@${domain};alias=${ip}~${dave.port}~1`],
      ...[
        `sip:bob%40${domain}@${elsewhere}`,
        `sip:bob%00@${domain}`,
        `sip:b%6Fb@${domain}`,
        `sip:dave%7Cbob@${domain}`,
      ],
      ...[
        `sip:bob;user=dave@${domain}`,
        `sip:bob|dave@${domain}`,
        `sip:dave@${domain}?To=bob`,
        'tel:bob',
        'tel:+1',
      ],
      ...[`sips:dave@${domain}`, `SIP:DAVE@${domain}`, `sip:@${domain}`, `sip:bob:dave@${elsewhere}`],
    ]) {
      const { status } = await sendRaw(issued, { target: 'bob', uri });
      assert.ok(status >= 400, `${uri}: ${status}`);
    }
    const routes = [`Route: <sip:${elsewhere};lr>`, `Route: <sip:${ip}:5060;lr>, <sip:${elsewhere};lr>`];
    for (const route of routes) await sendRaw(issued, { target: 'bob', headers: [own, route] });
    daveHeardNothing();
  });

  test('writes no call context of their own into a Call-ID, for Kamailio to sign as the mark of a dialog', async () => {
    const user = 'visitor-1';
    const callId = `12345678;user=${user};exp=9999999999;targets=*;`;
    const { issued, inCall } = await visitorInCall({ user, callId });
    for (const route of [...inCall.headers, routeIn(bob.received)]) {
      const mark = /;mark=([\w-]+)/.exec(route)?.[1];
      assert.ok(mark);
      for (const role of ['user', 'called', 'visitor']) {
        const headers = [`${CALL_CONTEXT}: ${role}|${callId}|12345678;hmac=${mark}`];
        const answer = await sendRaw(issued, { target: 'dave', headers });
        assert.deepEqual(answer, { status: 403, reason: 'Bad Call Context' });
      }
    }
    daveHeardNothing();
  });

  test('is heard inside a call by whom they called, and hears them', async () => {
    const { phone, issued, inCall } = await visitorInCall();
    for (const method of ['INFO', 'MESSAGE', 'UPDATE', 'BYE']) {
      const answer = await phone.send(issued, { ...inCall, method, uri: bobsContact });
      assert.equal(answer.status, 200, method);
      assert.match(bob.received.at(-1) ?? '', new RegExp(`^${method} `));
    }
    const toVisitor = {
      ...{ ...inCall, target: 'visitor-1', fromTag: CALLED, toTag: inCall.callId.slice(0, 8) },
      ...{ method: 'INFO', uri: `sip:${ip}:${phone.port}`, headers: [routeIn(bob.received)] },
    };
    assert.equal((await bob.send(account('bob'), toVisitor)).status, 200);
    assert.match(phone.received.at(-1) ?? '', /^INFO /);
  });

  test('reaches nobody else inside a call', async () => {
    const { phone, issued, inCall } = await visitorInCall();
    const dialog = { status: 403, reason: 'Unknown Dialog' };
    for (const uri of [
      `sip:dave@${domain}`,
      `sip:${ip}:${dave.port}`,
      `sip:dave@${domain};gr=urn:uuid:00000000-0000-0000-0000-000000000000`,
      `${bobsContact};alias=${ip}~${dave.port}~1`,
      `sip:dave@${ip}:${bob.port}`,
    ])
      for (const method of ['INVITE', 'MESSAGE', 'REFER', 'REGISTER', 'FOO'])
        assert.deepEqual(await phone.send(issued, { ...inCall, method, uri }), dialog, `${method} ${uri}`);
    daveHeardNothing();
  });

  test('reaches nobody by posing as whom they called', async () => {
    const { phone, issued, inCall } = await visitorInCall();
    const tags = { fromTag: CALLED, toTag: inCall.callId.slice(0, 8) };
    for (const method of ['INVITE', 'MESSAGE', 'REFER']) {
      const posing = { ...inCall, ...tags, method, from: `sip:bob@${domain}`, target: 'visitor-1' };
      const answer = await phone.send(issued, { ...posing, uri: `sip:${ip}:${dave.port}` });
      assert.deepEqual(answer, { status: 403, reason: 'Unknown Dialog' });
    }
    daveHeardNothing();
  });

  test('has nobody call for them, also not whom they called', async () => {
    const { phone, issued, inCall } = await visitorInCall();
    bob.received.splice(0);
    for (const method of ['REFER', 'SUBSCRIBE', 'PUBLISH', 'REGISTER', 'FOO']) {
      const answer = await phone.send(issued, { ...inCall, method, uri: bobsContact });
      assert.deepEqual(answer, { status: 403, reason: 'Not For Visitors' }, method);
    }
    assert.deepEqual(bob.received, []);
  });

  test('asserts no other name, and neither does whom they called', async () => {
    const identity = `P-Asserted-Identity: "The bank" <sip:bank@${domain}>`;
    const phone = await RawPhone.open();
    after(() => phone.close());
    const issued = await createCredentials({ secret, domain, targets: ['bob'] });
    const headers = [`${CALL_CONTEXT}: ${issued.headers[CALL_CONTEXT]}`, identity];
    bob.answerHeaders.push('X-Answer: yes', identity);
    assert.equal((await phone.send(issued, { target: 'bob', method: 'MESSAGE', headers })).status, 200);
    bob.answerHeaders.splice(0);
    const [received = '', answer = ''] = [bob.received.at(-1), phone.answers.at(-1)];
    assert.match(received, /^X-Call-Context: /m);
    assert.match(answer, /^X-Answer: /m);
    assert.doesNotMatch(received + answer, /bank/);
  });
});

describe('a stranger', () => {
  const stranger = account('mallory', '');
  const claim =
    `Digest username="mallory", realm="${domain}", nonce="x", uri="sip:${domain}", ` +
    `response="00000000000000000000000000000000"`;

  test('reaches nobody, by whatever request, with credentials that prove nothing or without any', async () => {
    const methods =
      'INVITE MESSAGE NOTIFY SUBSCRIBE PUBLISH REFER OPTIONS INFO UPDATE PRACK BYE REGISTER FOO';
    for (const method of methods.split(' ')) {
      for (const toTag of [{}, { toTag: 'made-up' }]) {
        for (const headers of [[], [`Authorization: ${claim}`], [`Proxy-Authorization: ${claim}`]]) {
          const { status } = await sendRaw(stranger, { method, target: 'dave', ...toTag, headers });
          assert.ok(status >= 400, `${method} ${status}`);
        }
      }
    }
    daveHeardNothing();
  });

  test('says of nobody that they are there', async () => {
    const headers = ['Event: presence', 'Expires: 600'];
    for (const toTag of [{}, { toTag: 'made-up' }]) {
      const from = { from: `sip:dave@${domain}` };
      const publish = { method: 'PUBLISH', target: 'dave', headers, ...from, ...toTag };
      const { status } = await sendRaw(stranger, publish);
      assert.ok([404, 407].includes(status), String(status));
    }
  });

  test('gives Kamailio no orders from a page in a browser beside it', async () => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'core.version', params: [] });
    const ask = (headers: Record<string, string>) =>
      fetch(rpcUrl, { method: 'POST', headers: { ...headers, ...oneRequest }, body });
    assert.equal((await ask({})).status, 200);
    assert.equal((await ask({ Origin: 'https://evil.example' })).status, 404);
  });
});
