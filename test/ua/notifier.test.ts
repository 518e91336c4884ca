import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Notifier } from '../../src/index.ts';
import type { NotifyOptions } from '../../src/ua/notifier.ts';
import { Stage } from '../support/calls.ts';
import { PEER_CONTACT, type Wire } from '../support/scripted-peer.ts';

const { C } = Notifier;

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ password: 'secret' });
});

afterEach(() => stage.close());

/** Somebody subscribes, and we agree. */
async function subscribed(options: NotifyOptions = {}, headers: string[] = ['Expires: 300']) {
  const { peer, ua } = stage;
  const told: string[] = [];
  const notifiers: Notifier[] = [];
  ua.once('newSubscribe', ({ request }) => {
    const notifier = ua.notify(request, 'text/plain', options);
    notifier.on('subscribe', (isUnsubscribe, _, body, type) =>
      told.push([isUnsubscribe ? 'unsubscribe' : 'subscribe', body, type].filter(Boolean).join(' ')),
    );
    notifier.on('expired', () => void told.push('expired'));
    notifier.on('terminated', (code) => void told.push(`terminated ${code}`));
    notifiers.push(notifier);
    notifier.start();
  });
  await peer.request('SUBSCRIBE', { headers: [PEER_CONTACT, 'Event: presence;id=7', ...headers] });
  const accepted = await peer.next(200);
  const first = await peer.next('NOTIFY');
  const [notifier] = notifiers;
  assert.ok(notifier);
  const ask = (cseq: number, more: string[], method = 'SUBSCRIBE', body = '') =>
    peer.request(method, {
      to: `<sip:alice@example.com>;tag=${accepted.tag('To')}`,
      cseq,
      headers: [PEER_CONTACT, 'Event: presence;id=7', ...more],
      body,
    });
  return { notifier, told, accepted, first, ask };
}

const state = (wire: Wire) => wire.header('Subscription-State');

test('a subscription is answered and told at once, with its event, in the name of the options', async () => {
  const { notifier, told, accepted, first } = await subscribed({
    extraHeaders: ['X-Foo: bar'],
    allowEvents: 'presence',
  });
  assert.equal(accepted.header('Expires'), '300');
  assert.ok(accepted.header('Contact'));
  assert.equal(first.ruri, 'sip:bob@192.0.2.9:5060;transport=tcp');
  assert.equal(first.header('Event'), 'presence;id=7');
  assert.equal(state(first), 'active;expires=300');
  assert.equal(first.header('X-Foo'), 'bar');
  assert.equal(first.header('Allow-Events'), 'presence');
  assert.equal(first.tag('From'), accepted.tag('To'));
  assert.equal(notifier.state, C.STATE_ACTIVE);
  assert.ok(notifier.id.startsWith('peer-call'));
  assert.deepEqual(told, ['subscribe']);
  assert.throws(() => notifier.start(), { name: 'INVALID_STATE_ERROR' });
});

test('without Expires, or with more than we keep, it is 900 s', async () => {
  assert.equal((await subscribed({}, [])).accepted.header('Expires'), '900');
  stage.close();
  stage = await Stage.open();
  assert.equal((await subscribed({}, ['Expires: 86400'])).accepted.header('Expires'), '900');
});

test('what is left of the subscription is said in each NOTIFY', async () => {
  const { peer } = stage;
  const { notifier, first } = await subscribed();
  await peer.respond(first, 200);
  await peer.platform.advance(100_000);
  notifier.notify('here');
  const next = await peer.next('NOTIFY');
  assert.equal(state(next), 'active;expires=200');
  assert.equal(next.header('Content-Type'), 'text/plain');
  assert.equal(next.body, 'here');
});

test('a refresh starts it anew, is told with its body, and answered by a NOTIFY', async () => {
  const { peer } = stage;
  const { told, first, ask } = await subscribed();
  await peer.respond(first, 200);
  await peer.platform.advance(250_000);
  await ask(2, ['Expires: 300', 'Content-Type: text/plain'], 'SUBSCRIBE', 'more');
  assert.equal((await peer.next(200)).header('Expires'), '300');
  const next = await peer.next('NOTIFY');
  assert.equal(state(next), 'active;expires=300');
  await peer.respond(next, 200);
  await peer.platform.advance(250_000);
  assert.deepEqual(told, ['subscribe', 'subscribe more text/plain']);
});

test('without consent it is pending until setActiveState()', async () => {
  const { peer } = stage;
  const { notifier, first } = await subscribed({ pending: true });
  assert.equal(state(first), 'pending;expires=300');
  assert.equal(notifier.state, C.STATE_PENDING);
  notifier.setActiveState();
  notifier.setActiveState();
  assert.equal(state(await peer.next('NOTIFY')), 'active;expires=300');
  assert.deepEqual(await peer.rest(), []);
});

test('terminate() tells a last state, why, and when to try again', async () => {
  const { peer } = stage;
  const { notifier, told, first } = await subscribed();
  await peer.respond(first, 200);
  notifier.terminate('gone', 'probation', 60);
  const last = await peer.next('NOTIFY');
  assert.equal(state(last), 'terminated;reason=probation;retry-after=60');
  assert.equal(last.body, 'gone');
  await peer.respond(last, 200);
  assert.deepEqual(told, ['subscribe', `terminated ${C.FINAL_NOTIFY_SENT}`]);
  assert.equal(notifier.state, C.STATE_TERMINATED);
  assert.throws(() => notifier.notify('x'), { name: 'INVALID_STATE_ERROR' });
  assert.throws(() => notifier.terminate(), { name: 'INVALID_STATE_ERROR' });
  await stage.assertReleased();
});

test('a reason or header that would break the message is refused', async () => {
  const { notifier } = await subscribed();
  assert.throws(() => notifier.terminate(null, 'x\r\nY: z'), TypeError);
  assert.equal(notifier.state, C.STATE_ACTIVE);
});

for (const [what, status, code] of [
  ['481', 481, C.NOTIFY_NON_OK_RESPONSE],
  ['500', 500, C.NOTIFY_NON_OK_RESPONSE],
  ['challenge that we cannot answer', 401, C.NOTIFY_AUTHENTICATION_FAILED],
] as const) {
  test(`a ${what} to a NOTIFY ends the subscription`, async () => {
    const { told, first } = await subscribed();
    await stage.peer.respond(first, status);
    assert.deepEqual(told, ['subscribe', `terminated ${code}`]);
    await stage.assertReleased();
  });
}

test('a NOTIFY that nobody answers, or that finds no connection, ends the subscription', async () => {
  const { peer } = stage;
  const silent = await subscribed();
  await peer.platform.advance(32_000);
  assert.deepEqual(silent.told, ['subscribe', `terminated ${C.NOTIFY_RESPONSE_TIMEOUT}`]);
  stage.close();
  stage = await Stage.open();
  const lost = await subscribed();
  stage.peer.socket.behaviour = 'refuse';
  stage.peer.socket.lose();
  await stage.peer.platform.advance(33_000);
  assert.deepEqual(lost.told, ['subscribe', `terminated ${C.NOTIFY_TRANSPORT_ERROR}`]);
});

test('a challenged NOTIFY is sent again with credentials', async () => {
  const { told, first } = await subscribed();
  await stage.peer.respond(first, 407, { headers: ['Proxy-Authenticate: Digest realm="x", nonce="n"'] });
  const again = await stage.peer.next('NOTIFY');
  assert.ok(again.header('Proxy-Authorization'));
  await stage.peer.respond(again, 200);
  assert.deepEqual(told, ['subscribe']);
});

test('one who asks once (Expires: 0) is told once', async () => {
  const { told, first, accepted } = await subscribed({}, ['Expires: 0']);
  assert.equal(accepted.header('Expires'), '0');
  assert.equal(state(first), 'terminated;reason=timeout');
  await stage.peer.respond(first, 200);
  assert.deepEqual(told, ['unsubscribe', `terminated ${C.UNSUBSCRIBE_RECEIVED}`]);
  await stage.assertReleased();
});

test('a listener may tell the last state itself, when it was not refreshed or is unsubscribed', async () => {
  const { peer } = stage;
  const { notifier, told, first } = await subscribed();
  await peer.respond(first, 200);
  notifier.on('expired', () => notifier.terminate('offline', 'timeout'));
  await peer.platform.advance(300_000);
  const last = await peer.next('NOTIFY');
  assert.equal(last.body, 'offline');
  await peer.respond(last, 200);
  assert.deepEqual(await peer.rest(), []);
  assert.deepEqual(told, ['subscribe', 'expired', `terminated ${C.FINAL_NOTIFY_SENT}`]);
  await stage.assertReleased();
});

test('requests out of order get 500, other methods 405, and those of an ended subscription 481', async () => {
  const { peer } = stage;
  const { notifier, first, ask } = await subscribed();
  await peer.respond(first, 200);
  await ask(1, ['Expires: 300']);
  await peer.next(500);
  await ask(2, [], 'MESSAGE');
  assert.equal((await peer.next(405)).header('Allow'), 'SUBSCRIBE');
  notifier.terminate();
  await peer.next('NOTIFY');
  await ask(3, ['Expires: 300']);
  await peer.next(481);
});

test('a SUBSCRIBE without a usable Contact gets 400, and is not told', async () => {
  stage.ua.on('newSubscribe', () => assert.fail('it was told'));
  for (const [callId, contact] of [
    ['a', []],
    ['b', ['Contact: <<>']],
  ] as const) {
    await stage.peer.request('SUBSCRIBE', { callId, headers: [...contact, 'Event: presence'] });
    await stage.peer.next(400);
  }
});

test('options that cannot be are a TypeError, and the application may still answer', async () => {
  const { peer, ua } = stage;
  ua.once('newSubscribe', ({ request }) => {
    assert.throws(() => ua.notify(request, 'text/plain\r\nX: y'), TypeError);
    assert.throws(() => ua.notify(request, 'text/plain', { extraHeaders: ['X'] }), TypeError);
    assert.throws(() => ua.notify(request, 'text/plain', { allowEvents: 'a\r\nX: y' }), TypeError);
    request.reply(403);
  });
  await peer.request('SUBSCRIBE', { headers: [PEER_CONTACT, 'Event: presence'] });
  await peer.next(403);
});
