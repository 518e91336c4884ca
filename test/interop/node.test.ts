// The core in Node.js through Kamailio: registration, presence, messages; and the program of docs/node.md.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { settings } from '../../demo/kamailio/stack.ts';
import { Subscriber, UA } from '../../src/index.ts';
import { NodeWebSocketInterface } from '../../src/node.ts';
import type { IncomingRequest, Message } from '../../src/index.ts';
import { untilBindings, webSocketUrls } from './support/kamailio.ts';
import { Program } from './support/program.ts';
import { useServers } from './support/servers.ts';

const { stack } = await useServers(['rtpengine', 'kamailio']);
const limit = { timeout: 120_000 };

function account(user: string, sockets = new NodeWebSocketInterface(webSocketUrls.ws)): UA {
  return new UA({ uri: `sip:${user}@${settings.domain}`, password: `pass-${user}`, sockets });
}

function registered(ua: UA): Promise<void> {
  ua.start();
  return ua.whenRegistered();
}

function stopped(ua: UA): Promise<void> {
  ua.stop();
  return ua.whenStopped();
}

const pidf = (user: string, basic: 'open' | 'closed') => `<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:${user}@${settings.domain}">
  <tuple id="phone"><status><basic>${basic}</basic></status></tuple>
</presence>`;

const presenceOf = (watcher: UA, user: string, expires?: number) =>
  watcher.subscribe(user, 'presence', 'application/pidf+xml', expires === undefined ? {} : { expires });

/** What a NOTIFY says: `open` or `closed` as published, or that nothing is. */
function stateIn(body: string | undefined): string {
  return /<basic>(\w+)<\/basic>/.exec(body ?? '')?.[1] ?? 'nothing published';
}

/** The next NOTIFY; ask before what brings it. */
function nextNotify(
  subscription: Subscriber,
): Promise<{ isFinal: boolean; state: string; request: IncomingRequest }> {
  return new Promise((resolve) => {
    subscription.once('notify', (isFinal, request, body) =>
      resolve({ isFinal, state: stateIn(body), request }),
    );
  });
}

function nextMessage(ua: UA): Promise<{ from: string | null | undefined; text: string | null | undefined }> {
  const heard = new AbortController();
  return new Promise((resolve) => {
    const listen = (event: { originator: string; message: Message; request: { body?: string | null } }) => {
      if (event.originator !== 'remote') return;
      heard.abort();
      resolve({ from: event.message.remote_identity?.uri.user, text: event.request.body });
    };
    ua.on('newMessage', listen, { signal: heard.signal });
  });
}

/** How a publication came out: null, or the status with which it was refused. */
function published(publication: ReturnType<UA['publish']>): Promise<number | null> {
  return new Promise((resolve) => {
    publication.once('published', () => resolve(null));
    publication.once('failed', ({ response }) => resolve(response?.status_code ?? 0));
  });
}

describe('two accounts in Node.js', () => {
  const [carol, dave] = [account('carol'), account('dave')];
  before(() => Promise.all([registered(carol), registered(dave)]), limit);
  after(() => Promise.all([stopped(carol), stopped(dave)]));

  test('who subscribes is told what was published, and each change', limit, async () => {
    const publication = dave.publish('dave', 'presence', pidf('dave', 'closed'));
    assert.equal(await published(publication), null);
    const subscription = presenceOf(carol, 'dave');
    const first = nextNotify(subscription);
    subscription.subscribe();
    assert.equal((await first).state, 'closed');
    assert.equal(subscription.state, Subscriber.C.STATE_ACTIVE);

    const changed = nextNotify(subscription);
    publication.publish(pidf('dave', 'open'));
    assert.equal((await changed).state, 'open');

    const takenBack = nextNotify(subscription);
    publication.unpublish();
    // Kamailio tells the last document once more, as closed.
    assert.equal((await takenBack).state, 'closed');

    const last = nextNotify(subscription);
    const ended = new Promise((resolve) => subscription.once('terminated', resolve));
    subscription.terminate();
    assert.equal((await last).isFinal, true);
    assert.equal(await ended, Subscriber.C.FINAL_NOTIFY_RECEIVED);
  });

  test('a subscription is refreshed in its dialog', limit, async () => {
    const subscription = presenceOf(carol, 'dave');
    const first = nextNotify(subscription);
    subscription.subscribe();
    await first;
    const { id } = subscription;
    const refreshed = nextNotify(subscription);
    subscription.subscribe();
    const { request } = await refreshed;
    assert.equal(request.call_id, (await first).request.call_id);
    assert.deepEqual([subscription.id, subscription.state], [id, Subscriber.C.STATE_ACTIVE]);
    const last = nextNotify(subscription);
    subscription.terminate();
    assert.equal((await last).isFinal, true);
  });

  test('who asks once gets the state once', limit, async () => {
    const publication = dave.publish('dave', 'presence', pidf('dave', 'open'));
    assert.equal(await published(publication), null);
    const question = presenceOf(carol, 'dave', 0);
    const answer = nextNotify(question);
    question.subscribe();
    const { isFinal, state } = await answer;
    assert.deepEqual([isFinal, state], [true, 'open']);
    publication.unpublish();
  });

  test('nobody publishes for somebody else', limit, async () => {
    assert.equal(await published(carol.publish('dave', 'presence', pidf('dave', 'closed'))), 403);
  });

  test('messages go both ways, to the letter', limit, async () => {
    const text = 'Grüße: "a" < b\r\n\r\n🙂';
    const toDave = nextMessage(dave);
    assert.equal((await carol.sendMessage('dave', text).whenDelivered()).status_code, 200);
    assert.deepEqual(await toDave, { from: 'carol', text });
    const toCarol = nextMessage(carol);
    await dave.sendMessage('carol', 'Well received').whenDelivered();
    assert.deepEqual(await toCarol, { from: 'dave', text: 'Well received' });
  });

  test('a message to one who is not there, or to nobody at all, is told as failed', limit, async () => {
    await assert.rejects(carol.sendMessage('alice', 'Hello?').whenDelivered(), /call-unavailable/);
    await assert.rejects(carol.sendMessage('nobody', 'Hello?').whenDelivered(), /call-not-found/);
  });
});

test('presence comes over WSS too, with a certificate authority of one’s own', limit, async (t) => {
  const ca = await readFile(path.join(stack.run, 'cert.pem'));
  const carol = account('carol', new NodeWebSocketInterface(webSocketUrls.wss, { ca }));
  t.after(() => stopped(carol));
  await registered(carol);
  const subscription = presenceOf(carol, 'carol');
  const first = nextNotify(subscription);
  subscription.subscribe();
  await first;
  const changed = nextNotify(subscription);
  const publication = carol.publish('carol', 'presence', pidf('carol', 'open'));
  assert.equal((await changed).state, 'open');
  publication.unpublish();
  subscription.terminate();
});

describe('the program of the guide', () => {
  test(
    'two of them see each other come, greet each other, and go without leaving anything',
    limit,
    async () => {
      const alice = new Program('node-presence.mjs', 'alice', 'bob');
      await alice.prints('registered as alice');
      const bob = new Program('node-presence.mjs', 'bob', 'alice');
      await Promise.all([alice.prints('bob is here'), bob.prints('alice is here')]);
      await alice.prints("bob says 'Hello alice, this is bob.'");
      await bob.prints("alice says 'Hello bob, this is alice.'");
      assert.equal(await bob.interrupt(), 0);
      await alice.prints('bob is gone');
      await untilBindings('bob', 0);
      assert.equal(await alice.interrupt(), 0);
      await untilBindings('alice', 0);
      for (const { lines } of [alice, bob]) assert.equal(lines.at(-1), 'bye');
    },
  );

  test('the guide shows it as it is', async () => {
    const docs = path.join(import.meta.dirname, '..', '..', 'docs');
    const guide = await readFile(path.join(docs, 'node.md'), 'utf8');
    const program = await readFile(path.join(docs, 'examples', 'node-presence.mjs'), 'utf8');
    const shown = /^```js\n(.*?)^```$/ms.exec(guide)?.[1];
    assert.equal(shown, program);
  });
});
