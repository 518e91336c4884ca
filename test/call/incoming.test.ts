import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Exceptions } from '../../src/index.ts';
import { denyMicrophone, Stage } from '../support/calls.ts';
import { FakeMediaStream, FakeTrack } from '../support/fake-webrtc.ts';
import { sdp, type Wire } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

test('a call comes in, rings, is answered and hung up, and its events come in their order', async () => {
  const { peer } = stage;
  const { session, events, invite, ask, connection } = await stage.ring();
  const ringing = await peer.next(180);
  assert.ok(ringing.tag('To'));
  assert.ok(ringing.header('Contact'));
  assert.equal(session.direction, 'incoming');
  assert.equal(session.remote_identity.display_name, 'Bob');
  assert.ok(session.isInProgress());
  assert.equal(session.connection, undefined);
  session.answer({ extraHeaders: ['X-Floor: 3'] });
  assert.ok(session.connection);
  const ok = await peer.next(200);
  assert.equal(ok.tag('To'), ringing.tag('To'));
  assert.equal(ok.header('X-Floor'), '3');
  assert.equal(ok.header('Content-Type'), 'application/sdp');
  assert.match(ok.body, /^v=0/);
  assert.ok(session.start_time);
  await ask('ACK', { cseq: invite.cseq });
  await ask('BYE');
  await peer.next(200);
  assert.deepEqual(events, [
    'newRTCSession',
    'progress local',
    'peerconnection',
    'sdp remote offer',
    'connecting',
    'sdp local answer',
    'accepted local',
    'confirmed remote',
    'ended remote Terminated',
  ]);
  assert.deepEqual(connection().log, ['remote offer', 'local answer']);
  await stage.assertReleased();
});

test('a call that is ended inside newRTCSession never rings', async () => {
  const { events } = await stage.ring({}, (session) =>
    session.terminate({ status_code: 486, reason_phrase: 'In a meeting', extraHeaders: ['Retry-After: 60'] }),
  );
  const refused = await stage.peer.next(486);
  assert.equal(refused.startLine, 'SIP/2.0 486 In a meeting');
  assert.equal(refused.header('Retry-After'), '60');
  assert.deepEqual(await stage.peer.rest(), []);
  assert.deepEqual(events, ['newRTCSession', 'failed local Rejected']);
  await stage.assertReleased();
});

test('a call may be answered inside newRTCSession', async () => {
  const { session, invite, ask } = await stage.ring({}, (ringing) => ringing.answer());
  await stage.peer.next(200);
  await ask('ACK', { cseq: invite.cseq });
  assert.equal(session.status, 9);
  session.terminate();
  await stage.assertReleased();
});

test('a ringing call is refused by 480 unless another code is given', async () => {
  const { session, events } = await stage.ring();
  await stage.peer.next(180);
  session.terminate();
  await stage.peer.next(480);
  assert.equal(events.at(-1), 'failed local Rejected');
  await stage.assertReleased();
});

test('a call that is ended while the answer is made is refused, and the microphone closed', async () => {
  const { session, events } = await stage.ring();
  await stage.peer.next(180);
  session.on('connecting', () => session.terminate());
  session.answer();
  await stage.peer.next(480);
  assert.equal(events.at(-1), 'failed local Rejected');
  await stage.assertReleased();
});

test('a call that a listener of "peerconnection" ends tells nothing more', async () => {
  const { session, events } = await stage.ring();
  await stage.peer.next(180);
  session.on('peerconnection', () => session.terminate());
  session.answer();
  await stage.peer.next(480);
  assert.deepEqual(events.slice(-2), ['peerconnection', 'failed local Rejected']);
  await stage.assertReleased();
});

test('a call that nobody answers is refused by 408 after the time of the configuration', async () => {
  stage.close();
  stage = await Stage.open({ no_answer_timeout: 10 });
  const { events } = await stage.ring();
  await stage.peer.next(180);
  await stage.peer.platform.advance(9_900);
  assert.deepEqual(await stage.peer.rest(), []);
  await stage.peer.next(408);
  assert.equal(events.at(-1), 'failed local No Answer');
  await stage.assertReleased();
});

test('an INVITE that says how long it stands is refused by 487 after that', async () => {
  const { events } = await stage.ring({ headers: ['Expires: 5'] });
  await stage.peer.next(180);
  await stage.peer.platform.advance(4_900);
  assert.deepEqual(await stage.peer.rest(), []);
  await stage.peer.next(487);
  assert.equal(events.at(-1), 'failed system Expires');
  await stage.assertReleased();
});

test('neither time ends a call that was answered', async () => {
  const { session, events } = await stage.ringAnswered({ headers: ['Expires: 5'] });
  await stage.peer.platform.advance(120_000);
  assert.deepEqual(events, []);
  session.terminate();
  await stage.assertReleased();
});

for (const when of ['rings', 'is being answered'] as const) {
  test(`a CANCEL while the call ${when} gets 200, and the INVITE 487`, async () => {
    const { peer } = stage;
    const { session, events, invite } = await stage.ring({ branch: 'z9hG4bKcancelled' });
    const ringing = await peer.next(180);
    if (when === 'is being answered') session.answer();
    void peer.request('CANCEL', {
      branch: 'z9hG4bKcancelled',
      cseq: invite.cseq,
      headers: ['Reason: SIP ;cause=200; text="elsewhere"'],
    });
    const answers = [await peer.next(200), await peer.next(487)];
    assert.equal(answers[0]?.header('CSeq'), `${invite.cseq} CANCEL`);
    assert.equal(answers[1]?.header('CSeq'), `${invite.cseq} INVITE`);
    for (const answer of answers) assert.equal(answer.tag('To'), ringing.tag('To'));
    assert.equal(events.at(-1), 'failed remote Canceled');
    await stage.assertReleased();
  });
}

test('a CANCEL that comes after the answer changes nothing', async () => {
  const { peer } = stage;
  const { session, invite, ask } = await stage.ring({ branch: 'z9hG4bKlate' });
  await peer.next(180);
  session.answer();
  await peer.next(200);
  await peer.request('CANCEL', { branch: 'z9hG4bKlate', cseq: invite.cseq });
  assert.equal((await peer.next(200)).header('CSeq'), `${invite.cseq} CANCEL`);
  await ask('ACK', { cseq: invite.cseq });
  assert.ok(session.isEstablished());
  session.terminate();
  await stage.assertReleased();
});

test('a BYE in the early dialog gets 200, and the INVITE 487', async () => {
  const { events, ask } = await stage.ring();
  await stage.peer.next(180);
  await ask('BYE');
  assert.match((await stage.peer.next(200)).header('CSeq') ?? '', /BYE/);
  assert.match((await stage.peer.next(487)).header('CSeq') ?? '', /INVITE/);
  assert.equal(events.at(-1), 'ended remote Terminated');
  await stage.assertReleased();
});

test('without an ACK the 200 is sent again ever more seldom, and after 32 s a BYE', async () => {
  const { peer } = stage;
  const { session, events } = await stage.ring();
  await peer.next(180);
  session.answer();
  await peer.next(200);
  const answered = session.start_time!.getTime();
  const times: number[] = [];
  for (;;) {
    const message = await peer.next(undefined, 6_000);
    const at = peer.platform.now() - answered;
    if (message.method === 'BYE') {
      assert.ok(at >= 32_000 && at < 32_020);
      assert.match(message.header('Reason') ?? '', /No ACK/);
      break;
    }
    assert.equal(message.status, 200);
    times.push(Math.floor(at / 100) / 10);
  }
  assert.deepEqual(times, [0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]);
  assert.equal(events.at(-1), 'ended system No ACK');
  await stage.assertReleased();
});

test('ended before the ACK, a call tells so at once and sends its BYE once the ACK came', async () => {
  const { peer } = stage;
  const { session, events, invite, ask } = await stage.ring();
  await peer.next(180);
  session.answer();
  await peer.next(200);
  session.terminate({ status_code: 480 });
  assert.equal(events.at(-1), 'ended local Terminated');
  assert.deepEqual(await peer.rest(), []);
  await ask('ACK', { cseq: invite.cseq });
  assert.match((await peer.next('BYE')).header('Reason') ?? '', /cause=480/);
  await stage.assertReleased();
});

test('ended before an ACK that never comes, a call sends its BYE when it would have given up', async () => {
  const { peer } = stage;
  const { session } = await stage.ring();
  await peer.next(180);
  session.answer();
  await peer.next(200);
  session.terminate();
  await peer.platform.advance(32_100);
  const sent = (await peer.rest()).map(({ method, status }) => status || method);
  assert.equal(sent.filter((message) => message === 'BYE').length, 1);
  assert.equal(sent.at(-1), 'BYE');
  await stage.assertReleased();
});

test('a BYE that overtakes the ACK ends the call, and the 200 is not sent again', async () => {
  const { peer } = stage;
  const { session, events, ask } = await stage.ring();
  await peer.next(180);
  session.answer();
  await peer.next(200);
  await ask('BYE');
  assert.match((await peer.next(200)).header('CSeq') ?? '', /BYE/);
  assert.equal(events.at(-1), 'ended remote Terminated');
  await peer.platform.advance(10_000);
  assert.deepEqual(await peer.rest(), []);
  await stage.assertReleased();
});

test('a denied microphone refuses the call by 480', async () => {
  denyMicrophone(stage);
  const { session, events } = await stage.ring();
  await stage.peer.next(180);
  session.answer();
  await stage.peer.next(480);
  assert.deepEqual(events.slice(-2), [
    'getusermediafailed NotAllowedError',
    'failed local User Denied Media Access',
  ]);
  await stage.assertReleased();
});

test('an offer that cannot be used refuses the call by 488, before the microphone is asked for', async () => {
  const { session, events } = await stage.ring({ body: 'no description' });
  await stage.peer.next(180);
  session.answer();
  await stage.peer.next(488);
  assert.deepEqual(events.slice(-2), [
    'peerconnection:setremotedescriptionfailed InvalidAccessError',
    'failed local Bad Media Description',
  ]);
  assert.equal(stage.peer.platform.streams.length, 0);
  await stage.assertReleased();
});

test('an answer that the browser cannot make refuses the call by 488', async () => {
  const { session, events, connection } = await stage.ring();
  await stage.peer.next(180);
  session.answer();
  connection().createAnswer = () => Promise.reject(new DOMException('no', 'OperationError'));
  await stage.peer.next(488);
  assert.equal(events.at(-1), 'failed local WebRTC Error');
  await stage.assertReleased();
});

test('an INVITE without an offer is answered with one, and its ACK brings the answer', async () => {
  const { peer } = stage;
  const { session, events, invite, ask, connection } = await stage.ring({ body: '' });
  await peer.next(180);
  session.answer({ mediaConstraints: { audio: true } });
  assert.match((await peer.next(200)).body, /a=setup:actpass/);
  await ask('ACK', { cseq: invite.cseq, body: sdp() });
  assert.deepEqual(events.slice(-5), [
    'connecting',
    'sdp local offer',
    'accepted local',
    'sdp remote answer',
    'confirmed remote',
  ]);
  assert.deepEqual(connection().log, ['local offer', 'remote answer']);
  session.terminate();
  await stage.assertReleased();
});

const badAcks: [string, string, string, RegExp][] = [
  ['brings none', '', 'Missing SDP', /cause=400/],
  ['brings none that can be used', 'no description', 'Bad Media Description', /cause=488/],
];
for (const [what, body, cause, reason] of badAcks) {
  test(`an ACK that should bring the answer and ${what} ends the call`, async () => {
    const { peer } = stage;
    const { session, events, invite, ask } = await stage.ring({ body: '' });
    await peer.next(180);
    session.answer({ mediaConstraints: { audio: true } });
    await peer.next(200);
    await ask('ACK', { cseq: invite.cseq, body });
    assert.match((await peer.next('BYE')).header('Reason') ?? '', reason);
    assert.equal(events.at(-1), `failed remote ${cause}`);
    await stage.assertReleased();
  });
}

test('by default a call is answered with what its offer holds', async () => {
  const asked: (MediaStreamConstraints | undefined)[] = [];
  const { getUserMedia } = stage.peer.platform;
  stage.peer.platform.getUserMedia = (constraints) => {
    asked.push(constraints);
    return getUserMedia(constraints);
  };
  const { session } = await stage.ringAnswered();
  assert.deepEqual(asked, [{ audio: true, video: false }]);
  session.terminate();
  await stage.assertReleased();
});

test("a call may be answered with a stream of the application's, which stays open", async () => {
  const track = new FakeTrack('audio');
  const { session, connection } = await stage.ring();
  session.answer({ mediaStream: new FakeMediaStream([track]) as unknown as MediaStream });
  await stage.peer.next(180);
  await stage.peer.next(200);
  assert.equal(connection().senders[0]?.track, track);
  session.terminate();
  await stage.assertReleased();
  assert.equal(track.readyState, 'live');
});

test('answer() is for calls that wait for it', async () => {
  const outgoing = stage.call();
  assert.throws(() => outgoing.session.answer(), Exceptions.InvalidStateError);
  outgoing.session.terminate();
  const { session } = await stage.ringAnswered();
  assert.throws(() => session.answer(), Exceptions.InvalidStateError);
  session.terminate();
  assert.throws(() => session.answer(), Exceptions.InvalidStateError);
  await stage.assertReleased();
});

test('options that cannot be are refused, and the call still rings', async () => {
  const { session } = await stage.ring();
  await stage.peer.next(180);
  assert.throws(() => session.answer({ extraHeaders: ['X: a\r\nY: b'] }), TypeError);
  const { platform } = stage.peer;
  Object.defineProperty(platform, 'RTCPeerConnection', {
    configurable: true,
    value: class {
      constructor() {
        throw new TypeError('pcConfig');
      }
    },
  });
  assert.throws(() => session.answer(), /pcConfig/);
  assert.ok(session.isInProgress());
  session.terminate();
  await stage.peer.next(480);
  await stage.assertReleased();
});

test('an INVITE whose Contact cannot be read is refused, and nobody is told', async () => {
  let told = 0;
  stage.ua.on('newRTCSession', () => (told += 1));
  await stage.peer.deliver(
    [
      'INVITE sip:alice@example.com SIP/2.0',
      'Via: SIP/2.0/WS server.example.com;branch=z9hG4bKodd',
      'Max-Forwards: 70',
      'From: <sip:bob@example.com>;tag=bob',
      'To: <sip:alice@example.com>',
      'Call-ID: odd',
      'CSeq: 1 INVITE',
      'Contact: <sip:>',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  );
  const sent = await stage.peer.rest();
  assert.equal(sent.at(-1)?.status, 400);
  assert.equal(told, 0);
  await stage.assertReleased();
});

test('requests inside the dialog follow its route, and go to its Contact', async () => {
  const headers = ['Record-Route: <sip:near.example.com;lr>', 'Record-Route: <sip:far.example.com;lr>'];
  const { session } = await stage.ringAnswered({ headers });
  session.terminate();
  const bye: Wire = await stage.peer.next('BYE');
  assert.equal(bye.ruri, 'sip:bob@192.0.2.9:5060;transport=tcp');
  assert.deepEqual(bye.headers('Route').join(',').split(/, ?/), [
    '<sip:near.example.com;lr>',
    '<sip:far.example.com;lr>',
  ]);
  await stage.assertReleased();
});

test('where an answer inside newRTCSession cannot be, the call rings, and for no longer than any other', async () => {
  Object.defineProperty(stage.peer.platform, 'RTCPeerConnection', {
    configurable: true,
    value: class {
      constructor() {
        throw new TypeError('pcConfig');
      }
    },
  });
  const { events } = await stage.ring({}, (session) =>
    assert.throws(() => session.answer({ pcConfig: { iceServers: [] } }), /pcConfig/),
  );
  await stage.peer.next(180);
  await stage.peer.platform.advance(60_000);
  await stage.peer.next(408);
  assert.deepEqual(events, ['newRTCSession', 'progress local', 'failed local No Answer']);
  await stage.assertReleased();
});
