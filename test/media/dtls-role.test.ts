import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withDtlsRole } from '../../src/media/dtls-role.ts';

const sdp = (ufrag: string, setup: string) =>
  ['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 0', `a=ice-ufrag:${ufrag}`, `a=setup:${setup}`, ''].join('\r\n');

/** A connection on which this was agreed; `ours` and `theirs` are the values of `a=setup`. */
const agreed = (type: 'offer' | 'answer', ours: string, theirs: string) =>
  ({
    currentLocalDescription: { type, sdp: sdp('old', ours) },
    currentRemoteDescription: { type: type === 'offer' ? 'answer' : 'offer', sdp: sdp('far', theirs) },
  }) as unknown as RTCPeerConnection;

const offered = (connection: RTCPeerConnection, ufrag = 'new') =>
  /a=setup:(\w+)/.exec(withDtlsRole(sdp(ufrag, 'actpass'), connection))?.[1];

test('a restart of ICE keeps the DTLS role that our answer took', () => {
  assert.equal(offered(agreed('answer', 'active', 'actpass')), 'active');
  assert.equal(offered(agreed('answer', 'passive', 'actpass')), 'passive');
});

test('a restart of ICE keeps the DTLS role that the far end left to us', () => {
  assert.equal(offered(agreed('offer', 'actpass', 'active')), 'passive');
  assert.equal(offered(agreed('offer', 'actpass', 'passive')), 'active');
});

test('an offer that restarts nothing leaves the choice', () => {
  assert.equal(offered(agreed('answer', 'active', 'actpass'), 'old'), 'actpass');
});

test('the first offer leaves the choice', () => {
  assert.equal(offered({} as RTCPeerConnection), 'actpass');
});
