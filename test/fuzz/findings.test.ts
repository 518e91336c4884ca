/** What the fuzzers found, one test each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DTMF } from '../../src/call/dtmf.ts';
import { Dialog } from '../../src/dialog/dialog.ts';
import { Grammar } from '../../src/grammar/grammar.ts';
import { NameAddrHeader } from '../../src/grammar/name-addr.ts';
import { URI } from '../../src/grammar/uri.ts';
import { Subscriber } from '../../src/ua/subscriber.ts';
import { lines, requestOf } from '../message/messages.ts';
import { Stage } from '../support/calls.ts';
import { PEER_CONTACT } from '../support/scripted-peer.ts';

function inviteWith(...headers: string[]): string {
  return lines('INVITE', ...headers);
}

test('headers in the Contact of the far end do not get into the Request-URI of a BYE', () => {
  const invite = inviteWith().replace(/Contact: .*/, 'Contact: <sip:a@client.invalid?Route=%3Csip:evil%3E>');
  const bye = Dialog.fromRequest(requestOf(invite), 'ours')?.createRequest('BYE');
  assert.equal(bye?.ruri.toString(), 'sip:a@client.invalid');
});

test('a NUL in the Record-Route of the far end does not keep us from sending a BYE', () => {
  const invite = inviteWith('Record-Route: <sip:p1;lr>;x="y\\\0z", <sip:p2;lr>');
  const bye = Dialog.fromRequest(requestOf(invite), 'ours')?.createRequest('BYE');
  assert.deepEqual(bye?.getHeaders('Route'), ['<sip:p1;lr>;x="yz"', '<sip:p2;lr>']);
});

test('a backslash does not carry a line break into a quoted-string', () => {
  const value = '"\\\r\\\nEvil: yes"';
  assert.equal(Grammar.parse(`SIP;text=${value}`, 'Reason'), -1);
  const address = new NameAddrHeader(new URI('sip', 'a', 'b'), null, { x: value });
  assert.doesNotMatch(address.toString(), /[\r\n]/);
});

test('the name of a parameter cannot carry a line break into an address', () => {
  const address = new NameAddrHeader(new URI('sip', 'a', 'b'));
  assert.throws(() => address.setParam('x\r\nEvil: yes', '1'), TypeError);
});

test('a tone with thousands of line ends behind it is told apart at once', () => {
  const ends = '\n'.repeat(65_536);
  const before = process.cpuUsage().user;
  assert.equal(DTMF.fromInfo('application/dtmf', `5${ends}x`), undefined);
  assert.equal(DTMF.fromInfo('application/dtmf', `5${ends}`)?.tone, '5');
  // Microseconds: in quadratic time it takes seconds.
  assert.ok(process.cpuUsage().user - before < 500_000);
});

test('headers in the Contact of a redirection do not get into the Request-URI', async () => {
  const stage = await Stage.open();
  stage.call({ followRedirects: 1 });
  const invite = await stage.peer.next('INVITE');
  await stage.peer.respond(invite, 302, { headers: ['Contact: <sip:c@d?Route=%3Csip:evil%3E>'] });
  await stage.peer.next('ACK');
  assert.equal((await stage.peer.next('INVITE')).ruri, 'sip:c@d');
  stage.close();
});

test('the method of a request inside a dialog cannot carry a line break', async () => {
  const stage = await Stage.open();
  const { session } = await stage.callAnswered();
  assert.throws(() => session.sendRequest('INFO sip:x SIP/2.0\r\nEvil: yes'), /^TypeError: method/);
  stage.close();
});

test('a NOTIFY that crosses our unsubscription does not keep the subscription alive', async () => {
  const stage = await Stage.open();
  const subscriber = stage.ua.subscribe('bob', 'presence', 'text/plain');
  subscriber.subscribe();
  const subscribe = await stage.peer.next('SUBSCRIBE');
  await stage.peer.respond(subscribe, 200, { headers: [PEER_CONTACT] });
  subscriber.terminate();
  await stage.peer.respond(await stage.peer.next('SUBSCRIBE'), 200, { headers: [PEER_CONTACT] });
  await stage.peer.request('NOTIFY', {
    callId: subscribe.header('Call-ID')!,
    from: `${subscribe.header('To')};tag=peer`,
    to: subscribe.header('From')!,
    headers: [PEER_CONTACT, 'Event: presence', 'Subscription-State: active;expires=60'],
  });
  await stage.peer.platform.advance(33_000);
  assert.equal(subscriber.state, Subscriber.C.STATE_TERMINATED);
  assert.equal(stage.dialogCount, 0);
  stage.close();
});

test('a server that grants no time at all is not asked again and again', async () => {
  const stage = await Stage.open();
  stage.ua.publish('bob', 'presence', 'open');
  await stage.peer.respond(await stage.peer.next('PUBLISH'), 200, {
    headers: ['SIP-ETag: a', 'Expires: 0'],
  });
  stage.ua.subscribe('bob', 'presence', 'text/plain').subscribe();
  const granted = { headers: [PEER_CONTACT, 'Expires: 0'] };
  await stage.peer.respond(await stage.peer.next('SUBSCRIBE'), 200, granted);
  await stage.peer.platform.advance(10_000);
  assert.deepEqual(await stage.peer.rest(), []);
  stage.close();
});

test('a handler of the application that throws is reported, and breaks nothing of ours', async () => {
  const world = globalThis as { reportError?: (error: unknown) => void };
  const errors: string[] = [];
  world.reportError = (error) => void errors.push(String(error));
  const fail = (what: string) => () => {
    throw new Error(what);
  };
  const stage = await Stage.open();
  const { session, ask } = await stage.callAnswered();
  session.sendRequest('FOO', { eventHandlers: { onSuccessResponse: fail('of sendRequest') } });
  await stage.peer.respond(await stage.peer.next('FOO'), 200);
  session.on('refer', ({ accept }) => accept(fail('of accept')));
  await ask('REFER', { headers: ['Refer-To: <sip:carol@example.com>'] });
  await stage.peer.next(202);
  assert.equal((await stage.peer.next('NOTIFY')).body, 'SIP/2.0 100 Trying\r\n');
  assert.equal((await stage.peer.next('INVITE')).ruri, 'sip:carol@example.com');
  assert.deepEqual(errors, ['Error: of sendRequest', 'Error: of accept']);
  delete world.reportError;
  stage.close();
});

test('a redirection to more contacts than a function takes arguments is one that ends the call', async () => {
  const stage = await Stage.open();
  const { events } = stage.call();
  const contacts = `m:${'sip:a@b,'.repeat(150_000)}sip:a@b`;
  await stage.peer.respond(await stage.peer.next('INVITE'), 302, { headers: [contacts] });
  assert.equal(events.at(-1), 'failed remote Redirected');
  stage.close();
});
