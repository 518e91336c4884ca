import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { createSipServer, type SipServer } from '../../demo/server/sip-server.ts';
import { digest, SipClient } from './sip-client.ts';

const BOB = 'sip:bob@example.com';

let http: Server;
let sip: SipServer;
let url: string;
const clients: SipClient[] = [];

before(async () => {
  http = createServer();
  sip = createSipServer({
    domain: 'example.com',
    accounts: { alice: 'wonder', bob: 'builder' },
    guests: true,
  });
  sip.attach(http, '/sip');
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/sip`;
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});
after(() => {
  sip.close();
  http.close();
});

async function connect(user: string, name = user): Promise<SipClient> {
  const client = await SipClient.connect(url, user, name);
  clients.push(client);
  return client;
}

async function registered(user: string, password: string, name = user): Promise<SipClient> {
  const client = await connect(user, name);
  assert.equal((await client.register(password)).status_code, 200);
  return client;
}

/** A guest and Bob in a call. */
async function inCall() {
  const bob = await registered('bob', 'builder');
  const guest = await connect('guest-1');
  guest.send('INVITE', BOB, { body: 'v=0\r\n' });
  await guest.response(100);
  const invite = await bob.request('INVITE');
  bob.reply(invite, 200);
  const ok = await guest.response(200);
  const target = ok.parseHeader('Contact');
  assert.ok(target && target !== '*');
  const ruri = target.uri.toString();
  const to = ok.getHeader('To') ?? '';
  guest.send('ACK', ruri, { to, headers: [`Route: ${ok.getHeader('Record-Route')}`] });
  await bob.request('ACK');
  return { bob, guest, invite, ok, ruri, to };
}

test('a double CRLF is answered with CRLF', async () => {
  const client = await connect('alice');
  client.socket.send('\r\n\r\n');
  assert.equal(await client.frame(), '\r\n');
});

test('a WebSocket without the subprotocol sip is closed', async () => {
  const socket = new WebSocket(url);
  const code = await new Promise((resolve) => socket.on('close', resolve));
  assert.equal(code, 1002);
});

test('OPTIONS to the server is answered with 200', async () => {
  const client = await connect('guest-1');
  client.send('OPTIONS', 'sip:example.com');
  await client.response(200);
});

test('an account registers by SHA-256 or MD5, and the answer tells the binding', async () => {
  for (const index of [0, 1]) {
    const client = await connect('alice');
    client.send('REGISTER', 'sip:example.com', { to: '<sip:alice@example.com>' });
    const refusal = await client.response(401);
    const challenge = refusal.parseHeader('WWW-Authenticate', index)?.[0];
    assert.equal(challenge?.algorithm, ['SHA-256', 'MD5'][index]);
    const authorization = digest(challenge, 'alice', 'wonder', 'REGISTER', 'sip:example.com');
    client.send('REGISTER', 'sip:example.com', {
      to: '<sip:alice@example.com>',
      cseq: 2,
      headers: [`Authorization: ${authorization}`, 'Expires: 300'],
    });
    const answer = await client.response(200);
    const contact = answer.parseHeader('Contact');
    assert.ok(contact && contact !== '*');
    assert.equal(contact.uri.host, 'alice.invalid');
    assert.equal(contact.getParam('expires'), '300');
    await client.close();
  }
});

test('a wrong password and a wrong user name are refused', async () => {
  const client = await connect('alice');
  assert.equal((await client.register('wrong')).status_code, 401);
  client.send('REGISTER', 'sip:example.com', { to: '<sip:nobody@example.com>' });
  await client.response(404);
  assert.deepEqual(sip.contacts('alice'), []);
});

test("nobody registers by another's password", async () => {
  const client = await connect('alice');
  client.send('REGISTER', 'sip:example.com', { to: `<${BOB}>` });
  const challenge = (await client.response(401)).parseHeader('WWW-Authenticate')?.[0];
  const authorization = digest(challenge, 'alice', 'wonder', 'REGISTER', 'sip:example.com');
  client.send('REGISTER', 'sip:example.com', {
    to: `<${BOB}>`,
    headers: [`Authorization: ${authorization}`],
  });
  await client.response(403);
});

test('an interval that is too short is refused with the least one', async () => {
  const client = await connect('alice');
  const answer = await client.register('wonder', { headers: ['Expires: 5'] });
  assert.equal(answer.status_code, 423);
  assert.equal(answer.parseHeader('Min-Expires'), 10);
});

test('a binding is removed by Expires: 0, by a star, and when its WebSocket closes', async () => {
  const client = await registered('bob', 'builder');
  assert.deepEqual(sip.contacts('bob'), ['sip:bob@bob.invalid;transport=ws']);
  await client.register('builder', { headers: ['Expires: 0'] });
  assert.deepEqual(sip.contacts('bob'), []);
  await client.register('builder');
  await client.register('builder', { contact: '*', headers: ['Expires: 0'] });
  assert.deepEqual(sip.contacts('bob'), []);
  await client.register('builder');
  const closed = new Promise((resolve) => client.socket.on('close', resolve));
  sip.cut('bob');
  await closed;
  assert.deepEqual(sip.contacts('bob'), []);
});

test('an instance that registers again from another Contact has one binding', async () => {
  const client = await connect('bob');
  const instance = ';+sip.instance="<urn:uuid:1>";reg-id=1';
  await client.register('builder', { contact: `<sip:bob@old.invalid>${instance}` });
  await client.register('builder', { contact: `<sip:bob@new.invalid>${instance}` });
  assert.deepEqual(sip.contacts('bob'), ['sip:bob@new.invalid']);
});

test('a call from a guest reaches a registered account, is answered, and either side hangs up', async () => {
  const { bob, guest, invite, ok, ruri, to } = await inCall();
  assert.equal(invite.ruri.host, 'bob.invalid');
  assert.equal(invite.body, 'v=0\r\n');
  assert.equal(invite.parseHeader('Max-Forwards'), 69);
  assert.equal(invite.countHeader('Via'), 2);
  assert.equal(ok.countHeader('Via'), 1);
  assert.equal(ok.getHeader('Record-Route'), '<sip:example.com;lr;transport=ws>');

  const contact = invite.parseHeader('Contact');
  assert.ok(contact && contact !== '*');
  bob.send('BYE', contact.uri.toString(), {
    to: `${invite.getHeader('From')}`,
    headers: [`Route: ${invite.getHeader('Record-Route')}`],
  });
  const bye = await guest.request('BYE');
  assert.equal(bye.countHeader('Route'), 0);
  guest.reply(bye, 200);
  await bob.response(200);

  guest.send('BYE', ruri, { to, cseq: 3 });
  bob.reply(await bob.request('BYE'), 481);
  await guest.response(481);
});

test('a call goes on when the WebSocket of one side was cut and came back', async () => {
  const { bob, guest, ruri, to } = await inCall();
  const closed = new Promise((resolve) => bob.socket.on('close', resolve));
  sip.cut('bob');
  await closed;
  guest.send('INFO', ruri, { to, cseq: 3 });
  await guest.response(480);
  const back = await registered('bob', 'builder');
  guest.send('BYE', ruri, { to, cseq: 4 });
  back.reply(await back.request('BYE'), 200);
  await guest.response(200);
});

test('the answer 2xx that is sent again is passed on again', async () => {
  const bob = await registered('bob', 'builder');
  const guest = await connect('guest-1');
  guest.send('INVITE', BOB);
  const invite = await bob.request('INVITE');
  bob.reply(invite, 200);
  bob.reply(invite, 200);
  await guest.response(100);
  await guest.response(200);
  await guest.response(200);
});

test('an account calls with its credentials only', async () => {
  const bob = await registered('bob', 'builder');
  const alice = await connect('alice');
  alice.send('INVITE', BOB);
  const refusal = await alice.response(407);
  alice.send('ACK', BOB, { to: refusal.getHeader('To') ?? '', branch: 'z9hG4bKalice1' });
  const challenge = refusal.parseHeader('Proxy-Authenticate')?.[0];
  const authorization = digest(challenge, 'alice', 'wonder', 'INVITE', BOB);
  alice.send('INVITE', BOB, { cseq: 2, headers: [`Proxy-Authorization: ${authorization}`] });
  await alice.response(100);
  const invite = await bob.request('INVITE');
  assert.equal(invite.hasHeader('Proxy-Authorization'), false);
  bob.reply(invite, 486);
  await bob.request('ACK');
  await alice.response(486);
});

test('whoever is neither account nor guest may not call, and guests may only if the server takes them', async () => {
  const stranger = await connect('mallory');
  stranger.send('INVITE', BOB);
  await stranger.response(403);

  const strict = createSipServer({ domain: 'example.com', accounts: { bob: 'builder' } });
  const server = createServer().listen(0, '127.0.0.1');
  strict.attach(server);
  await new Promise((resolve) => server.on('listening', resolve));
  const guest = await SipClient.connect(
    `ws://127.0.0.1:${(server.address() as AddressInfo).port}/sip`,
    'guest-1',
  );
  guest.send('INVITE', BOB);
  await guest.response(403);
  await guest.close();
  strict.close();
  server.close();
});

test('an unknown account is 404, one that is not registered 480', async () => {
  const guest = await connect('guest-1');
  guest.send('INVITE', 'sip:nobody@example.com');
  await guest.response(404);
  guest.send('INVITE', BOB, { cseq: 2 });
  await guest.response(480);
  guest.send('INVITE', 'sip:bob@elsewhere.example', { cseq: 3 });
  await guest.response(404);
});

test('a call that is cancelled while it rings ends with 487', async () => {
  const bob = await registered('bob', 'builder');
  const guest = await connect('guest-1');
  const branch = guest.send('INVITE', BOB);
  await guest.response(100);
  const invite = await bob.request('INVITE');
  bob.reply(invite, 180);
  await guest.response(180);
  guest.send('CANCEL', BOB, { branch, headers: ['Reason: SIP;cause=603'] });
  await guest.response(200);
  const cancel = await bob.request('CANCEL');
  assert.equal(cancel.via_branch, invite.via_branch);
  assert.equal(cancel.getHeader('Reason'), 'SIP;cause=603');
  bob.reply(cancel, 200);
  bob.reply(invite, 487);
  const ack = await bob.request('ACK');
  assert.equal(ack.via_branch, invite.via_branch);
  await guest.response(487);
});

test('a CANCEL waits for the first provisional response, and one without INVITE is 481', async () => {
  const bob = await registered('bob', 'builder');
  const guest = await connect('guest-1');
  const branch = guest.send('INVITE', BOB);
  await guest.response(100);
  const invite = await bob.request('INVITE');
  guest.send('CANCEL', BOB, { branch });
  await guest.response(200);
  bob.reply(invite, 180);
  await bob.request('CANCEL');
  guest.send('CANCEL', BOB, { branch: 'z9hG4bKnone' });
  await guest.response(481);
});

test('every device of an account rings; when one answers, the others are called off', async () => {
  const desk = await registered('bob', 'builder', 'desk');
  const mobile = await registered('bob', 'builder', 'mobile');
  const guest = await connect('guest-1');
  guest.send('INVITE', BOB);
  await guest.response(100);
  const atDesk = await desk.request('INVITE');
  const atMobile = await mobile.request('INVITE');
  desk.reply(atDesk, 180);
  mobile.reply(atMobile, 180);
  await guest.response(180);
  await guest.response(180);
  desk.reply(atDesk, 200);
  await guest.response(200);
  const cancel = await mobile.request('CANCEL');
  assert.match(cancel.getHeader('Reason') ?? '', /cause=200/);
  mobile.reply(atMobile, 487);
  await mobile.request('ACK');
});

test('when all devices refuse, the refusal that says most is passed on', async () => {
  const desk = await registered('bob', 'builder', 'desk');
  const mobile = await registered('bob', 'builder', 'mobile');
  const guest = await connect('guest-1');
  guest.send('INVITE', BOB);
  await guest.response(100);
  desk.reply(await desk.request('INVITE'), 480);
  mobile.reply(await mobile.request('INVITE'), 486);
  await guest.response(486);
});

test('a decline of one device ends it for all', async () => {
  const desk = await registered('bob', 'builder', 'desk');
  const mobile = await registered('bob', 'builder', 'mobile');
  const guest = await connect('guest-1');
  guest.send('INVITE', BOB);
  await guest.response(100);
  const atMobile = await mobile.request('INVITE');
  mobile.reply(atMobile, 180);
  await guest.response(180);
  desk.reply(await desk.request('INVITE'), 603);
  await mobile.request('CANCEL');
  mobile.reply(atMobile, 487);
  await guest.response(603);
});

test('a device whose connection breaks while it rings has not answered', async () => {
  const bob = await registered('bob', 'builder');
  const guest = await connect('guest-1');
  guest.send('INVITE', BOB);
  await guest.response(100);
  await bob.request('INVITE');
  sip.cut('bob');
  await guest.response(480);
});

test('when the caller is gone, it rings no longer', async () => {
  const bob = await registered('bob', 'builder');
  const guest = await connect('guest-1');
  guest.send('INVITE', BOB);
  const invite = await bob.request('INVITE');
  bob.reply(invite, 180);
  await guest.response(100);
  await guest.response(180);
  guest.socket.terminate();
  await bob.request('CANCEL');
});

test('a MESSAGE gets the answer of its target', async () => {
  const bob = await registered('bob', 'builder');
  const guest = await connect('guest-1');
  guest.send('MESSAGE', BOB, { body: 'grüße', headers: ['Content-Type: text/plain', 'X-Own: 1'] });
  const message = await bob.request('MESSAGE');
  assert.equal(message.body, 'grüße');
  assert.equal(message.getHeader('X-Own'), '1');
  bob.reply(message, 202);
  await guest.response(202);
});

test('a request without hops left, and a broken one, are refused; garbage is not answered', async () => {
  const client = await connect('guest-1');
  client.socket.send('garbage');
  client.send('INVITE', BOB, { maxForwards: 0 });
  await client.response(483);
  client.socket.send(
    'INVITE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/WS x.invalid;branch=z9hG4bK1\r\n\r\n',
  );
  assert.match(await client.frame(), /^SIP\/2.0 400 /);
  client.send('BYE', BOB, { to: `<${BOB}>;tag=none` });
  await client.response(481);
});
