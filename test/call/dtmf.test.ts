import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Exceptions, RTCSession } from '../../src/index.ts';
import type { DTMFOptions } from '../../src/call/dtmf.ts';
import { Stage, type EstablishedCall } from '../support/calls.ts';

let stage: Stage;
let call: EstablishedCall;

beforeEach(async () => {
  stage = await Stage.open();
  call = await stage.callAnswered();
});

afterEach(async () => {
  if (!call.session.isEnded()) call.session.terminate();
  await stage.assertReleased();
  stage.close();
});

/** Sends tones, and notes what leaves when, in ms from the start. */
async function sendAndWatch(tones: string | number, options: DTMFOptions, ms: number): Promise<string[]> {
  const { platform, socket } = stage.peer;
  const seen: string[] = [];
  const began = platform.now();
  let read = socket.sent.length;
  call.session.sendDTMF(tones, options);
  for (;;) {
    for (const text of socket.sent.slice(read)) {
      const [, signal, duration] = /Signal=(.)\r\nDuration=(\d+)\r\n$/.exec(text) ?? [];
      seen.push(`${platform.now() - began}: ${signal} ${duration}`);
    }
    read = socket.sent.length;
    if (platform.now() - began >= ms) break;
    await platform.advance(10);
  }
  await stage.peer.rest();
  return seen;
}

test('tones go as INFO, one after another: 100 ms each and 500 ms between, by default', async () => {
  const told: unknown[] = [];
  call.session.on('newDTMF', ({ originator, dtmf }) =>
    told.push([originator, dtmf.tone, dtmf.duration, dtmf.direction]),
  );
  assert.deepEqual(await sendAndWatch('1#a', {}, 2_000), ['0: 1 100', '600: # 100', '1200: A 100']);
  assert.deepEqual(told, [
    ['local', '1', 100, 'outgoing'],
    ['local', '#', 100, 'outgoing'],
    ['local', 'A', 100, 'outgoing'],
  ]);
});

test('duration and gap are kept within what a telephone can hear', async () => {
  assert.deepEqual(await sendAndWatch(12, { duration: 1, interToneGap: 1 }, 500), ['0: 1 70', '120: 2 70']);
  assert.deepEqual(await sendAndWatch('3', { duration: 10_000 }, 10), ['0: 3 6000']);
});

test('a comma is a pause of two seconds', async () => {
  assert.deepEqual(await sendAndWatch('1,2', {}, 3_000), ['0: 1 100', '2600: 2 100']);
});

test('tones that are asked for meanwhile wait their turn', async () => {
  call.session.sendDTMF('1');
  assert.deepEqual(await sendAndWatch('2', {}, 1_000), ['600: 2 100']);
});

test('each INFO is of the usual type and carries the headers that are given', async () => {
  call.session.sendDTMF('5', { extraHeaders: ['X-A: b'] });
  const info = await stage.peer.next('INFO');
  assert.equal(info.header('Content-Type'), 'application/dtmf-relay');
  assert.equal(info.header('X-A'), 'b');
  await stage.peer.respond(info, 480);
  assert.ok(call.session.isEstablished(), 'a tone that is refused ends no call');
});

test('a tone whose INFO is challenged is told once', async () => {
  const told: string[] = [];
  stage.ua.set('password', 'secret');
  call.session.on('newDTMF', ({ dtmf }) => told.push(dtmf.tone));
  call.session.sendDTMF('7');
  const { peer } = stage;
  const challenge = 'WWW-Authenticate: Digest realm="x", nonce="n", qop="auth"';
  await peer.respond(await peer.next('INFO'), 401, { headers: [challenge] });
  await peer.respond(await peer.next('INFO'), 200);
  assert.deepEqual(told, ['7']);
});

test('tones stop with the call', async () => {
  call.session.sendDTMF('12345');
  await stage.peer.next('INFO');
  call.session.terminate();
  await stage.peer.next('BYE');
  await stage.peer.platform.advance(5_000);
  assert.deepEqual(await stage.peer.rest(), []);
});

test('a 481 to an INFO ends the call; a 408 does not, for what it says of the network is for the recovery', async () => {
  const { peer } = stage;
  call.session.sendDTMF('1');
  await peer.respond(await peer.next('INFO'), 408);
  assert.equal(call.session.isEstablished(), true);
  call.session.sendDTMF('2');
  await peer.respond(await peer.next('INFO', 1_000), 481);
  assert.equal(call.events.at(-1), 'ended remote Dialog Error');
  await peer.respond(await peer.next('BYE'), 481);
});

test('a 481 to an INFO of the application ends the call, too', async () => {
  call.session.sendInfo('text/plain', 'hello');
  await stage.peer.respond(await stage.peer.next('INFO'), 481);
  assert.equal(call.events.at(-1), 'ended remote Dialog Error');
  await stage.peer.respond(await stage.peer.next('BYE'), 481);
});

test('tones and options that cannot be are refused', () => {
  const { session } = call;
  for (const tones of ['', 'x', '1 2', null as unknown as string])
    assert.throws(() => session.sendDTMF(tones), TypeError);
  for (const options of [
    { duration: 0 },
    { duration: Number.NaN },
    { interToneGap: -1 },
    { transportType: 'SMOKE' as 'INFO' },
    { extraHeaders: ['no header'] },
  ])
    assert.throws(() => session.sendDTMF('1', options), TypeError);
  session.terminate();
  assert.throws(() => session.sendDTMF('1'), Exceptions.InvalidStateError);
});

test('as RTP events the browser sends the tones, and tells when each begins', () => {
  const { session, events, connection } = call;
  const dtmf = connection().senders[0]!.dtmf as unknown as RTCDTMFSender & { inserted: unknown[] };
  session.sendDTMF('1,2', { transportType: 'RFC2833', duration: 200, interToneGap: 80 });
  assert.deepEqual(dtmf.inserted, [{ tones: '1,2', duration: 200, gap: 80 }]);
  Object.assign(dtmf, { toneBuffer: '2' });
  session.sendDTMF('3', { transportType: 'RFC2833' });
  assert.deepEqual(dtmf.inserted[1], { tones: '23', duration: 100, gap: 500 }, 'nothing is cut off');
  for (const tone of ['1', ',', '2', '']) dtmf.ontonechange?.({ tone } as RTCDTMFToneChangeEvent);
  assert.deepEqual(events, ['newDTMF local', 'newDTMF local']);
  session.terminate();
  dtmf.ontonechange?.({ tone: '3' } as RTCDTMFToneChangeEvent);
  assert.equal(events.at(-1), 'ended local Terminated');
});

test('as RTP events nothing is sent where no audio is', () => {
  call.connection().senders.length = 0;
  call.session.sendDTMF('1', { transportType: 'RFC2833' });
  assert.deepEqual(call.events, []);
});

const relay = 'application/dtmf-relay';
const incoming: [string, string, string, [string, number] | undefined][] = [
  ['as relay', relay, 'Signal=5\r\nDuration=160\r\n', ['5', 160]],
  ['as relay, with spaces, in lower case', `${relay}; x=y`, 'signal = d\nduration = 90', ['D', 90]],
  ['as relay without a duration', relay, 'Signal=*\r\n', ['*', 100]],
  ['alone', 'application/dtmf', '#\r\n', ['#', 100]],
  ['as relay of no tone', relay, 'Signal=xx\r\n', undefined],
  ['alone and none', 'application/dtmf', 'hello', undefined],
];
for (const [how, type, body, expected] of incoming) {
  test(`a tone of the far end, ${how}, is ${expected ? 'told' : 'an INFO like any other'}`, async () => {
    const tones: unknown[] = [];
    call.session.on('newDTMF', ({ originator, dtmf }) => {
      assert.equal(originator, 'remote');
      assert.ok(dtmf instanceof RTCSession.DTMF);
      tones.push([dtmf.tone, dtmf.duration]);
    });
    await call.ask('INFO', { headers: [`Content-Type: ${type}`], body });
    await stage.peer.next(200);
    assert.deepEqual(tones, expected ? [expected] : []);
    assert.deepEqual(call.events, [expected ? 'newDTMF remote' : 'newInfo remote']);
  });
}
