import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { expiryAfter } from '../../src/call/session-timers.ts';
import type { CallOptions } from '../../src/call/events.ts';
import type { UAConfiguration } from '../../src/ua/configuration.ts';
import { Stage, type EstablishedCall } from '../support/calls.ts';
import { PEER_CONTACT, sdp, type Wire } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ session_timers: true });
});

afterEach(() => stage.close());

async function reopen(configuration: Partial<UAConfiguration>): Promise<void> {
  stage.close();
  stage = await Stage.open({ session_timers: true, ...configuration });
}

/** A call of ours whose 200 says `header`. */
async function callWith(header: string | undefined, options: CallOptions = {}): Promise<EstablishedCall> {
  const { peer } = stage;
  const call = stage.call(options);
  const invite = await peer.next('INVITE');
  await peer.accept(invite, { headers: header ? [`Session-Expires: ${header}`, 'Require: timer'] : [] });
  await peer.next('ACK');
  call.events.length = 0;
  const ask: EstablishedCall['ask'] = (method, request = {}) =>
    peer.request(method, {
      callId: invite.header('Call-ID') ?? '',
      from: `${invite.header('To')};tag=peer`,
      to: invite.header('From') ?? '',
      cseq: 100,
      ...request,
    });
  return { ...call, invite, ask };
}

/** How long it takes until the UA sends its next message, in seconds. */
async function secondsUntil(method: string, within = 4_000): Promise<{ seconds: number; wire: Wire }> {
  const { platform } = stage.peer;
  const before = platform.now();
  const wire = await stage.peer.next(method, within * 1000);
  return { seconds: Math.round((platform.now() - before) / 1000), wire };
}

/** The call comes in with these headers, and is answered: our 200. */
async function answered(headers: string[], sessionTimersExpires?: number) {
  const { peer } = stage;
  const call = await stage.ring({ headers });
  await peer.next(180);
  call.session.answer(sessionTimersExpires === undefined ? {} : { sessionTimersExpires });
  const ok = await peer.next(200);
  await call.ask('ACK', { cseq: call.invite.cseq });
  return { ...call, ok };
}

test('the INVITE asks for 90 s by default, for what is wanted otherwise, and never for less than 90', async () => {
  for (const [wanted, asked] of [
    [undefined, '90'],
    [600, '600'],
    [30, '90'],
  ] as const) {
    stage.call(wanted === undefined ? {} : { sessionTimersExpires: wanted });
    const invite = await stage.peer.next('INVITE');
    assert.equal(invite.header('Session-Expires'), asked);
    assert.equal(invite.header('Min-SE'), undefined);
    assert.match(invite.header('Supported') ?? '', /\btimer\b/);
  }
});

test('with session_timers off nothing is asked, answered or timed', async () => {
  await reopen({ session_timers: false });
  const { peer } = stage;
  const call = await callWith('90;refresher=uac');
  assert.equal(call.invite.header('Session-Expires'), undefined);
  assert.doesNotMatch(call.invite.header('Supported') ?? '', /timer/);
  await peer.platform.advance(600_000);
  assert.deepEqual(await peer.rest(), []);
  const incoming = await answered(['Session-Expires: 90', 'Supported: timer']);
  assert.equal(incoming.ok.header('Session-Expires'), undefined);
  await peer.request('INVITE', { callId: 'z', headers: ['Require: timer'], body: sdp() });
  assert.equal((await peer.next(420)).header('Unsupported'), 'timer');
});

test('as refresher we send an UPDATE without offer at half the interval, again and again', async () => {
  const { peer } = stage;
  const { session, invite } = await callWith('120;refresher=uac');
  for (let round = 0; round < 3; round++) {
    const { seconds, wire } = await secondsUntil('UPDATE');
    assert.equal(seconds, 60);
    assert.equal(wire.body, '');
    assert.equal(wire.header('Session-Expires'), '120');
    assert.match(wire.header('Supported') ?? '', /\btimer\b/);
    assert.ok(wire.header('Contact'));
    assert.ok(wire.cseq > invite.cseq);
    await peer.respond(wire, 200, { headers: ['Session-Expires: 120;refresher=uac', 'Require: timer'] });
  }
  assert.equal(session.isEstablished(), true);
  session.terminate();
  await stage.assertReleased();
});

test('a 200 that names no refresher leaves it to us, who asked', async () => {
  await callWith('90');
  assert.equal((await secondsUntil('UPDATE')).seconds, 45);
});

test('a 200 without Session-Expires switches it off', async () => {
  const { peer } = stage;
  const { session } = await callWith(undefined);
  await peer.platform.advance(3_600_000);
  assert.deepEqual(await peer.rest(), []);
  assert.equal(session.isEstablished(), true);
});

test('R: a 200 below 90 s is taken as 90 s', async () => {
  for (const value of ['0', '1;refresher=uac', '89;refresher=uas']) {
    const { session } = await callWith(value);
    await stage.peer.platform.advance(44_000);
    assert.equal(session.isEstablished(), true, value);
    assert.deepEqual(await stage.peer.rest(), []);
    session.terminate();
    await stage.peer.next('BYE');
  }
});

test('an interval longer than any clock takes does not end the call', async () => {
  const { session } = await callWith('4294967295;refresher=uas');
  await stage.peer.platform.advance(3_600_000);
  assert.equal(session.isEstablished(), true);
});

test('refreshes may be re-INVITEs, if the configuration says so', async () => {
  await reopen({ session_timers_refresh_method: 'INVITE' });
  const { peer } = stage;
  const { events } = await callWith('90;refresher=uac');
  for (let round = 0; round < 2; round++) {
    const { seconds, wire } = await secondsUntil('INVITE');
    assert.equal(seconds, 45);
    assert.equal(wire.header('Session-Expires'), '90');
    assert.match(wire.body, /^v=0/);
    await peer.accept(wire, { body: sdp(), headers: ['Session-Expires: 90;refresher=uac'] });
    await peer.next('ACK');
  }
  assert.ok(!events.some((event) => /hold|failed/.test(event)));
});

for (const status of [405, 501]) {
  test(`where UPDATE is answered ${status}, refreshes are re-INVITEs from then on`, async () => {
    const { peer } = stage;
    await callWith('90;refresher=uac');
    await peer.respond((await secondsUntil('UPDATE')).wire, status);
    const invite = await peer.next('INVITE');
    await peer.accept(invite, { headers: ['Session-Expires: 90;refresher=uac'] });
    await peer.next('ACK');
    assert.equal((await secondsUntil('INVITE')).seconds, 45);
  });
}

test('R: a failed refresh is tried again, and the call ends only when its time is over', async () => {
  const { peer } = stage;
  const { events } = await callWith('90;refresher=uac');
  const started = peer.platform.now();
  await peer.respond((await secondsUntil('UPDATE')).wire, 500);
  const { seconds, wire } = await secondsUntil('UPDATE');
  assert.ok(seconds > 0 && seconds < 10, String(seconds));
  await peer.respond(wire, 503);
  const bye = await nextBye();
  assert.equal(Math.round((peer.platform.now() - started) / 1000), expiryAfter(90));
  assert.match(bye.header('Reason') ?? '', /cause=408/);
  assert.deepEqual(events, ['ended local Request Timeout']);
});

/** The BYE, whatever is refused before. */
async function nextBye(): Promise<Wire> {
  for (;;) {
    const wire = await stage.peer.next(undefined, 120_000);
    if (wire.method === 'BYE') return wire;
    await stage.peer.respond(wire, 500);
  }
}

test('a refresh that succeeds at the second attempt keeps the call', async () => {
  const { peer } = stage;
  const { session } = await callWith('90;refresher=uac');
  await peer.respond((await secondsUntil('UPDATE')).wire, 500);
  await peer.respond(await peer.next('UPDATE', 10_000), 200, {
    headers: ['Session-Expires: 90;refresher=uac'],
  });
  await peer.platform.advance(44_000);
  assert.deepEqual(await peer.rest(), []);
  assert.equal(session.isEstablished(), true);
});

test('a 481 to a refresh ends the call', async () => {
  const { peer } = stage;
  const { events } = await callWith('90;refresher=uac');
  await peer.respond((await secondsUntil('UPDATE')).wire, 481);
  assert.equal(events.at(-1), 'ended remote Dialog Error');
});

test('the far end that should refresh and does not is hung up on before the interval is over', async () => {
  const { peer } = stage;
  assert.equal(expiryAfter(90), 60);
  assert.equal(expiryAfter(1800), 1768);
  const { events } = await callWith('90;refresher=uas');
  const { seconds, wire } = await secondsUntil('BYE');
  assert.equal(seconds, 60);
  await peer.respond(wire, 200);
  assert.deepEqual(events, ['ended local Request Timeout']);
  await stage.assertReleased();
});

test('each refresh of the far end starts the interval anew', async () => {
  const { peer } = stage;
  const { session, ask } = await callWith('90;refresher=uas');
  for (let round = 0; round < 3; round++) {
    await peer.platform.advance(45_000);
    const headers = ['Session-Expires: 90;refresher=uac', 'Supported: timer'];
    await ask('UPDATE', { headers, cseq: 100 + round });
    const ok = await peer.next(200);
    assert.equal(ok.header('Session-Expires'), '90;refresher=uac');
    assert.equal(ok.header('Require'), 'timer');
  }
  assert.equal(session.isEstablished(), true);
  assert.equal((await secondsUntil('BYE')).seconds, 60);
});

test('a refused offer of the far end refreshes nothing', async () => {
  const { peer } = stage;
  const { ask, connection } = await callWith('90;refresher=uas');
  await peer.platform.advance(30_000);
  connection().failNextRemote = true;
  await ask('INVITE', { body: sdp(), headers: ['Session-Expires: 90;refresher=uac', 'Supported: timer'] });
  await peer.next(488);
  assert.equal((await secondsUntil('BYE')).seconds, 30);
});

test('R: a 422 is taken up: the INVITE goes out again with its Min-SE', async () => {
  const { peer } = stage;
  const { events } = stage.call();
  const first = await peer.next('INVITE');
  await peer.respond(first, 422, { headers: ['Min-SE: 300'] });
  await peer.next('ACK');
  const again = await peer.next('INVITE');
  assert.equal(again.header('Session-Expires'), '300');
  assert.equal(again.header('Min-SE'), '300');
  assert.equal(again.cseq, first.cseq + 1);
  assert.equal(again.header('Call-ID'), first.header('Call-ID'));
  assert.equal(again.body, first.body);
  await peer.accept(again, { headers: ['Session-Expires: 300;refresher=uac'] });
  await peer.next('ACK');
  const update = await secondsUntil('UPDATE');
  assert.equal(update.seconds, 150);
  assert.equal(update.wire.header('Min-SE'), '300');
  assert.ok(!events.some((event) => event.startsWith('failed')));
});

test('a 422 that does not say more than we asked for ends the call', async () => {
  const { peer } = stage;
  for (const headers of [[], ['Min-SE: 90'], ['Min-SE: many']]) {
    const { events } = stage.call();
    await peer.respond(await peer.next('INVITE'), 422, { headers });
    await peer.next('ACK');
    assert.equal(events.at(-1), 'failed remote SIP Failure Code');
  }
  assert.deepEqual(await peer.rest(), []);
});

test('a far end that wants more after each 422 is not asked for ever', async () => {
  const { peer } = stage;
  const call = stage.call();
  let least = 100;
  let asked = 0;
  for (; asked < 50 && !call.session.isEnded(); asked += 1) {
    await peer.respond(await peer.next('INVITE'), 422, { headers: [`Min-SE: ${(least += 1)}`] });
    await peer.next('ACK');
  }
  assert.ok(asked > 2 && asked < 10, String(asked));
  await stage.assertReleased();
});

test('R: a 422 to a refresh or a re-INVITE is taken up, too', async () => {
  const { peer } = stage;
  const { session, events } = await callWith('90;refresher=uac');
  await peer.respond((await secondsUntil('UPDATE')).wire, 422, { headers: ['Min-SE: 120'] });
  const update = await peer.next('UPDATE');
  assert.equal(update.header('Session-Expires'), '120');
  await peer.respond(update, 200, { headers: ['Session-Expires: 120;refresher=uac'] });
  session.hold();
  await peer.respond(await peer.next('INVITE'), 422, { headers: ['Min-SE: 200'] });
  await peer.next('ACK');
  const again = await peer.next('INVITE');
  assert.equal(again.header('Session-Expires'), '200');
  assert.match(again.body, /a=sendonly/);
  await peer.accept(again, { body: sdp('recvonly'), headers: ['Session-Expires: 200;refresher=uac'] });
  await peer.next('ACK');
  await peer.rest();
  assert.deepEqual(
    events.filter((event) => /hold|fail/.test(event)),
    ['hold local'],
  );
});

test('R: an INVITE, re-INVITE or UPDATE that asks for less than 90 s gets 422 with Min-SE', async () => {
  const { peer } = stage;
  const headers = ['Session-Expires: 60', 'Supported: timer'];
  stage.ua.on('newRTCSession', () => assert.fail('a call was told'));
  await peer.request('INVITE', { headers, body: sdp() });
  assert.equal((await peer.next(422)).header('Min-SE'), '90');
  const { ask } = await (async () => {
    stage.ua.removeAllListeners('newRTCSession');
    return callWith('1800;refresher=uac');
  })();
  await ask('INVITE', { headers, body: sdp() });
  assert.equal((await peer.next(422)).header('Min-SE'), '90');
  await ask('UPDATE', { headers, cseq: 101 });
  assert.equal((await peer.next(422)).header('Min-SE'), '90');
});

test('a short interval of a proxy, for one who knows no timers, is raised to 90 s and refreshed by us', async () => {
  const { ok } = await answered(['Session-Expires: 30']);
  assert.equal(ok.header('Session-Expires'), '90;refresher=uas');
  assert.equal(ok.header('Require'), undefined);
  assert.equal((await secondsUntil('UPDATE')).seconds, 45);
});

for (const [headers, said, refreshing] of [
  [['Session-Expires: 120;refresher=uac', 'Supported: timer'], '120;refresher=uac', false],
  [['Session-Expires: 120;refresher=uas', 'Supported: timer'], '120;refresher=uas', true],
  [['Session-Expires: 120', 'Supported: timer'], '120;refresher=uac', false],
  [['Session-Expires: 120', 'Require: timer'], '120;refresher=uac', false],
  [['x: 120;refresher=UAS', 'k: TIMER'], '120;refresher=uas', true],
  [['Supported: timer'], '90;refresher=uac', false],
  [['Supported: timer', 'Min-SE: 240'], '240;refresher=uac', false],
  [[], '90;refresher=uas', true],
] as const) {
  test(`to an INVITE with "${headers.join(', ')}" our 200 says ${said}`, async () => {
    const { ok } = await answered([...headers]);
    assert.equal(ok.header('Session-Expires'), said);
    assert.equal(ok.header('Require'), refreshing ? undefined : 'timer');
    const interval = Number.parseInt(said, 10);
    const { seconds } = await secondsUntil(refreshing ? 'UPDATE' : 'BYE');
    assert.equal(seconds, refreshing ? interval / 2 : Math.round(expiryAfter(interval)));
  });
}

test('answer() says the interval where the INVITE does not', async () => {
  const { ok } = await answered(['Supported: timer'], 600);
  assert.equal(ok.header('Session-Expires'), '600;refresher=uac');
});

test('session_timers_force_refresher makes us the refresher, unless the far end has chosen', async () => {
  await reopen({ session_timers_force_refresher: true });
  const { peer } = stage;
  stage.call();
  assert.equal((await peer.next('INVITE')).header('Session-Expires'), '90;refresher=uac');
  assert.equal((await answered(['Supported: timer'])).ok.header('Session-Expires'), '90;refresher=uas');
});

test('an UPDATE before the answer starts no timer: a call may ring for long', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180, { headers: ['Contact: <sip:bob@192.0.2.9>'] });
  await peer.request('UPDATE', {
    callId: invite.header('Call-ID') ?? '',
    from: `${invite.header('To')};tag=peer`,
    to: invite.header('From') ?? '',
    headers: ['Supported: timer', 'Session-Expires: 90;refresher=uac'],
  });
  await peer.next(200);
  await peer.platform.advance(120_000);
  assert.deepEqual(await peer.rest(), []);
  assert.equal(session.isInProgress(), true);
});

test('the answer to a refresh may name a new place of the far end', async () => {
  const { peer } = stage;
  const { session } = await callWith('120;refresher=uac');
  const { wire } = await secondsUntil('UPDATE');
  const moved = PEER_CONTACT.replace('192.0.2.9', '192.0.2.78');
  await peer.respond(wire, 200, { headers: [moved, 'Session-Expires: 120;refresher=uac'] });
  session.terminate();
  assert.match((await peer.next('BYE')).ruri, /192\.0\.2\.78/);
  await stage.assertReleased();
});
