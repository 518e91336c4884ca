import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asRestart } from '../../src/media/restart-offer.ts';

const sdp = (ufrag: string, setup: string, ...candidates: string[]) =>
  [
    ...['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 0', `a=ice-ufrag:${ufrag}`, `a=setup:${setup}`],
    ...candidates.map((candidate) => `a=candidate:${candidate}`),
    '',
  ].join('\r\n');

/** A connection on which this was agreed; `ours` and `theirs` are the values of `a=setup`. */
const agreed = (type: 'offer' | 'answer', ours: string, theirs: string) =>
  ({
    currentLocalDescription: { type, sdp: sdp('old', ours) },
    currentRemoteDescription: { type: type === 'offer' ? 'answer' : 'offer', sdp: sdp('far', theirs) },
  }) as unknown as RTCPeerConnection;

const offered = (connection: RTCPeerConnection, ufrag = 'new') =>
  /a=setup:(\w+)/.exec(asRestart(sdp(ufrag, 'actpass'), connection))?.[1];

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

describe('candidates', () => {
  const connection = agreed('answer', 'active', 'actpass');
  // As Firefox gathers them on its second network, and behind a NAT.
  const gathered = [
    '0 1 UDP 2122187007 10.98.1.2 56351 typ host',
    '1 1 TCP 2105458943 10.98.1.2 9 typ host tcptype active',
    '2 1 UDP 1685987327 192.0.2.7 56351 typ srflx raddr 10.98.1.2 rport 56351',
  ];
  const prioritiesOf = (offer: string) =>
    [...offer.matchAll(/^a=candidate:\S+ \d \S+ (\d+)/gm)].map(([, priority]) => Number(priority));

  test('of a restart have the highest priorities, and the order that they had', () => {
    const priorities = prioritiesOf(asRestart(sdp('new', 'actpass', ...gathered), connection));
    assert.deepEqual(priorities, [2130706431, 2113978367, 1694506751]);
  });

  test('of a restart are otherwise as they were', () => {
    const restart = asRestart(sdp('new', 'actpass', ...gathered), connection);
    assert.equal(
      restart.replaceAll(/ (2130706431|2113978367|1694506751) /g, ' * '),
      sdp('new', 'active', ...gathered).replaceAll(/ (2122187007|2105458943|1685987327) /g, ' * '),
    );
  });

  test('of an offer that restarts nothing keep their priorities', () => {
    const offer = sdp('old', 'actpass', ...gathered);
    assert.equal(asRestart(offer, connection), offer);
  });
});
