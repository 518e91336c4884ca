import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { RTCSession } from '../../src/index.ts';
import type { ReplacesEvent } from '../../src/call/events.ts';
import { Stage, type EstablishedCall } from '../support/calls.ts';
import { sdp, type PeerRequest, type Wire } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

/** The Replaces that means a call of ours, as its far end writes it. */
const replacesOf = (invite: Wire, remoteTag = 'peer') =>
  `Replaces: ${invite.header('Call-ID')};to-tag=${invite.tag('From')};from-tag=${remoteTag}`;

/** Somebody else wants to take a call over. */
const takeOver = (replaces: string, request: PeerRequest = {}) =>
  stage.peer.request('INVITE', {
    callId: 'carol-call',
    from: '<sip:carol@example.com>;tag=carol',
    body: sdp(),
    headers: [replaces],
    ...request,
  });

const acknowledge = (answer: Wire, cseq = 1) =>
  stage.peer.request('ACK', {
    callId: 'carol-call',
    from: '<sip:carol@example.com>;tag=carol',
    to: `<sip:alice@example.com>;tag=${answer.tag('To')}`,
    cseq,
  });

/** What the application does when it is asked. */
function onReplaces(call: Pick<EstablishedCall, 'session'>, decide: (event: ReplacesEvent) => void): void {
  call.session.on('replaces', decide);
}

test('an accepted Replaces is a call like any other, and ends the old one when it is up', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const told: RTCSession[] = [];
  stage.ua.on('newRTCSession', ({ session, originator }) => {
    assert.equal(originator, 'remote');
    told.push(session);
  });
  onReplaces(call, ({ request, accept }) => {
    assert.equal(request.from.uri.user, 'carol');
    accept();
  });
  await takeOver(replacesOf(call.invite));
  await peer.next(100);
  await peer.next(180);
  const [successor] = told;
  assert.ok(successor);
  assert.equal(call.session.isEstablished(), true);
  successor.answer();
  const answer = await peer.next(200);
  assert.equal(call.session.isEstablished(), true);
  await acknowledge(answer);
  await peer.next('BYE');
  assert.deepEqual(call.events, ['ended local Terminated']);
  assert.equal(successor.isEstablished(), true);
  successor.terminate();
  await stage.assertReleased();
});

test('with a handler the new call is told to that alone, and may be answered there', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const toUA: unknown[] = [];
  stage.ua.on('newRTCSession', (event) => void toUA.push(event));
  onReplaces(call, ({ accept }) => accept((session) => session.answer()));
  await takeOver(replacesOf(call.invite));
  await peer.next(100);
  await peer.next(200);
  assert.equal(toUA.length, 0);
});

test('a call that came in may be taken over, too', async () => {
  const { peer } = stage;
  const call = await stage.ringAnswered();
  onReplaces(call, ({ accept }) => accept((session) => session.answer()));
  const id = call.session.id.slice('peer-call'.length);
  assert.equal(id, 'bob');
  const ok = peer.socket.sent.map((text) => /^To: .*;tag=(\S+)/m.exec(text)?.[1]).find(Boolean);
  await takeOver(`Replaces: peer-call;to-tag=${ok};from-tag=bob`);
  await peer.next(100);
  await acknowledge(await peer.next(200));
  await peer.next('BYE');
  assert.deepEqual(call.events, ['ended local Terminated']);
});

test('where the new call comes to nothing the old one goes on', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  onReplaces(call, ({ accept }) => accept((session) => session.terminate({ status_code: 603 })));
  await takeOver(replacesOf(call.invite));
  await peer.next(100);
  await peer.next(603);
  assert.equal(call.session.isEstablished(), true);
});

test('an old call that ended by itself meanwhile is not ended twice', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  onReplaces(call, ({ accept }) => accept((session) => session.answer()));
  await takeOver(replacesOf(call.invite));
  await peer.next(100);
  const answer = await peer.next(200);
  await call.ask('BYE');
  await peer.next(200);
  await acknowledge(answer);
  assert.deepEqual(call.events, ['ended remote Terminated']);
});

test('an application may reject a Replaces by 486, and decides once', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  onReplaces(call, ({ accept, reject }) => {
    reject();
    reject();
    accept();
  });
  await takeOver(replacesOf(call.invite));
  await peer.next(486);
  assert.deepEqual(await peer.rest(), []);
  assert.equal(call.session.isEstablished(), true);
});

test('R: a Replaces that nobody listens for gets 486', async () => {
  const call = await stage.callAnswered();
  await takeOver(replacesOf(call.invite));
  await stage.peer.next(486);
});

test('a Replaces that matches no dialog gets 481; one tag is not enough', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  onReplaces(call, ({ accept }) => accept());
  await takeOver('Replaces: nothing;to-tag=a;from-tag=b');
  await peer.next(481);
  await takeOver(replacesOf(call.invite, 'another'), { callId: 'carol-2' });
  await peer.next(481);
});

test('R: a call that ended is remembered for 32 s: 603, then 481', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  call.session.terminate();
  await peer.respond(await peer.next('BYE'), 200);
  await peer.platform.advance(31_000);
  await takeOver(replacesOf(call.invite));
  await peer.next(603);
  await peer.platform.advance(1_000);
  await takeOver(replacesOf(call.invite), { callId: 'carol-2' });
  await peer.next(481);
});

test('R: early-only does not take over a call that is up: 486', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  onReplaces(call, ({ accept }) => accept());
  await takeOver(`${replacesOf(call.invite)};early-only`);
  await peer.next(486);
});

test('a call of ours that rings is taken over, early-only or not; one that rings here is not', async () => {
  const { peer } = stage;
  const outgoing = stage.call();
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180, { headers: ['Contact: <sip:bob@192.0.2.9>'] });
  onReplaces(outgoing, ({ accept }) => accept((session) => session.answer()));
  await takeOver(`${replacesOf(invite)};early-only`);
  await peer.next(100);
  await acknowledge(await peer.next(200));
  await peer.next('CANCEL');
  assert.equal(outgoing.session.isEnded(), true);
  const incoming = await stage.ring();
  const ringing = await peer.next(180);
  onReplaces(incoming, ({ accept }) => accept());
  await takeOver(`Replaces: peer-call;to-tag=${ringing.tag('To')};from-tag=bob`, { callId: 'dave-call' });
  await peer.next(481);
});

for (const [what, headers] of [
  ['cannot be read', ['Replaces: abc']],
  ['is there twice', ['Replaces: a;to-tag=1;from-tag=2', 'Replaces: b;to-tag=1;from-tag=2']],
] as const) {
  test(`a Replaces that ${what} gets 400`, async () => {
    await takeOver('', { headers: [...headers] });
    await stage.peer.next(400);
  });
}

test('an INVITE with Replaces whose body is no SDP gets 415, and nobody is asked', async () => {
  const call = await stage.callAnswered();
  const asked: unknown[] = [];
  onReplaces(call, (event) => void asked.push(event));
  await takeOver('', {
    headers: [replacesOf(call.invite), 'Content-Type: text/plain'],
    body: 'hello',
  });
  await stage.peer.next(415);
  assert.deepEqual(asked, []);
});

test('an INVITE with Replaces that is cancelled before the application decides gets 487', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  let event: ReplacesEvent | undefined;
  onReplaces(call, (asked) => (event = asked));
  await takeOver(replacesOf(call.invite), { branch: 'z9hG4bKcarol' });
  const from = '<sip:carol@example.com>;tag=carol';
  await peer.request('CANCEL', { callId: 'carol-call', from, branch: 'z9hG4bKcarol' });
  const answers = (await peer.rest()).map(({ status }) => status);
  assert.deepEqual(answers.sort(), [200, 487]);
  // Too late: the one who asked has gone.
  event?.accept();
  assert.equal(stage.ua.sessions.length, 1);
  assert.equal(call.session.isEstablished(), true);
});
