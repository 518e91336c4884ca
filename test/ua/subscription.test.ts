import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Notifier, Subscriber, UA } from '../../src/index.ts';
import { PEER_CONTACT, ScriptedPeer, type Wire } from '../support/scripted-peer.ts';

let peer: ScriptedPeer;
let ua: UA;

beforeEach(async () => {
  peer = new ScriptedPeer();
  ua = new UA({ uri: 'sip:alice@example.com', sockets: peer.socket, register: false });
  ua.start();
  await peer.platform.advance(1);
});

afterEach(() => peer.platform.release());

const { C } = Subscriber;

function subscribe(options = {}): { subscriber: Subscriber; told: unknown[] } {
  const subscriber = ua.subscribe('bob', 'presence', 'application/pidf+xml', options);
  const told: unknown[] = [];
  subscriber.on('accepted', () => void told.push('accepted'));
  subscriber.on('pending', () => void told.push('pending'));
  subscriber.on('active', () => void told.push('active'));
  subscriber.on('notify', (isFinal, _, body, type) => void told.push(['notify', isFinal, body, type]));
  subscriber.on('terminated', (...args) => void told.push(['terminated', ...args]));
  return { subscriber, told };
}

/** The NOTIFY of a server to the dialog of a SUBSCRIBE. */
function notify(
  subscribed: Wire,
  state: string,
  cseq: number,
  extra: { headers?: string[]; body?: string } = {},
) {
  return peer.request('NOTIFY', {
    uri: 'sip:alice@example.com',
    callId: subscribed.header('Call-ID') ?? '',
    from: '<sip:bob@example.com>;tag=peer',
    to: `<sip:alice@example.com>;tag=${subscribed.tag('From')}`,
    cseq,
    headers: [PEER_CONTACT, 'Event: presence', `Subscription-State: ${state}`, ...(extra.headers ?? [])],
    ...(extra.body !== undefined && { body: extra.body }),
  });
}

test('a subscription is accepted, waits for consent, becomes active, and ends when it is ended', async () => {
  const { subscriber, told } = subscribe();
  subscriber.subscribe();
  const first = await peer.next('SUBSCRIBE');
  assert.equal(first.header('Event'), 'presence');
  assert.equal(first.header('Accept'), 'application/pidf+xml');
  assert.equal(first.header('Expires'), '900');
  await peer.respond(first, 200, { headers: [PEER_CONTACT, 'Expires: 900'] });
  await notify(first, 'pending;expires=900', 1);
  await peer.next(200);
  const type = 'Content-Type: application/pidf+xml';
  await notify(first, 'active;expires=900', 2, { headers: [type], body: '<presence/>' });
  await peer.next(200);
  assert.equal(subscriber.state, C.STATE_ACTIVE);
  subscriber.terminate();
  const last = await peer.next('SUBSCRIBE');
  assert.equal(last.header('Expires'), '0');
  assert.equal(last.ruri, 'sip:bob@192.0.2.9:5060;transport=tcp');
  await peer.respond(last, 200, { headers: [PEER_CONTACT, 'Expires: 0'] });
  await notify(first, 'terminated;reason=timeout', 3);
  await peer.next(200);
  assert.deepEqual(told, [
    'accepted',
    'pending',
    ['notify', false, undefined, undefined],
    'active',
    ['notify', false, '<presence/>', 'application/pidf+xml'],
    ['notify', true, undefined, undefined],
    ['terminated', C.FINAL_NOTIFY_RECEIVED, 'timeout', undefined],
  ]);
  assert.throws(() => subscriber.terminate());
});

test('the NOTIFY may come before the 200', async () => {
  const { subscriber, told } = subscribe();
  subscriber.subscribe();
  const first = await peer.next('SUBSCRIBE');
  await notify(first, 'active;expires=600', 1);
  await peer.next(200);
  await peer.respond(first, 200, { headers: [PEER_CONTACT, 'Expires: 600'] });
  assert.deepEqual(told, ['active', ['notify', false, undefined, undefined], 'accepted']);
  assert.notEqual(subscriber.id, '');
});

test('a subscription is refreshed before it expires', async () => {
  const { subscriber } = subscribe({ expires: 120 });
  subscriber.subscribe();
  const first = await peer.next('SUBSCRIBE');
  await peer.respond(first, 200, { headers: [PEER_CONTACT, 'Expires: 120'] });
  await notify(first, 'active;expires=120', 1);
  await peer.next(200);
  const refresh = await peer.next('SUBSCRIBE', 120_000);
  assert.equal(refresh.header('Call-ID'), first.header('Call-ID'));
  assert.ok(refresh.cseq > first.cseq);
  assert.equal(refresh.header('Expires'), '120');
});

test('a refused subscription, and one that nobody notifies, end with their code', async () => {
  const refused = subscribe();
  refused.subscriber.subscribe();
  await peer.respond(await peer.next('SUBSCRIBE'), 403);
  assert.deepEqual(refused.told, [['terminated', C.SUBSCRIBE_NON_OK_RESPONSE, undefined, undefined]]);
  const silent = subscribe();
  silent.subscriber.subscribe();
  await peer.respond(await peer.next('SUBSCRIBE'), 200, { headers: [PEER_CONTACT, 'Expires: 900'] });
  await peer.platform.advance(32_000);
  assert.deepEqual(silent.told.at(-1), ['terminated', C.SUBSCRIBE_RESPONSE_TIMEOUT, undefined, undefined]);
});

test('a NOTIFY that cannot be is answered, and a bad state ends the subscription', async () => {
  const { subscriber, told } = subscribe();
  subscriber.subscribe();
  const first = await peer.next('SUBSCRIBE');
  await peer.respond(first, 200, { headers: [PEER_CONTACT, 'Expires: 900'] });
  await notify(first, 'active', 1);
  await peer.next(200);
  await notify(first, 'active', 1);
  await peer.next(500);
  await notify(first, ';;', 2);
  await peer.next(400);
  assert.deepEqual(told.at(-1), ['terminated', C.WRONG_NOTIFY_RECEIVED, undefined, undefined]);
});

test('nothing of a subscription can smuggle a line break', () => {
  assert.throws(() => ua.subscribe('bob', 'presence\r\nX: y', 'a/b'), TypeError);
  assert.throws(() => ua.subscribe('bob', 'presence', 'a/b\r\nX: y'), TypeError);
  assert.throws(() => ua.subscribe('bob', 'presence', 'a/b', { extraHeaders: ['X: a\r\nY: b'] }), TypeError);
  assert.throws(() => ua.subscribe('', 'presence', 'a/b'), TypeError);
});

test('somebody subscribes to us: is told at once, again when it changes, and at the end', async () => {
  const told: unknown[] = [];
  let notifier: Notifier | undefined;
  ua.on('newSubscribe', ({ event, request }) => {
    told.push(event.event);
    notifier = ua.notify(request, 'text/plain', { pending: true });
    notifier.on('subscribe', (isUnsubscribe) => void told.push(['subscribe', isUnsubscribe]));
    notifier.on('terminated', (code) => void told.push(['terminated', code]));
    notifier.start();
  });
  const asked = await peer.request('SUBSCRIBE', {
    headers: [PEER_CONTACT, 'Event: presence', 'Expires: 300'],
  });
  const accepted = await peer.next(200);
  assert.equal(accepted.header('Expires'), '300');
  const first = await peer.next('NOTIFY');
  assert.equal(first.header('Subscription-State'), 'pending;expires=300');
  await peer.respond(first, 200);
  notifier?.setActiveState();
  assert.match((await peer.next('NOTIFY')).header('Subscription-State') ?? '', /^active/);
  notifier?.notify('here');
  const told2 = await peer.next('NOTIFY');
  assert.equal(told2.body, 'here');
  assert.equal(told2.header('Content-Type'), 'text/plain');
  await peer.request('SUBSCRIBE', {
    callId: asked.header('Call-ID') ?? '',
    to: `<sip:alice@example.com>;tag=${accepted.tag('To')}`,
    cseq: 2,
    headers: [PEER_CONTACT, 'Event: presence', 'Expires: 0'],
  });
  await peer.next(200);
  assert.equal((await peer.next('NOTIFY')).header('Subscription-State'), 'terminated;reason=timeout');
  assert.deepEqual(told, [
    'presence',
    ['subscribe', false],
    ['subscribe', true],
    ['terminated', Notifier.C.UNSUBSCRIBE_RECEIVED],
  ]);
});

test('a subscription to us that is not refreshed expires', async () => {
  const told: unknown[] = [];
  ua.on('newSubscribe', ({ request }) => {
    const notifier = ua.notify(request, 'text/plain');
    notifier.on('expired', () => void told.push('expired'));
    notifier.on('terminated', (code) => void told.push(code));
    notifier.start();
  });
  await peer.request('SUBSCRIBE', { headers: [PEER_CONTACT, 'Event: presence', 'Expires: 60'] });
  await peer.next(200);
  await peer.respond(await peer.next('NOTIFY'), 200);
  await peer.platform.advance(60_000);
  assert.equal((await peer.next('NOTIFY')).header('Subscription-State'), 'terminated;reason=timeout');
  assert.deepEqual(told, ['expired', Notifier.C.SUBSCRIPTION_EXPIRED]);
});

test('a SUBSCRIBE without event is answered 489, one that nobody listens for 405', async () => {
  await peer.request('SUBSCRIBE', { headers: [PEER_CONTACT], callId: 'a' });
  await peer.next(489);
  await peer.request('SUBSCRIBE', { headers: [PEER_CONTACT, 'Event: presence'], callId: 'b' });
  await peer.next(405);
});

test('a state is published, refreshed without body, made anew after 412, and taken back', async () => {
  const told: string[] = [];
  const publisher = ua.publish('alice', 'presence', '<open/>', { expires: 120 });
  publisher.on('published', () => void told.push('published'));
  publisher.on('failed', ({ cause }) => void told.push(cause));
  const first = await peer.next('PUBLISH');
  assert.equal(first.body, '<open/>');
  assert.equal(first.header('SIP-If-Match'), undefined);
  await peer.respond(first, 200, { headers: ['SIP-ETag: one', 'Expires: 120'] });
  const refresh = await peer.next('PUBLISH', 120_000);
  assert.equal(refresh.header('SIP-If-Match'), 'one');
  assert.equal(refresh.body, '');
  await peer.respond(refresh, 412);
  const anew = await peer.next('PUBLISH');
  assert.equal(anew.header('SIP-If-Match'), undefined);
  assert.equal(anew.body, '<open/>');
  await peer.respond(anew, 200, { headers: ['SIP-ETag: two', 'Expires: 120'] });
  publisher.unpublish();
  const last = await peer.next('PUBLISH');
  assert.equal(last.header('Expires'), '0');
  assert.equal(last.header('SIP-If-Match'), 'two');
  await peer.respond(last, 200);
  assert.deepEqual(told, ['published', 'published', 'published']);
});

test('a refused PUBLISH is told with its cause', async () => {
  const causes: string[] = [];
  const publisher = ua.publish('alice', 'presence', '<open/>');
  publisher.on('failed', ({ cause }) => void causes.push(cause));
  await peer.respond(await peer.next('PUBLISH'), 403);
  assert.deepEqual(causes, ['Rejected']);
});
