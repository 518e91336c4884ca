import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Subscriber } from '../../src/index.ts';
import type { SubscribeOptions } from '../../src/ua/subscriber.ts';
import { Stage } from '../support/calls.ts';
import { PEER_CONTACT, type PeerRequest, type Wire } from '../support/scripted-peer.ts';

const { C } = Subscriber;

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ password: 'secret' });
});

afterEach(() => stage.close());

/** A subscription whose SUBSCRIBE went out, and what it tells. */
async function subscribe(options: SubscribeOptions = {}, body?: string) {
  const subscriber = stage.ua.subscribe('bob', 'presence', 'application/pidf+xml', options);
  const told: string[] = [];
  subscriber.on('accepted', () => void told.push('accepted'));
  subscriber.on('pending', () => void told.push('pending'));
  subscriber.on('active', () => void told.push('active'));
  subscriber.on('notify', (isFinal) => void told.push(isFinal ? 'last notify' : 'notify'));
  subscriber.on(
    'terminated',
    (...args) => void told.push(['terminated', ...args].filter((arg) => arg !== undefined).join(' ')),
  );
  subscriber.subscribe(body);
  return { subscriber, told, first: await stage.peer.next('SUBSCRIBE') };
}

const accept = (request: Wire, expires = request.header('Expires'), toTag = 'peer') =>
  stage.peer.respond(request, 200, { headers: [PEER_CONTACT, `Expires: ${expires}`], toTag });

/** A NOTIFY of the server; answered by `status`. */
async function notify(
  first: Wire,
  state: string,
  cseq: number,
  { status = 200, tag = 'peer', ...request }: PeerRequest & { status?: number; tag?: string } = {},
): Promise<void> {
  await stage.peer.request('NOTIFY', {
    callId: first.header('Call-ID') ?? '',
    from: `<sip:bob@example.com>;tag=${tag}`,
    to: `<sip:alice@example.com>;tag=${first.tag('From')}`,
    cseq,
    headers: [PEER_CONTACT, 'Event: presence', `Subscription-State: ${state}`],
    ...request,
  });
  await stage.peer.next(status);
}

/** A subscription that is active. */
async function active(options: SubscribeOptions = {}) {
  const subscription = await subscribe(options);
  await accept(subscription.first);
  await notify(subscription.first, 'active', 1);
  subscription.told.length = 0;
  return subscription;
}

test('the options say who, for how long, what else and with which body', async () => {
  const { first } = await subscribe(
    {
      expires: 300,
      contentType: 'application/simple-filter+xml',
      allowEvents: 'presence, dialog',
      extraHeaders: ['X-Foo: bar'],
      params: {
        from_uri: 'sip:watcher@example.org',
        from_display_name: 'Watcher',
        to_uri: 'sip:list@example.org',
        to_display_name: 'List',
      },
    },
    '<filter/>',
  );
  assert.equal(first.ruri, 'sip:bob@example.com');
  assert.match(first.header('From') ?? '', /^"?Watcher"? <sip:watcher@example\.org>;tag=/);
  assert.match(first.header('To') ?? '', /^"?List"? <sip:list@example\.org>$/);
  assert.equal(first.header('Expires'), '300');
  assert.equal(first.header('Allow-Events'), 'presence, dialog');
  assert.equal(first.header('X-Foo'), 'bar');
  assert.equal(first.header('Content-Type'), 'application/simple-filter+xml');
  assert.equal(first.body, '<filter/>');
  assert.match(first.header('Contact') ?? '', /;ob>$/);
});

test('options that cannot be are a TypeError', () => {
  const { ua } = stage;
  for (const options of [{ expires: -1 }, { expires: 1.5 }, { params: { to_uri: '' } }]) {
    assert.throws(() => ua.subscribe('bob', 'presence', 'a/b', options), TypeError);
  }
  assert.throws(() => ua.subscribe('bob', '', 'a/b'), TypeError);
});

test('a 423 is taken up: the interval is what the server wants at least', async () => {
  const { peer } = stage;
  const { told, first } = await subscribe({ expires: 60, allowEvents: 'presence' });
  await peer.respond(first, 423, { headers: ['Min-Expires: 600'] });
  const again = await peer.next('SUBSCRIBE');
  assert.equal(again.header('Expires'), '600');
  assert.equal(again.cseq, first.cseq + 1);
  assert.equal(again.header('Call-ID'), first.header('Call-ID'));
  assert.equal(again.tag('From'), first.tag('From'));
  await accept(again);
  await notify(first, 'active', 1);
  assert.deepEqual(told, ['accepted', 'active', 'notify']);
  const refresh = await peer.next('SUBSCRIBE', 600_000);
  assert.equal(refresh.cseq, again.cseq + 1);
  await peer.respond(refresh, 423, { headers: ['Min-Expires: 1200'] });
  assert.equal((await peer.next('SUBSCRIBE')).header('Expires'), '1200');
});

test('a server that wants more time after each 423 is asked once more, and no more', async () => {
  const { peer } = stage;
  const { told, first } = await subscribe({ expires: 300 });
  await peer.respond(first, 423, { headers: ['Min-Expires: 600'] });
  await peer.respond(await peer.next('SUBSCRIBE'), 423, { headers: ['Min-Expires: 601'] });
  assert.deepEqual(told, [`terminated ${C.SUBSCRIBE_NON_OK_RESPONSE}`]);
  assert.deepEqual(await peer.rest(), []);
});

test('a 423 that wants no more than we asked ends the subscription', async () => {
  const { told, first } = await subscribe({ expires: 60 });
  await stage.peer.respond(first, 423, { headers: ['Min-Expires: 60'] });
  assert.deepEqual(told, [`terminated ${C.SUBSCRIBE_NON_OK_RESPONSE}`]);
  await stage.assertReleased();
});

test('a challenged SUBSCRIBE is sent again, and the refresh goes on from its CSeq', async () => {
  const { peer } = stage;
  const { told, first } = await subscribe({ expires: 120 });
  await peer.respond(first, 401, { headers: ['WWW-Authenticate: Digest realm="x", nonce="n"'] });
  const again = await peer.next('SUBSCRIBE');
  assert.ok(again.header('Authorization'));
  await accept(again);
  await notify(first, 'active', 1);
  assert.deepEqual(told, ['accepted', 'active', 'notify']);
  assert.equal((await peer.next('SUBSCRIBE', 120_000)).cseq, again.cseq + 1);
});

test('credentials that are wrong end it with their code', async () => {
  const { peer } = stage;
  const { told, first } = await subscribe();
  await peer.respond(first, 401, { headers: ['WWW-Authenticate: Digest realm="x", nonce="n"'] });
  await peer.respond(await peer.next('SUBSCRIBE'), 401, {
    headers: ['WWW-Authenticate: Digest realm="x", nonce="m"'],
  });
  await peer.rest();
  assert.deepEqual(told, [`terminated ${C.SUBSCRIBE_AUTHENTICATION_FAILED}`]);
});

test('a 200 that makes no dialog, no answer and no connection end it with their codes', async () => {
  const { peer } = stage;
  const wrong = await subscribe();
  await peer.respond(wrong.first, 200, { headers: ['Expires: 900'] });
  assert.deepEqual(wrong.told, [`terminated ${C.SUBSCRIBE_WRONG_OK_RESPONSE}`]);
  const silent = await subscribe();
  await peer.platform.advance(32_000);
  assert.deepEqual(silent.told, [`terminated ${C.SUBSCRIBE_RESPONSE_TIMEOUT}`]);
  const lost = await subscribe();
  peer.socket.lose();
  assert.deepEqual(lost.told, [`terminated ${C.SUBSCRIBE_TRANSPORT_ERROR}`]);
});

test('a 481 to a refresh ends it', async () => {
  const { peer } = stage;
  const { told, subscriber } = await active({ expires: 120 });
  await peer.respond(await peer.next('SUBSCRIBE', 120_000), 481);
  assert.deepEqual(told, [`terminated ${C.SUBSCRIBE_NON_OK_RESPONSE}`]);
  assert.equal(subscriber.state, C.STATE_TERMINATED);
  assert.throws(() => subscriber.subscribe(), { name: 'INVALID_STATE_ERROR' });
  await stage.assertReleased();
});

test('a refresh that fails otherwise is tried again while the subscription lasts', async () => {
  const { peer } = stage;
  const { told, first, subscriber } = await active({ expires: 120 });
  await peer.respond(await peer.next('SUBSCRIBE', 120_000), 503);
  await notify(first, 'active', 2);
  assert.deepEqual(told, ['notify']);
  await accept(await peer.next('SUBSCRIBE', 60_000));
  await peer.respond(await peer.next('SUBSCRIBE', 120_000), 500);
  assert.equal(subscriber.state, C.STATE_ACTIVE);
  const refused = async () => {
    const again = peer.rest();
    for (const request of await again) if (request.method === 'SUBSCRIBE') await peer.respond(request, 500);
  };
  for (let seconds = 0; seconds < 60; seconds++) {
    await peer.platform.advance(1_000);
    await refused();
  }
  assert.deepEqual(told, ['notify', `terminated ${C.SUBSCRIBE_NON_OK_RESPONSE}`]);
  await stage.assertReleased();
});

test('a refresh whose credentials are refused is not tried again; the subscription lasts until it expires', async () => {
  const { peer } = stage;
  const { told, first } = await active({ expires: 120 });
  const challenge = { headers: ['WWW-Authenticate: Digest realm="x", nonce="n"'] };
  await peer.respond(await peer.next('SUBSCRIBE', 120_000), 401, challenge);
  await peer.respond(await peer.next('SUBSCRIBE'), 401, challenge);
  await notify(first, 'active', 2);
  assert.deepEqual(told, ['notify']);
  await peer.platform.advance(120_000);
  assert.deepEqual(told, ['notify', `terminated ${C.SUBSCRIBE_AUTHENTICATION_FAILED}`]);
  assert.deepEqual(await peer.rest(), []);
});

test('on a new connection a subscription is refreshed at once; with a public GRUU there is no need', async () => {
  const { peer, ua } = stage;
  await active();
  peer.socket.lose();
  const refresh = await peer.next('SUBSCRIBE', 3_000);
  assert.match(refresh.header('Contact') ?? '', /;ob>$/);
  assert.equal(refresh.header('Expires'), '900');
  await accept(refresh);
  ua.contact.pub_gruu = 'sip:alice@example.com;gr=urn:uuid:1';
  peer.socket.lose();
  await peer.platform.advance(3_000);
  assert.deepEqual(await peer.rest(), []);
});

test('a refresh that finds no connection goes out on the next one', async () => {
  const { peer } = stage;
  const { told, subscriber } = await active({ expires: 120 });
  peer.socket.behaviour = 'refuse';
  peer.socket.lose();
  subscriber.subscribe();
  await peer.platform.advance(3_000);
  peer.socket.behaviour = 'accept';
  const refresh = await peer.next('SUBSCRIBE', 30_000);
  await accept(refresh);
  assert.deepEqual(told, []);
  assert.deepEqual(await peer.rest(), [], 'it goes out once');
  assert.equal(subscriber.state, C.STATE_ACTIVE);
});

test('subscribe() refreshes at once, with what the server should know', async () => {
  const { subscriber } = await active({ contentType: 'text/plain' });
  subscriber.subscribe('busy');
  const refresh = await stage.peer.next('SUBSCRIBE');
  assert.equal(refresh.body, 'busy');
  assert.equal(refresh.header('Content-Type'), 'text/plain');
});

test('the server may shorten the subscription by a NOTIFY', async () => {
  const { peer } = stage;
  const { first } = await active({ expires: 900 });
  await notify(first, 'active;expires=60', 2);
  const before = peer.platform.now();
  await peer.next('SUBSCRIBE', 60_000);
  assert.ok(peer.platform.now() - before < 60_000);
});

test('a server that grants nothing is not asked again and again', async () => {
  const { peer } = stage;
  const { told, first } = await subscribe();
  await accept(first, '0');
  await notify(first, 'active', 1);
  await peer.platform.advance(40_000);
  assert.deepEqual(await peer.rest(), []);
  assert.deepEqual(told.at(-1), `terminated ${C.UNSUBSCRIBE_TIMEOUT}`);
  await stage.assertReleased();
});

test('with expires: 0 the state is fetched once', async () => {
  const { told, first } = await subscribe({ expires: 0 });
  assert.equal(first.header('Expires'), '0');
  await accept(first);
  await notify(first, 'terminated;reason=timeout', 1);
  assert.deepEqual(told, ['accepted', 'last notify', `terminated ${C.FINAL_NOTIFY_RECEIVED} timeout`]);
  await stage.assertReleased();
});

test('the end tells why, and after how long to try again', async () => {
  const { told, first } = await active();
  await notify(first, 'terminated;reason=Probation;retry-after=120', 2);
  assert.deepEqual(told, ['last notify', `terminated ${C.FINAL_NOTIFY_RECEIVED} probation 120`]);
  await stage.peer.platform.advance(1_000_000);
  assert.deepEqual(await stage.peer.rest(), []);
  await stage.assertReleased();
});

test('only the branch of a fork that was first has the subscription', async () => {
  const { peer } = stage;
  const { told, first, subscriber } = await subscribe();
  await notify(first, 'active', 1, { tag: 'one' });
  await notify(first, 'active', 1, { tag: 'two', status: 481 });
  await accept(first, '900', 'two');
  await notify(first, 'active', 2, { tag: 'two', status: 481 });
  await notify(first, 'active', 2, { tag: 'one' });
  assert.deepEqual(told, ['active', 'notify', 'accepted', 'notify']);
  subscriber.terminate();
  const last = await peer.next('SUBSCRIBE');
  assert.equal(last.tag('To'), 'one');
});

test('the route and target are those of the branch that has it', async () => {
  const { peer } = stage;
  const { first, subscriber } = await subscribe();
  await notify(first, 'active', 1, {
    tag: 'one',
    headers: [
      'Contact: <sip:one@192.0.2.1>',
      'Record-Route: <sip:proxy.example.com;lr>',
      'Event: presence',
      'Subscription-State: active',
    ],
  });
  await peer.respond(first, 200, { headers: ['Contact: <sip:two@192.0.2.2>', 'Expires: 900'], toTag: 'two' });
  subscriber.terminate();
  const last = await peer.next('SUBSCRIBE');
  assert.equal(last.ruri, 'sip:one@192.0.2.1');
  assert.equal(last.header('Route'), '<sip:proxy.example.com;lr>');
});

test('a NOTIFY of another event gets 489, another method 501, one without Contact that would be first 400', async () => {
  const { peer } = stage;
  const { first, told } = await subscribe();
  await notify(first, 'active', 1, {
    headers: ['Event: presence', 'Subscription-State: active'],
    status: 400,
  });
  await accept(first);
  const wrong = [PEER_CONTACT, 'Event: dialog', 'Subscription-State: active'];
  await notify(first, 'active', 2, { headers: wrong, status: 489 });
  await peer.request('MESSAGE', {
    callId: first.header('Call-ID') ?? '',
    from: '<sip:bob@example.com>;tag=peer',
    to: `<sip:alice@example.com>;tag=${first.tag('From')}`,
    cseq: 3,
  });
  await peer.next(501);
  assert.deepEqual(told, ['accepted']);
});

test('terminate() before subscribe() sends nothing', async () => {
  const subscriber = stage.ua.subscribe('bob', 'presence', 'a/b');
  const codes: number[] = [];
  subscriber.on('terminated', (code) => void codes.push(code));
  assert.equal(subscriber.state, C.STATE_INIT);
  assert.equal(subscriber.id, '');
  subscriber.terminate();
  assert.deepEqual(codes, [C.FINAL_NOTIFY_RECEIVED]);
  assert.deepEqual(await stage.peer.rest(), []);
});

test('terminate() before the answer unsubscribes once there is one', async () => {
  const { peer } = stage;
  const { subscriber, first, told } = await subscribe();
  assert.equal(subscriber.state, C.STATE_WAITING_NOTIFY);
  subscriber.terminate();
  assert.deepEqual(await peer.rest(), []);
  await accept(first);
  const last = await peer.next('SUBSCRIBE');
  assert.equal(last.header('Expires'), '0');
  await accept(last);
  await notify(first, 'terminated;reason=timeout', 1);
  assert.equal(told.at(-1), `terminated ${C.FINAL_NOTIFY_RECEIVED} timeout`);
  await stage.assertReleased();
});

test('terminate() carries a body, and does not wait for the last NOTIFY for ever, whatever crosses it', async () => {
  const { peer } = stage;
  const { subscriber, first, told } = await active({ contentType: 'text/plain' });
  subscriber.terminate('bye');
  const last = await peer.next('SUBSCRIBE');
  assert.equal(last.body, 'bye');
  assert.equal(last.header('Content-Type'), 'text/plain');
  await notify(first, 'active;expires=900', 2);
  await accept(last);
  await peer.platform.advance(32_000);
  assert.deepEqual(told, ['notify', `terminated ${C.UNSUBSCRIBE_TIMEOUT}`]);
  await stage.assertReleased();
});

test('a listener may end the subscription at any event', async () => {
  for (const event of ['accepted', 'active', 'notify'] as const) {
    const subscriber = stage.ua.subscribe('bob', 'presence', 'a/b');
    subscriber.once(event, () => subscriber.terminate());
    subscriber.subscribe();
    const first = await stage.peer.next('SUBSCRIBE');
    await accept(first);
    await stage.peer.request('NOTIFY', {
      callId: first.header('Call-ID') ?? '',
      from: '<sip:bob@example.com>;tag=peer',
      to: `<sip:alice@example.com>;tag=${first.tag('From')}`,
      headers: [PEER_CONTACT, 'Event: presence', 'Subscription-State: active'],
    });
    const sent = await stage.peer.rest();
    assert.deepEqual(sent.map((wire) => wire.status || wire.header('Expires')).sort(), ['0', 200].sort());
  }
  await stage.peer.platform.advance(40_000);
  await stage.assertReleased();
});
