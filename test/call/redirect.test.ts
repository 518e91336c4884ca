import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Stage } from '../support/calls.ts';
import type { Wire } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ password: 'secret' });
});

afterEach(() => stage.close());

async function redirect(invite: Wire, contacts: string[], status = 302): Promise<void> {
  await stage.peer.respond(invite, status, { headers: contacts.map((contact) => `Contact: ${contact}`) });
  await stage.peer.next('ACK');
}

const refuse = async (invite: Wire, status: number) => {
  await stage.peer.respond(invite, status);
  await stage.peer.next('ACK');
};

test('by default a 3xx is told as "Redirected", and nothing else is tried', async () => {
  const { peer } = stage;
  const { events } = stage.call();
  await redirect(await peer.next('INVITE'), ['<sip:carol@example.net>']);
  assert.equal(events.at(-1), 'failed remote Redirected');
  assert.deepEqual(await peer.rest(), []);
  await stage.assertReleased();
});

test('with followRedirects the contact is called: the same call, the next CSeq', async () => {
  const { peer } = stage;
  const { session, events } = stage.call({ followRedirects: 1 });
  const first = await peer.next('INVITE');
  await redirect(first, ['<sip:carol@example.net;transport=tcp>']);
  const second = await peer.next('INVITE');
  assert.equal(second.ruri, 'sip:carol@example.net;transport=tcp');
  assert.equal(second.cseq, first.cseq + 1);
  assert.equal(second.header('Call-ID'), first.header('Call-ID'));
  assert.equal(second.tag('From'), first.tag('From'));
  assert.equal(second.header('To'), first.header('To'));
  assert.equal(second.body, first.body);
  await peer.respond(second, 180);
  await peer.accept(second);
  assert.equal((await peer.next('ACK')).cseq, second.cseq);
  assert.equal(session.isEstablished(), true);
  assert.deepEqual(
    events.filter((event) => /peerconnection|connecting|failed/.test(event)),
    ['peerconnection', 'connecting'],
  );
  session.terminate();
  await stage.assertReleased();
});

test('contacts are tried in the order of q, none meaning 1, until one takes the call', async () => {
  const { peer } = stage;
  const { session } = stage.call({ followRedirects: 5 });
  await redirect(await peer.next('INVITE'), [
    '<sip:low@example.net>;q=0.1, <sip:high@example.net>;q=0.9',
    '<sip:first@example.net>',
    '<tel:+4930123456>;q=1.0',
  ]);
  for (const user of ['first', 'high', 'low']) {
    const invite = await peer.next('INVITE');
    assert.equal(invite.ruri, `sip:${user}@example.net`);
    if (user === 'low') await peer.accept(invite);
    else await refuse(invite, 480);
  }
  await peer.next('ACK');
  assert.equal(session.isEstablished(), true);
});

test('no more than n are tried; then the last answer is told', async () => {
  const { peer } = stage;
  const { events } = stage.call({ followRedirects: 2 });
  await redirect(await peer.next('INVITE'), ['<sip:a@x>, <sip:b@x>, <sip:c@x>']);
  await refuse(await peer.next('INVITE'), 404);
  await refuse(await peer.next('INVITE'), 486);
  assert.equal(events.at(-1), 'failed remote Busy');
  assert.deepEqual(await peer.rest(), []);
  await stage.assertReleased();
});

test('a redirection that leads in a circle ends after n', async () => {
  const { peer } = stage;
  const { events } = stage.call({ followRedirects: 3 });
  for (let round = 0; round < 4; round++)
    await redirect(await peer.next('INVITE'), ['<sip:bob@example.com>']);
  assert.equal(events.at(-1), 'failed remote Redirected');
  assert.deepEqual(await peer.rest(), []);
});

test('a 3xx without a contact that can be called is told', async () => {
  const { peer } = stage;
  for (const contacts of [[], ['<mailto:carol@example.net>'], ['*'], ['<<>']]) {
    const { events } = stage.call({ followRedirects: 3 });
    await redirect(await peer.next('INVITE'), contacts);
    assert.equal(events.at(-1), 'failed remote Redirected');
  }
});

test('a contact cannot smuggle headers or a method into the INVITE', async () => {
  const { peer } = stage;
  stage.call({ followRedirects: 1 });
  await redirect(await peer.next('INVITE'), [
    '<sip:carol@example.net;method=BYE?Subject=x&Route=%3Csip:evil%3E>',
  ]);
  const invite = await peer.next('INVITE');
  assert.equal(invite.ruri, 'sip:carol@example.net');
  assert.equal(invite.header('Subject'), undefined);
  assert.equal(invite.header('Route'), undefined);
});

test('credentials of the first server are not shown to where we were sent; a challenge there is answered', async () => {
  const { peer } = stage;
  stage.call({ followRedirects: 1 });
  const challenge = ['WWW-Authenticate: Digest realm="x", nonce="n"'];
  await peer.respond(await peer.next('INVITE'), 401, { headers: challenge });
  await peer.next('ACK');
  const known = await peer.next('INVITE');
  assert.ok(known.header('Authorization'));
  await redirect(known, ['<sip:carol@example.net>']);
  const elsewhere = await peer.next('INVITE');
  assert.equal(elsewhere.header('Authorization'), undefined);
  assert.equal(elsewhere.cseq, known.cseq + 1);
  await peer.respond(elsewhere, 401, { headers: challenge });
  await peer.next('ACK');
  assert.ok((await peer.next('INVITE')).header('Authorization'));
});

test('a call that is ended after a redirection is cancelled where it is now', async () => {
  const { peer } = stage;
  const { session } = stage.call({ followRedirects: 1 });
  await redirect(await peer.next('INVITE'), ['<sip:carol@example.net>']);
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180);
  session.terminate();
  const cancel = await peer.next('CANCEL');
  assert.equal(cancel.ruri, 'sip:carol@example.net');
  await peer.respond(cancel, 200);
  await peer.respond(invite, 487);
  await peer.next('ACK');
  await stage.assertReleased();
});

test('a call that is ended before its redirection comes goes nowhere', async () => {
  const { peer } = stage;
  const { session } = stage.call({ followRedirects: 1 });
  const invite = await peer.next('INVITE');
  session.terminate();
  await redirect(invite, ['<sip:carol@example.net>']);
  assert.deepEqual(await peer.rest(), []);
  await stage.assertReleased();
});
