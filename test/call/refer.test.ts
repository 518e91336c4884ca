import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { UA, type RTCSession } from '../../src/index.ts';
import { SipError } from '../../src/errors.ts';
import type { ReferEvent } from '../../src/call/events.ts';
import type { ReferEvents, ReferOptions } from '../../src/call/refer-subscriber.ts';
import { Agent } from '../../src/ua/agent.ts';
import { Stage, type EstablishedCall } from '../support/calls.ts';
import { ScriptedPeer, type Wire } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ password: 'secret' });
});

afterEach(() => stage.close());

const REFER_EVENTS = [
  'requestSucceeded',
  'requestFailed',
  'trying',
  'progress',
  'accepted',
  'failed',
] as const satisfies (keyof ReferEvents)[];

/** A REFER of ours, and what it tells. */
async function transfer(call: EstablishedCall, target = 'carol', options: ReferOptions = {}) {
  const told: string[] = [];
  const handlers = Object.fromEntries(
    REFER_EVENTS.map((event) => [
      event,
      ({ cause, status_line }: { cause?: string; status_line?: { status_code: number } }) => {
        told.push([event, cause ?? status_line?.status_code].filter(Boolean).join(' '));
      },
    ]),
  );
  const subscriber = call.session.refer(target, { eventHandlers: handlers, ...options });
  assert.ok(subscriber);
  return { subscriber, told, refer: await stage.peer.next('REFER') };
}

/** A NOTIFY of the transferee. */
function notify(call: EstablishedCall, line: string, { event = 'refer', state = 'active;expires=60' } = {}) {
  return call.ask('NOTIFY', {
    headers: [`Event: ${event}`, `Subscription-State: ${state}`, 'Content-Type: message/sipfrag;version=2.0'],
    body: `${line}\r\n`,
  });
}

/** The far end refers us, and the application does `decide`. */
async function referred(
  call: EstablishedCall,
  headers: string[],
  decide?: (event: ReferEvent) => void,
): Promise<Wire> {
  if (decide) call.session.once('refer', decide);
  return call.ask('REFER', { headers });
}

/** Answers a NOTIFY of ours, and gives what it told. */
async function nextNotify(status = 200): Promise<Wire> {
  const wire = await stage.peer.next('NOTIFY');
  await stage.peer.respond(wire, status);
  return wire;
}

test('a REFER says where, in whose name, and where we are; the transfer is told step by step', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const { subscriber, told, refer } = await transfer(call, 'carol', { extraHeaders: ['X-Why: lunch'] });
  assert.equal(refer.ruri, 'sip:bob@192.0.2.9:5060;transport=tcp');
  assert.equal(refer.header('Refer-To'), '<sip:carol@example.com>');
  assert.equal(refer.header('Referred-By'), '<sip:alice@example.com>');
  assert.equal(refer.header('X-Why'), 'lunch');
  assert.ok(refer.header('Contact'));
  assert.equal(subscriber.id, refer.cseq);
  await peer.respond(refer, 202);
  for (const line of ['SIP/2.0 100 Trying', 'SIP/2.0 180 Ringing']) {
    await notify(call, line);
    await peer.next(200);
  }
  await notify(call, 'SIP/2.0 200 OK', { state: 'terminated;reason=noresource' });
  await peer.next(200);
  assert.deepEqual(told, ['requestSucceeded', 'trying 100', 'progress 180', 'accepted 200']);
  // It is over: what comes later belongs to nothing.
  await notify(call, 'SIP/2.0 200 OK');
  await peer.next(481);
  call.session.terminate();
  await stage.assertReleased();
});

test('a transfer that fails is told with the status that the transferee got', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const { told, refer } = await transfer(call);
  await peer.respond(refer, 202);
  await notify(call, 'SIP/2.0 486 Busy Here', { state: 'terminated;reason=noresource' });
  await peer.next(200);
  assert.deepEqual(told, ['requestSucceeded', 'failed 486']);
});

test('a refused REFER is told with its cause', async () => {
  const call = await stage.callAnswered();
  const { told, refer } = await transfer(call);
  await stage.peer.respond(refer, 603);
  assert.deepEqual(told, ['requestFailed Rejected']);
  assert.equal(call.session.isEstablished(), true);
});

test('a REFER that nobody answers, or that finds no connection, is told as such', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const silent = await transfer(call);
  await peer.platform.advance(32_000);
  assert.deepEqual(silent.told, ['requestFailed Request Timeout']);
  const lost = await transfer(call);
  peer.socket.behaviour = 'refuse';
  peer.socket.lose();
  await peer.platform.advance(33_000);
  assert.deepEqual(lost.told, ['requestFailed Connection Error']);
});

test('NOTIFYs find their REFER by id; without id they mean the newest', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const first = await transfer(call);
  await peer.respond(first.refer, 202);
  const second = await transfer(call, 'dave');
  await peer.respond(second.refer, 202);
  await notify(call, 'SIP/2.0 180 Ringing', { event: `refer;id=${first.refer.cseq}` });
  await peer.next(200);
  await notify(call, 'SIP/2.0 100 Trying');
  await peer.next(200);
  assert.deepEqual(first.told, ['requestSucceeded', 'progress 180']);
  assert.deepEqual(second.told, ['requestSucceeded', 'trying 100']);
  await notify(call, 'SIP/2.0 100 Trying', { event: 'refer;id=4711' });
  await peer.next(481);
});

test('the NOTIFY may overtake the 202', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const { told, refer } = await transfer(call);
  await notify(call, 'SIP/2.0 100 Trying');
  await peer.next(200);
  await peer.respond(refer, 202);
  assert.deepEqual(told, ['trying 100', 'requestSucceeded']);
});

test('a challenged REFER is sent again, and its NOTIFYs name the one with credentials', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const { subscriber, told, refer } = await transfer(call);
  await peer.respond(refer, 401, { headers: ['WWW-Authenticate: Digest realm="x", nonce="n", qop="auth"'] });
  const again = await peer.next('REFER');
  assert.equal(subscriber.id, again.cseq);
  await peer.respond(again, 202);
  await notify(call, 'SIP/2.0 180 Ringing', { event: `refer;id=${again.cseq}` });
  await peer.next(200);
  assert.deepEqual(told, ['requestSucceeded', 'progress 180']);
});

test('a NOTIFY of another event gets 489, one without a status line 400, and neither is told', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const { told, refer } = await transfer(call);
  await peer.respond(refer, 202);
  await notify(call, 'SIP/2.0 100 Trying', { event: 'presence' });
  await peer.next(489);
  await call.ask('NOTIFY', { headers: ['Subscription-State: active'] });
  await peer.next(489);
  await notify(call, 'ringing');
  await peer.next(400);
  await call.ask('NOTIFY', { headers: ['Event: refer', 'Subscription-State: active'] });
  await peer.next(400);
  assert.deepEqual(told, ['requestSucceeded']);
});

test('a status line without a reason phrase is understood', async () => {
  const call = await stage.callAnswered();
  const { told, refer } = await transfer(call);
  await stage.peer.respond(refer, 202);
  await notify(call, 'SIP/2.0 183');
  await stage.peer.next(200);
  assert.deepEqual(told, ['requestSucceeded', 'progress 183']);
});

test('refer() needs an established call and a target; what would break the message is refused', async () => {
  const { peer } = stage;
  const ringing = stage.call();
  assert.equal(ringing.session.refer('carol'), false);
  await peer.next('INVITE');
  ringing.session.terminate();
  assert.equal(ringing.session.refer('carol'), false);
  const call = await stage.ringAnswered();
  await peer.rest();
  assert.throws(() => call.session.refer(''), TypeError);
  assert.throws(() => call.session.refer('carol', { extraHeaders: ['X: a\r\nY: b'] }), TypeError);
  assert.throws(() => call.session.refer('carol', { replaces: ringing.session }), TypeError);
  assert.deepEqual(await peer.rest(), []);
});

test('an attended transfer names the other call as its far end knows it', async () => {
  const { peer } = stage;
  const first = await stage.callAnswered();
  const second = stage.call();
  const invite = await peer.next('INVITE');
  await peer.accept(invite, { toTag: 'carol' });
  await peer.next('ACK');
  const { refer } = await transfer(first, 'carol', { replaces: second.session });
  const replaces = `${invite.header('Call-ID')};to-tag=carol;from-tag=${invite.tag('From')}`;
  const [, escaped] = /^<sip:carol@example\.com\?Replaces=(.+)>$/.exec(refer.header('Refer-To') ?? '') ?? [];
  assert.equal(decodeURIComponent(escaped ?? ''), replaces);
});

test('whenReferred() tells how the transfer came out', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const good = await transfer(call);
  const accepted = good.subscriber.whenReferred();
  await peer.respond(good.refer, 202);
  await notify(call, 'SIP/2.0 200 OK', { state: 'terminated;reason=noresource' });
  await peer.next(200);
  await accepted;
  const busy = await transfer(call);
  const failed = busy.subscriber.whenReferred();
  await peer.respond(busy.refer, 202);
  await notify(call, 'SIP/2.0 486 Busy Here', { state: 'terminated;reason=noresource' });
  await peer.next(200);
  await assert.rejects(failed, (error) => error instanceof SipError && error.code === 'call-busy');
  const refused = await transfer(call);
  const never = refused.subscriber.whenReferred();
  await peer.respond(refused.refer, 403);
  await assert.rejects(never, (error) => error instanceof SipError && error.code === 'call-rejected');
});

test('whenReferred() rejects where our call ends and no NOTIFY follows, and not where it is known', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const known = await transfer(call);
  await peer.respond(known.refer, 202);
  await notify(call, 'SIP/2.0 200 OK', { state: 'terminated;reason=noresource' });
  await peer.next(200);
  const open = await transfer(call);
  const referred = open.subscriber.whenReferred();
  await peer.respond(open.refer, 202);
  await call.ask('BYE');
  await peer.platform.advance(32_000);
  const wrongState = (error: unknown) => error instanceof SipError && error.code === 'wrong-state';
  await assert.rejects(referred, wrongState);
  await assert.rejects(open.subscriber.whenReferred(), wrongState);
  await known.subscriber.whenReferred();
});

test('the NOTIFYs of a REFER are taken after our BYE, until the last; other requests get 481', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const { told, refer, subscriber } = await transfer(call);
  await peer.respond(refer, 202);
  call.session.terminate();
  await peer.respond(await peer.next('BYE'), 200);
  await notify(call, 'SIP/2.0 180 Ringing');
  await peer.next(200);
  // Longer than a NOTIFY may take at first, but not than the one that came has said.
  await peer.platform.advance(50_000);
  await call.ask('INFO', { headers: ['Content-Type: text/plain'] });
  await peer.next(481);
  await notify(call, 'SIP/2.0 200 OK', { state: 'terminated;reason=noresource' });
  await peer.next(200);
  await subscriber.whenReferred();
  assert.deepEqual(told, ['requestSucceeded', 'progress 180', 'accepted 200']);
  assert.equal(stage.dialogCount, 0);
  await notify(call, 'SIP/2.0 200 OK');
  await peer.next(481);
  await stage.assertReleased();
});

test('after our BYE a NOTIFY that comes twice, or late, gets 500 and is told no more', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const { told, refer } = await transfer(call);
  await peer.respond(refer, 202);
  call.session.terminate();
  await peer.respond(await peer.next('BYE'), 200);
  const first = await notify(call, 'SIP/2.0 180 Ringing');
  await peer.next(200);
  const headers = ['Event: refer', 'Subscription-State: active', 'Content-Type: message/sipfrag;version=2.0'];
  await call.ask('NOTIFY', { cseq: first.cseq, headers, body: 'SIP/2.0 183 Progress\r\n' });
  await peer.next(500);
  assert.deepEqual(told, ['requestSucceeded', 'progress 180']);
});

test('a transferee that promises news for days keeps nothing for longer than three minutes after the call', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const { refer } = await transfer(call);
  await peer.respond(refer, 202);
  await notify(call, 'SIP/2.0 100 Trying', { state: 'active;expires=500000' });
  await peer.next(200);
  call.session.terminate();
  await peer.respond(await peer.next('BYE'), 200);
  await peer.platform.advance(150_000);
  assert.equal(stage.dialogCount, 1);
  await peer.platform.advance(31_000);
  assert.equal(stage.dialogCount, 0);
});

test('a REFER whose transferee falls silent after the call leaves nothing behind', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const { refer } = await transfer(call);
  await peer.respond(refer, 202);
  await notify(call, 'SIP/2.0 100 Trying');
  await peer.next(200);
  await call.ask('BYE');
  await peer.next(200);
  assert.equal(stage.dialogCount, 1);
  await stage.assertReleased();
});

test('a 481 to a REFER ends the call', async () => {
  const call = await stage.callAnswered();
  const { told, refer } = await transfer(call);
  await stage.peer.respond(refer, 481);
  assert.deepEqual(told, ['requestFailed SIP Failure Code']);
  assert.deepEqual(call.events, ['ended remote Dialog Error']);
});

test('a NOTIFY without id does not mean a REFER that was refused', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const good = await transfer(call);
  await peer.respond(good.refer, 202);
  const refused = await transfer(call);
  await peer.respond(refused.refer, 603);
  await notify(call, 'SIP/2.0 180 Ringing');
  await peer.next(200);
  assert.deepEqual(good.told, ['requestSucceeded', 'progress 180']);
});

test('a REFER that came is accepted: 202, the call, and NOTIFYs of how it goes', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const told: RTCSession[] = [];
  stage.ua.on('newRTCSession', ({ session }) => void told.push(session));
  const headers = ['Refer-To: <sip:carol@example.net>', 'Referred-By: <sip:bob@example.com>'];
  const refer = await referred(call, headers, ({ request, accept }) => {
    assert.equal(request.refer_to?.uri.toString(), 'sip:carol@example.net');
    accept(undefined, { extraHeaders: ['X-Referred: yes'] });
  });
  assert.ok((await peer.next(202)).header('Contact'));
  const trying = await nextNotify();
  assert.equal(trying.header('Event'), `refer;id=${refer.cseq}`);
  assert.equal(trying.header('Subscription-State'), 'active;expires=180');
  assert.equal(trying.header('Content-Type'), 'message/sipfrag;version=2.0');
  assert.equal(trying.body, 'SIP/2.0 100 Trying\r\n');
  const invite = await peer.next('INVITE');
  assert.equal(invite.ruri, 'sip:carol@example.net');
  assert.equal(invite.header('Referred-By'), '<sip:bob@example.com>');
  assert.equal(invite.header('X-Referred'), 'yes');
  assert.equal(told.length, 1);
  await peer.respond(invite, 180, { reason: 'Ringing' });
  const ringing = await nextNotify();
  assert.equal(ringing.body, 'SIP/2.0 180 Ringing\r\n');
  await peer.accept(invite, { toTag: 'carol', reason: 'Fine' });
  const [ack, done] = [await peer.next(), await peer.next()];
  const last = ack.method === 'NOTIFY' ? ack : done;
  assert.equal(last.body, 'SIP/2.0 200 Fine\r\n');
  assert.equal(last.header('Subscription-State'), 'terminated;reason=noresource');
  stage.ua.terminateSessions();
  await stage.assertReleased();
});

test('with a handler the new call is told to that alone', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const toUA: unknown[] = [];
  const toHandler: RTCSession[] = [];
  stage.ua.on('newRTCSession', (event) => void toUA.push(event));
  await referred(call, ['Refer-To: sip:carol@example.net'], ({ accept }) =>
    accept((session) => void toHandler.push(session)),
  );
  await peer.next(202);
  assert.equal(toUA.length, 0);
  assert.equal(toHandler[0]?.remote_identity.uri.user, 'carol');
});

test('the transferor hears that the referred call was refused', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  await referred(call, ['Refer-To: sip:carol@example.net'], ({ accept }) => accept(() => {}));
  await peer.next(202);
  await nextNotify();
  await peer.respond(await peer.next('INVITE'), 486, { reason: 'Busy Here' });
  await peer.next('ACK');
  const last = await nextNotify();
  assert.equal(last.body, 'SIP/2.0 486 Busy Here\r\n');
  assert.match(last.header('Subscription-State') ?? '', /^terminated/);
  assert.deepEqual(await peer.rest(), []);
});

for (const [when, handler] of [
  ['later', undefined],
  ['by the handler, at once', (session: RTCSession) => session.terminate()],
] as const) {
  test(`the transferor hears that the referred call was ended ${when}`, async () => {
    const { peer } = stage;
    const call = await stage.callAnswered();
    let made: RTCSession | undefined;
    stage.ua.on('newRTCSession', ({ session }) => (made = session));
    await referred(call, ['Refer-To: sip:carol@example.net'], ({ accept }) => accept(handler));
    await peer.next(202);
    await nextNotify();
    if (!handler) {
      await peer.next('INVITE');
      made?.terminate();
    }
    const last = await nextNotify();
    assert.equal(last.body, 'SIP/2.0 487 Request Terminated\r\n');
    assert.match(last.header('Subscription-State') ?? '', /^terminated/);
  });
}

test('a transferor that wants no more NOTIFYs gets none', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  await referred(call, ['Refer-To: sip:carol@example.net'], ({ accept }) => accept(() => {}));
  await peer.next(202);
  await nextNotify(481);
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180);
  await peer.respond(invite, 486);
  await peer.next('ACK');
  assert.deepEqual(await peer.rest(), []);
});

test('the transferor still hears how it came out when it has hung up meanwhile', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  await referred(call, ['Refer-To: sip:carol@example.net'], ({ accept }) => accept(() => {}));
  await peer.next(202);
  await nextNotify();
  const invite = await peer.next('INVITE');
  await call.ask('BYE');
  await peer.next(200);
  await peer.accept(invite, { toTag: 'carol' });
  const sent = [await peer.next(), await peer.next()];
  assert.ok(sent.some(({ method, body }) => method === 'NOTIFY' && body.startsWith('SIP/2.0 200')));
  stage.ua.terminateSessions();
  await stage.assertReleased();
});

test('R: with Refer-Sub: false (RFC 4488) the transferor is told nothing, and that this was understood', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  await referred(call, ['Refer-To: sip:carol@example.net', 'Refer-Sub: False'], ({ accept }) =>
    accept(() => {}),
  );
  const accepted = await peer.next(202);
  assert.equal(accepted.header('Refer-Sub'), 'false');
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180);
  await peer.respond(invite, 603);
  await peer.next('ACK');
  assert.deepEqual(await peer.rest(), []);
});

test('R: Referred-By is handed on to the target, and where it is missing none is made up', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  await referred(call, ['Refer-To: sip:carol@example.net'], ({ accept }) => accept(() => {}));
  await peer.next(202);
  await nextNotify();
  assert.equal((await peer.next('INVITE')).header('Referred-By'), undefined);
});

test('R: a tel: target is dialled at our own domain; what no SIP server reaches gets 416', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  await referred(call, ['Refer-To: <tel:+49-30-123456>'], ({ accept }) => accept(() => {}));
  await peer.next(202);
  await nextNotify();
  assert.match((await peer.next('INVITE')).ruri, /^sip:\+49-?30-?123456@example\.com$/);
  const asked: unknown[] = [];
  call.session.on('refer', (event) => void asked.push(event));
  await referred(call, ['Refer-To: <mailto:carol@example.net>']);
  await peer.next(416);
  assert.deepEqual(asked, []);
});

test('a REFER without Refer-To, or with one that cannot be read, gets 400', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const asked: unknown[] = [];
  call.session.on('refer', (event) => void asked.push(event));
  await referred(call, []);
  await peer.next(400);
  await referred(call, ['Refer-To: <sip:>']);
  await peer.next(400);
  assert.deepEqual(asked, []);
});

test('R: a REFER that nobody listens for gets 603 at once', async () => {
  const call = await stage.callAnswered();
  await referred(call, ['Refer-To: sip:carol@example.net']);
  await stage.peer.next(603);
});

test('an application may reject a REFER, and decides once', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  await referred(call, ['Refer-To: sip:carol@example.net'], ({ accept, reject }) => {
    reject();
    accept();
    reject();
  });
  await peer.next(603);
  assert.deepEqual(await peer.rest(), []);
});

test('a REFER before the call is up gets 403, one after our BYE 481', async () => {
  const { peer } = stage;
  const ringing = await stage.ring();
  await peer.next(180);
  await ringing.ask('REFER', { headers: ['Refer-To: sip:carol@example.net'] });
  await peer.next(403);
  ringing.session.terminate();
  await peer.next(480);
  const call = await stage.callAnswered();
  call.session.terminate();
  await peer.next('BYE');
  await call.ask('REFER', { headers: ['Refer-To: sip:carol@example.net'] });
  await peer.next(481);
});

test('Refer-To with Replaces makes a call that replaces', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const target =
    '<sip:carol@example.net;method=INVITE?Replaces=abc%40x%3Bto-tag%3D1%3Bfrom-tag%3D2&Subject=no>';
  await referred(call, [`Refer-To: ${target}`], ({ accept }) => accept(() => {}));
  await peer.next(202);
  await nextNotify();
  const invite = await peer.next('INVITE');
  assert.equal(invite.ruri, 'sip:carol@example.net');
  assert.equal(invite.header('Replaces'), 'abc@x;to-tag=1;from-tag=2');
  assert.equal(invite.header('Subject'), undefined);
});

test('Refer-To with a Replaces that cannot be, or would smuggle in a header, gets 400 and is not told', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  const asked: unknown[] = [];
  call.session.on('refer', (event) => void asked.push(event));
  for (const replaces of ['abc', 'a%3Bto-tag%3D1%3Bfrom-tag%3D2%0D%0AX-Evil%3A%20yes']) {
    await referred(call, [`Refer-To: <sip:carol@example.net?Replaces=${replaces}>`]);
    await peer.next(400);
  }
  assert.deepEqual(asked, []);
});

test('accepting with options that cannot be tells the transferor 500, and the application why', async () => {
  const { peer } = stage;
  const call = await stage.callAnswered();
  await referred(call, ['Refer-To: sip:carol@example.net'], ({ accept }) =>
    assert.throws(() => accept(undefined, { extraHeaders: ['no header'] }), TypeError),
  );
  await peer.next(202);
  await nextNotify();
  const last = await nextNotify();
  assert.match(last.body, /^SIP\/2\.0 500 /);
  assert.match(last.header('Subscription-State') ?? '', /^terminated/);
});

test('the small agent knows no REFER: not to send it, and 501 to one that comes', async () => {
  const peer = new ScriptedPeer();
  const agent = new Agent({ uri: 'sip:alice@example.com', sockets: peer.socket, register: false });
  assert.ok(!(agent instanceof UA));
  agent.start();
  await peer.platform.advance(1);
  const session = agent.call('bob');
  const invite = await peer.next('INVITE');
  await peer.accept(invite);
  await peer.next('ACK');
  assert.ok(!('refer' in session));
  await peer.request('REFER', {
    callId: invite.header('Call-ID') ?? '',
    from: `${invite.header('To')};tag=peer`,
    to: invite.header('From') ?? '',
    headers: ['Refer-To: sip:carol@example.net'],
  });
  await peer.next(501);
  peer.platform.release();
});

test('a REFER that nobody has decided on when the call ends gets 487, and cannot be accepted any more', async () => {
  const stage = await Stage.open();
  const call = await stage.callAnswered();
  let accept = () => {};
  call.session.on('refer', (event) => (accept = event.accept));
  await call.ask('REFER', { headers: ['Refer-To: <sip:carol@example.com>'] });
  assert.deepEqual(await stage.peer.rest(), []);
  await call.ask('BYE');
  assert.deepEqual((await stage.peer.rest()).map(({ status }) => status).sort(), [200, 487]);
  accept();
  assert.deepEqual(await stage.peer.rest(), []);
  await stage.assertReleased();
  stage.close();
});
