/** What the events of a call carry. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { EndEvent, RTCSession } from '../../src/index.ts';
import { Stage } from '../support/calls.ts';
import { PEER_CONTACT, sdp, Wire } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

test('newRTCSession tells who calls, the call and its request, in and out', async () => {
  const told: unknown[] = [];
  stage.ua.on('newRTCSession', ({ originator, session, request }) => {
    told.push([originator, session.direction, request.method, request.to.uri.user]);
  });
  stage.call();
  await stage.peer.next('INVITE');
  await stage.ring();
  assert.deepEqual(told, [
    ['local', 'outgoing', 'INVITE', 'bob'],
    ['remote', 'incoming', 'INVITE', 'alice'],
  ]);
});

test('an outgoing request shows its parts', async () => {
  let told = 0;
  stage.call({
    eventHandlers: {
      sending: ({ request }) => {
        told += 1;
        assert.equal(request.method, 'INVITE');
        assert.equal(String(request.ruri), 'sip:bob@example.com');
        assert.equal(request.cseq, Number(request.getHeader('CSeq')?.split(' ')[0]));
        assert.equal(request.call_id, request.getHeader('Call-ID'));
        assert.equal(request.from.uri.user, 'alice');
        assert.equal(request.to.uri.user, 'bob');
        assert.match(request.body ?? '', /^v=0/);
      },
    },
  });
  await stage.peer.next('INVITE');
  assert.equal(told, 1);
});

test('a call has one RTCPeerConnection, whatever is negotiated', async () => {
  const { peer } = stage;
  const { session, ask } = await stage.callAnswered();
  const { connection } = session;
  session.hold();
  await peer.accept(await peer.next('INVITE'), { body: sdp('recvonly', 2) });
  await peer.next('ACK');
  await ask('UPDATE', { body: sdp('sendonly', 3) });
  await peer.next(200);
  assert.equal(session.connection, connection);
  assert.equal(peer.platform.peerConnections.length, 1);
});

test('connecting comes with the media and the request, before ICE gathering starts', async () => {
  const told: unknown[] = [];
  const { platform } = stage.peer;
  const { session, connection } = stage.call({
    eventHandlers: {
      connecting: ({ request }) => {
        const [pc] = platform.peerConnections;
        told.push([request.method, pc?.senders.length, pc?.iceGatheringState, platform.streams.length]);
      },
    },
  });
  await stage.peer.next('INVITE');
  assert.deepEqual(told, [['INVITE', 1, 'new', 1]]);
  assert.equal(connection(), session.connection);
  const incoming = await stage.ring();
  await stage.peer.next(180);
  incoming.session.on('connecting', ({ request }) => {
    const pc = incoming.connection();
    told.push([request.method, pc.senders.length, pc.iceGatheringState, platform.streams.length]);
  });
  incoming.session.answer();
  await stage.peer.next(200);
  assert.deepEqual(told[1], ['INVITE', 1, 'new', 2]);
});

test('progress, accepted and confirmed carry the response or the ACK of the far end', async () => {
  const { peer } = stage;
  const told: unknown[] = [];
  const note = (session: RTCSession) => {
    for (const event of ['progress', 'accepted', 'confirmed'] as const) {
      session.on(event, (detail) => {
        const { originator, response } = detail;
        const ack = 'ack' in detail ? detail.ack?.method : undefined;
        told.push([event, originator, response?.status_code, ack]);
      });
    }
  };
  const outgoing = stage.call();
  note(outgoing.session);
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 100);
  await peer.respond(invite, 183, { headers: [PEER_CONTACT] });
  await peer.accept(invite);
  await peer.next('ACK');
  assert.deepEqual(told.splice(0), [
    ['progress', 'remote', 183, undefined],
    ['accepted', 'remote', 200, undefined],
    ['confirmed', 'local', 200, undefined],
  ]);
  const incoming = await stage.ring({}, note);
  await peer.next(180);
  incoming.session.answer();
  await peer.next(200);
  await incoming.ask('ACK', { cseq: incoming.invite.cseq });
  assert.deepEqual(told, [
    ['progress', 'local', undefined, undefined],
    ['accepted', 'local', undefined, undefined],
    ['confirmed', 'remote', undefined, 'ACK'],
  ]);
});

test('ended and failed carry the message of the far end, and null where it sent none', async () => {
  const { peer } = stage;
  const ends: Promise<EndEvent>[] = [];
  const told = async () => {
    const { originator, message, cause } = await ends.at(-1)!;
    const what = message && ('status_code' in message ? message.status_code : message.method);
    return [originator, what, cause];
  };
  const theirs = await stage.callAnswered();
  ends.push(theirs.session.whenEnded());
  await theirs.ask('BYE');
  await peer.next(200);
  assert.deepEqual(await told(), ['remote', 'BYE', 'Terminated']);

  const ours = await stage.callAnswered();
  ends.push(ours.session.whenEnded());
  ours.session.terminate();
  await peer.respond(await peer.next('BYE'), 200);
  assert.deepEqual(await told(), ['local', null, 'Terminated']);

  ends.push(stage.call().session.whenEnded());
  await peer.respond(await peer.next('INVITE'), 486);
  await peer.next('ACK');
  assert.deepEqual(await told(), ['remote', 486, 'Busy']);

  ends.push(stage.call().session.whenEnded());
  await peer.next('INVITE');
  await peer.platform.advance(32_000);
  assert.deepEqual(await told(), ['system', null, 'Request Timeout']);
});

test('newDTMF and newInfo carry the request, of either side', async () => {
  const { session, ask } = await stage.callAnswered();
  const told: unknown[] = [];
  session.on('newDTMF', ({ originator, dtmf, request }) =>
    told.push([originator, dtmf.tone, dtmf.direction, request?.method]),
  );
  session.on('newInfo', ({ originator, info, request }) =>
    told.push([originator, info.body, info.direction, request.method]),
  );
  session.sendDTMF('1');
  session.sendInfo('text/plain', 'a');
  await ask('INFO', {
    headers: ['Content-Type: application/dtmf-relay'],
    body: 'Signal=2\r\nDuration=100\r\n',
  });
  await ask('INFO', { headers: ['Content-Type: text/plain'], body: 'b' });
  assert.deepEqual(told, [
    ['local', '1', 'outgoing', 'INFO'],
    ['local', 'a', 'outgoing', 'INFO'],
    ['remote', '2', 'incoming', 'INFO'],
    ['remote', 'b', 'incoming', 'INFO'],
  ]);
});

test('negotiationfailed carries the response that refused: of a hold, and of an unhold', async () => {
  const { peer } = stage;
  const { session } = await stage.callAnswered();
  const told: unknown[] = [];
  session.on('negotiationfailed', ({ originator, method, response, cause }) =>
    told.push([originator, method, response?.status_code, cause]),
  );
  session.hold({ useUpdate: true });
  await peer.respond(await peer.next('UPDATE'), 488);
  session.hold({ useUpdate: true });
  await peer.accept(await peer.next('UPDATE'), { body: sdp('recvonly', 2) });
  session.unhold();
  await peer.respond(await peer.next('INVITE'), 500);
  await peer.next('ACK');
  assert.deepEqual(told, [
    ['remote', 'UPDATE', 488, 'Incompatible SDP'],
    ['remote', 'INVITE', 500, 'SIP Failure Code'],
  ]);
  assert.deepEqual(session.isOnHold(), { local: true, remote: false }, 'the call is as it was');
  assert.equal(session.isEstablished(), true);
});

test('reinvite and update carry the request', async () => {
  const { session, ask } = await stage.callAnswered();
  const told: unknown[] = [];
  for (const event of ['reinvite', 'update'] as const)
    session.on(event, ({ request }) => told.push([event, request.method, request.getHeader('X-A')]));
  const invite = await ask('INVITE', { body: sdp('sendrecv', 2), headers: ['X-A: 1'] });
  await ask('ACK', { cseq: invite.cseq });
  await ask('UPDATE', { headers: ['X-A: 2'] });
  assert.deepEqual(told, [
    ['reinvite', 'INVITE', '1'],
    ['update', 'UPDATE', '2'],
  ]);
});

test('the events of a transfer carry the response to the REFER, then the NOTIFY and its status line', async () => {
  const { peer } = stage;
  const { session, ask } = await stage.callAnswered();
  const told: unknown[] = [];
  const transfer = session.refer('carol');
  assert.ok(transfer);
  transfer.on('requestSucceeded', ({ response }) => told.push(['requestSucceeded', response.status_code]));
  for (const event of ['trying', 'progress', 'accepted'] as const) {
    transfer.on(event, ({ request, status_line }) => {
      told.push([event, request.method, status_line.status_code, status_line.reason_phrase]);
    });
  }
  await peer.respond(await peer.next('REFER'), 202);
  for (const line of ['100 Trying', '180 Ringing', '200 OK']) {
    const state = line === '200 OK' ? 'terminated;reason=noresource' : 'active';
    await ask('NOTIFY', {
      headers: ['Event: refer', `Subscription-State: ${state}`, 'Content-Type: message/sipfrag;version=2.0'],
      body: `SIP/2.0 ${line}\r\n`,
    });
  }
  const refused = session.refer('dave');
  assert.ok(refused);
  refused.on('requestFailed', ({ response, cause }) =>
    told.push(['requestFailed', response?.status_code, cause]),
  );
  await peer.rest();
  const sent = peer.socket.sent.filter((text) => text.startsWith('REFER')).at(-1)!;
  await peer.respond(new Wire(sent), 403);
  assert.deepEqual(told, [
    ['requestSucceeded', 202],
    ['trying', 'NOTIFY', 100, 'Trying'],
    ['progress', 'NOTIFY', 180, 'Ringing'],
    ['accepted', 'NOTIFY', 200, 'OK'],
    ['requestFailed', 403, 'Rejected'],
  ]);
});

const broken = [
  ['createofferfailed', 'createOffer', false],
  ['createanswerfailed', 'createAnswer', true],
  ['setlocaldescriptionfailed', 'setLocalDescription', false],
  ['setlocaldescriptionfailed', 'setLocalDescription', true],
] as const;

test('what the browser cannot make or set is told by an event of its own, with the error', async () => {
  for (const [event, method, incoming] of broken) {
    const call = incoming ? await stage.ring({ callId: `${method}-in` }) : stage.call();
    const errors: unknown[] = [];
    const error = new DOMException('no', 'OperationError');
    call.session.on(`peerconnection:${event}`, (cause) => errors.push(cause));
    if (incoming) call.session.answer();
    call.connection()[method] = () => Promise.reject<never>(error);
    await stage.peer.platform.advance(100);
    assert.deepEqual(errors, [error], event);
    assert.equal(call.session.isEnded(), true);
    await stage.peer.rest();
  }
});
