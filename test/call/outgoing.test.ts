import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { UA } from '../../src/index.ts';
import { ScriptedPeer } from '../support/scripted-peer.ts';

let peer: ScriptedPeer;
let ua: UA;

beforeEach(async () => {
  peer = new ScriptedPeer();
  ua = new UA({ uri: 'sip:alice@example.com', sockets: peer.socket, register: false });
  ua.start();
  await peer.platform.advance(1);
});

afterEach(() => peer.platform.release());

test('a call rings, is answered and hung up, and its events come in their order', async () => {
  const events: string[] = [];
  const note = (name: string) => () => void events.push(name);
  ua.on('newRTCSession', note('newRTCSession'));
  const session = ua.call('bob', {
    mediaConstraints: { audio: true, video: false },
    eventHandlers: {
      peerconnection: note('peerconnection'),
      connecting: note('connecting'),
      sdp: ({ originator, type }) => void events.push(`sdp ${originator} ${type}`),
      sending: note('sending'),
      progress: note('progress'),
      accepted: note('accepted'),
      confirmed: note('confirmed'),
      ended: ({ originator, cause }) => void events.push(`ended ${originator} ${cause}`),
    },
  });
  events.push('call() returned');
  assert.ok(session.connection);
  const invite = await peer.next('INVITE');
  assert.equal(invite.ruri, 'sip:bob@example.com');
  await peer.respond(invite, 100);
  await peer.respond(invite, 180);
  await peer.accept(invite);
  const ack = await peer.next('ACK');
  assert.equal(ack.ruri, 'sip:bob@192.0.2.9:5060;transport=tcp');
  assert.equal(ack.cseq, invite.cseq);
  assert.ok(session.isEstablished());
  session.terminate();
  const bye = await peer.next('BYE');
  await peer.respond(bye, 200);
  assert.deepEqual(events, [
    'newRTCSession',
    'peerconnection',
    'call() returned',
    'connecting',
    'sdp local offer',
    'sending',
    'progress',
    'sdp remote answer',
    'accepted',
    'confirmed',
    'ended local Terminated',
  ]);
  assert.equal(peer.platform.peerConnections[0]?.signalingState, 'closed');
  assert.equal(peer.platform.streams[0]?.getTracks()[0]?.readyState, 'ended');
});
