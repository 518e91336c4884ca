import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Stage } from '../support/calls.ts';
import { FakeMediaStream, FakeTrack } from '../support/fake-webrtc.ts';
import { sdp } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ password: 'secret', display_name: 'Alice' });
});

afterEach(() => stage.close());

const challenge = 'WWW-Authenticate: Digest realm="example.com", nonce="abc", qop="auth", algorithm=MD5';

test('a challenged INVITE is sent again with credentials, which its ACK carries too', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  const first = await peer.next('INVITE');
  await peer.respond(first, 401, { headers: [challenge] });
  await peer.next('ACK');
  const second = await peer.next('INVITE');
  assert.match(second.header('Authorization') ?? '', /^Digest .*username="alice"/);
  assert.equal(second.cseq, first.cseq + 1);
  assert.equal(second.header('Call-ID'), first.header('Call-ID'));
  assert.equal(second.tag('From'), first.tag('From'));
  await peer.accept(second);
  const ack = await peer.next('ACK');
  assert.equal(ack.cseq, second.cseq);
  assert.equal(ack.header('Authorization'), second.header('Authorization'));
  session.terminate();
  assert.equal((await peer.next('BYE')).cseq, second.cseq + 1);
  await stage.assertReleased();
});

test('credentials that are wrong are told as such, not tried for ever', async () => {
  const { peer } = stage;
  const { events } = stage.call();
  await peer.respond(await peer.next('INVITE'), 401, { headers: [challenge] });
  await peer.next('ACK');
  await peer.respond(await peer.next('INVITE'), 401, { headers: [challenge.replace('abc', 'def')] });
  await peer.next('ACK');
  assert.equal(events.at(-1), 'failed remote Authentication Error');
  await stage.assertReleased();
});

test('a call that is ended while its challenge is answered sends no second INVITE', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  const first = await peer.next('INVITE');
  const answered = peer.respond(first, 401, { headers: [challenge] });
  session.terminate();
  await answered;
  await peer.platform.advance(100);
  assert.deepEqual(
    (await peer.rest()).map(({ method }) => method),
    ['ACK'],
  );
  await stage.assertReleased();
});

test('an application may change the description and the INVITE before it leaves', async () => {
  const { peer } = stage;
  const { session } = stage.call({
    extraHeaders: ['X-Room: 12'],
    eventHandlers: {
      sdp: (event) => {
        event.sdp = event.sdp.replace('s=-', 's=changed');
      },
      sending: ({ request }) => {
        request.setHeader('X-Late', 'yes');
        request.body += 'a=last\r\n';
      },
    },
  });
  const invite = await peer.next('INVITE');
  assert.match(invite.body, /s=changed\r\n.*a=last\r\n$/s);
  assert.equal(invite.header('X-Room'), '12');
  assert.equal(invite.header('X-Late'), 'yes');
  assert.equal(invite.header('Content-Length'), String(Buffer.byteLength(invite.body)));
  await peer.accept(invite);
  await peer.next('ACK');
  assert.match(stage.peer.platform.peerConnections[0]?.remoteDescription?.sdp ?? '', /s=changed/);
  session.terminate();
  await stage.assertReleased();
});

test('an application that has seen enough candidates lets the INVITE go', async () => {
  const { peer } = stage;
  peer.platform.candidates = [
    { afterMs: 2, candidate: 'candidate:1 1 udp 1 192.0.2.1 5000 typ host' },
    { afterMs: 400, candidate: 'candidate:2 1 udp 1 192.0.2.1 5001 typ host' },
  ];
  const began = peer.platform.now();
  const { session } = stage.call({
    pcConfig: { iceServers: [{ urls: 'stun:stun.example.com' }] },
    eventHandlers: { icecandidate: ({ ready }) => ready() },
  });
  await peer.platform.advance(3);
  const invite = await peer.next('INVITE');
  assert.ok(peer.platform.now() - began <= 10);
  assert.match(invite.body, /5000 typ host/);
  session.terminate();
  await stage.assertReleased();
});

test('an anonymous call tells the trusted network alone who calls', async () => {
  const { session } = stage.call({ anonymous: true });
  const invite = await stage.peer.next('INVITE');
  assert.match(invite.header('From') ?? '', /^"?Anonymous"? <sip:anonymous@anonymous\.invalid>;tag=/);
  assert.doesNotMatch(invite.header('Contact') ?? '', /alice/);
  assert.equal(invite.header('P-Preferred-Identity'), '<sip:alice@example.com>');
  assert.equal(invite.header('Privacy'), 'id');
  assert.equal(session.local_identity.uri.user, 'anonymous');
  session.terminate();
  await stage.assertReleased();
});

test('an anonymous call does not tell who calls later either', async () => {
  stage.close();
  stage = await Stage.open({ contact_uri: 'sip:alice@192.0.2.1;transport=ws' });
  const { peer } = stage;
  const { session, ask } = await stage.callAnswered({ anonymous: true });
  session.hold();
  const hold = await peer.next('INVITE');
  assert.doesNotMatch(hold.text, /alice/);
  assert.doesNotMatch(session.contact, /alice/);
  await peer.accept(hold, { body: sdp('recvonly') });
  assert.doesNotMatch((await peer.next('ACK')).text, /alice/);
  await ask('UPDATE');
  assert.doesNotMatch((await peer.next(200)).text, /alice/);
  session.terminate();
  assert.doesNotMatch((await peer.next('BYE')).text, /alice/);
  await stage.assertReleased();
});

test('a call may be placed in the name of another user of the account', async () => {
  const { session } = stage.call({ fromUserName: 'sales', fromDisplayName: 'Sales' });
  const invite = await stage.peer.next('INVITE');
  assert.match(invite.header('From') ?? '', /^"?Sales"? <sip:sales@example\.com>;tag=/);
  assert.match(invite.header('P-Preferred-Identity') ?? '', /<sip:sales@example\.com>/);
  assert.equal(session.remote_identity.uri.user, 'bob');
  session.terminate();
  await stage.assertReleased();
});

test("a stream of the application's is sent, and remains the application's to stop", async () => {
  const track = new FakeTrack('audio');
  const mediaStream = new FakeMediaStream([track]) as unknown as MediaStream;
  const { session, connection } = stage.call({ mediaStream, data: 'mine' });
  await stage.peer.accept(await stage.peer.next('INVITE'));
  await stage.peer.next('ACK');
  assert.equal(stage.peer.platform.streams.length, 0, 'getUserMedia was not asked');
  assert.equal(connection().senders[0]?.track, track);
  assert.equal(session.data, 'mine');
  session.terminate();
  assert.equal(track.readyState, 'live');
  await stage.assertReleased();
});

test('a header that would break the message is refused, and nothing is sent', async () => {
  for (const options of [
    { extraHeaders: ['X-A: b\r\nX-Evil: c'] },
    { fromUserName: 'a\r\nb' },
    { fromDisplayName: 'a\nb' },
  ])
    assert.throws(() => stage.call(options), TypeError);
  await stage.peer.platform.advance(100);
  assert.deepEqual(await stage.peer.rest(), []);
  await stage.assertReleased();
});

test('a peer connection that cannot be made is an exception of call(), and leaves nothing', async () => {
  const { platform } = stage.peer;
  Object.defineProperty(platform, 'RTCPeerConnection', {
    value: class {
      constructor() {
        throw new TypeError('pcConfig');
      }
    },
  });
  assert.throws(() => stage.call(), /pcConfig/);
  await stage.assertReleased();
});
