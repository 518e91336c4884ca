import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CALL_CONTEXT, createCredentialsHandler, readCallContext } from '../../server/index.ts';
import type { HandlerOptions, VisitorCredentials } from '../../server/index.ts';

const PAGE = 'https://shop.example/kettles?session=secret#top';
const SITE: HandlerOptions = {
  secret: 'a secret of the site',
  domain: 'sip.shop.example',
  origins: ['https://shop.example', 'https://www.shop.example'],
  targets: ['sales', 'sip:support@sip.shop.example'],
};

interface Ask {
  options?: Partial<HandlerOptions>;
  method?: string;
  origin?: string | null;
  type?: string;
  body?: unknown;
  onError?: (error: unknown) => void;
}

/** Asks as a page of the shop does, but for what is said. */
async function ask({ options, method = 'POST', origin = 'https://shop.example', ...rest }: Ask = {}) {
  const { type = 'application/json', body = { target: 'sip:sales@sip.shop.example', page: PAGE } } = rest;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const handle = createCredentialsHandler({ ...SITE, ...options }, rest.onError);
  return handle(
    new Request('https://api.shop.example/sip-credentials', {
      method,
      headers: { 'Content-Type': type, ...(origin === null ? {} : { Origin: origin }) },
      ...(method === 'POST' ? { body: text } : {}),
    }),
  );
}

/** Status and code of a refusal, which always has a sentence for a developer. */
async function refusal(given: Ask): Promise<[number, string]> {
  const response = await ask(given);
  const { error, message } = (await response.json()) as { error: string; message: string };
  assert.match(message, /^\S.*\.$/);
  assert.equal(response.headers.get('Cache-Control'), 'no-store');
  assert.equal(response.headers.get('Vary'), 'Origin');
  return [response.status, error];
}

/** A request with a body that comes by and by. */
const post = (body: ReadableStream<Uint8Array>) =>
  new Request('https://api.shop.example/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
    duplex: 'half',
  } as RequestInit);

const contextOf = async (response: Response) => {
  const { headers } = (await response.json()) as VisitorCredentials;
  return readCallContext(headers[CALL_CONTEXT] ?? '', SITE.secret);
};

describe('a page of the site', () => {
  test('gets credentials, which no cache keeps', async () => {
    const response = await ask();
    assert.equal(response.status, 200);
    assert.match(response.headers.get('Content-Type') ?? '', /^application\/json/);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    // What was meant for one origin is not given to another by a cache between.
    assert.equal(response.headers.get('Vary'), 'Origin');
    const answer = (await response.json()) as VisitorCredentials;
    assert.match(answer.uri, /^sip:visitor-[0-9a-f]{16}@sip\.shop\.example$/);
    assert.equal(answer.expires_in, 300);
  });

  test('may call all that is on the list; the context names the page without what may be secret', async () => {
    const context = await contextOf(await ask());
    assert.deepEqual(context?.targets, ['sales@sip.shop.example', 'support@sip.shop.example']);
    assert.equal(context?.page, 'https://shop.example/kettles');
  });

  test('of a long path is named as far as it fits into a header', async () => {
    const page = `https://shop.example/${'ü'.repeat(1000)}`;
    const response = await ask({ body: { target: null, page } });
    const { headers } = (await response.clone().json()) as VisitorCredentials;
    assert.ok((headers[CALL_CONTEXT] ?? '').length < 1500);
    const { href, origin } = new URL(page);
    assert.equal((await contextOf(response))?.page, href.slice(0, origin.length + 512));
  });

  test('gets credentials before anybody is called, too', async () => {
    assert.equal((await ask({ body: { target: null, page: PAGE } })).status, 200);
  });

  test('of another origin on the list is let read the answer, and the time to wait', async () => {
    const preflight = await ask({ method: 'OPTIONS', origin: 'https://www.shop.example' });
    assert.equal(preflight.status, 204);
    for (const response of [preflight, await ask({ origin: 'https://www.shop.example' })]) {
      const header = (name: string) => response.headers.get(name);
      assert.equal(header('Access-Control-Allow-Origin'), 'https://www.shop.example');
      assert.equal(header('Access-Control-Allow-Headers'), 'Content-Type');
      assert.equal(header('Access-Control-Expose-Headers'), 'Retry-After');
    }
  });
});

describe('the site', () => {
  test('says who the visitor is, and what the agent should know', async () => {
    const visitor = async () => ({ user: 'ada', displayName: 'Ada', facts: { order: '4711' } });
    const response = await ask({ options: { visitor } });
    const answer = (await response.clone().json()) as VisitorCredentials;
    assert.equal(answer.uri, 'sip:ada@sip.shop.example');
    assert.equal(answer.display_name, 'Ada');
    const context = await contextOf(response);
    assert.deepEqual([context?.user, context?.facts], ['ada', { order: '4711' }]);
  });

  test('refuses a visitor whom it does not know', async () => {
    assert.deepEqual(await refusal({ options: { visitor: () => null } }), [401, 'unknown-visitor']);
  });

  test('says for each visitor whom they may call, by what the browser sent along', async () => {
    const targets: HandlerOptions['targets'] = ({ target }, request) =>
      request.headers.get('Origin') && target === 'vip' ? ['vip'] : [];
    const response = await ask({ options: { targets }, body: { target: 'vip', page: PAGE } });
    assert.deepEqual((await contextOf(response))?.targets, ['vip@sip.shop.example']);
    assert.deepEqual(await refusal({ options: { targets } }), [403, 'target-forbidden']);
  });

  test('lets its own people call everybody, and still nobody who cannot be called', async () => {
    const options = { targets: ['*'] };
    const response = await ask({ options, body: { target: '+1 555 0100', page: PAGE } });
    assert.deepEqual((await contextOf(response))?.targets, ['*']);
    assert.deepEqual(await refusal({ options, body: { target: 'a|b', page: PAGE } }), [
      403,
      'target-forbidden',
    ]);
  });

  test('is told of a list, a user or a fact that cannot be used', async () => {
    for (const [options, name] of [
      [{ targets: ['sales', 'a|b'] }, /targets/],
      [{ visitor: () => ({ user: 'Ada Lovelace' }) }, /user/],
      [{ visitor: () => ({ facts: { Order: '1' } }) }, /facts/],
    ] as const) {
      const errors: Error[] = [];
      const given = { options, onError: (error: unknown) => errors.push(error as Error) };
      assert.deepEqual(await refusal(given), [500, 'internal']);
      assert.match(errors[0]?.message ?? '', name);
    }
  });

  test('lets wait who asks too often', async () => {
    const response = await ask({ options: { limit: async () => 29.5 } });
    assert.equal(response.status, 429);
    assert.equal(response.headers.get('Retry-After'), '30');
    assert.equal((await ask({ options: { limit: () => 0 } })).status, 200);
  });

  test('is told what its own functions throw, and nobody else is', async () => {
    const errors: unknown[] = [];
    const error = new Error('the database is down: password=hunter2');
    const visitor = () => Promise.reject(error);
    const response = await ask({ options: { visitor }, onError: (one) => errors.push(one) });
    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /database|hunter2/);
    assert.deepEqual(errors, [error]);
  });
});

describe('what is refused', () => {
  test('a target off the list, however it is written', async () => {
    for (const target of [
      'boss',
      'sip:sales@other.example',
      'sales|boss',
      '',
      'sip:sales@sip.shop.example@x',
    ])
      assert.deepEqual(await refusal({ body: { target, page: PAGE } }), [403, 'target-forbidden'], target);
  });

  test('a page of a foreign origin, which may not read the answer either', async () => {
    for (const method of ['POST', 'OPTIONS']) {
      const response = await ask({ method, origin: 'https://evil.example' });
      assert.equal(response.status, 403);
      assert.equal(response.headers.get('Access-Control-Allow-Origin'), null);
    }
    const foreign = { target: null, page: 'https://evil.example/' };
    assert.deepEqual(await refusal({ body: foreign }), [403, 'origin-forbidden']);
    assert.deepEqual(await refusal({ origin: null, body: foreign }), [403, 'origin-forbidden']);
  });

  test('another method', async () => {
    const response = await ask({ method: 'GET' });
    assert.deepEqual([response.status, response.headers.get('Allow')], [405, 'POST, OPTIONS']);
  });

  test('another type than JSON, which a foreign page could send without asking', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])
      assert.deepEqual(await refusal({ type }), [415, 'content-type']);
    assert.equal((await ask({ type: 'application/json; charset=utf-8' })).status, 200);
    const body = new Blob([JSON.stringify({ target: null, page: PAGE })]);
    const withoutType = new Request('https://api.shop.example/', { method: 'POST', body });
    assert.equal(withoutType.headers.get('Content-Type'), null);
    assert.equal((await createCredentialsHandler(SITE)(withoutType)).status, 415);
  });

  test('what is no such object', async () => {
    for (const body of [
      '',
      '{',
      'null',
      '[]',
      '"sales"',
      { page: PAGE },
      { target: 7, page: PAGE },
      { target: null },
      { target: null, page: '/kettles' },
      { target: null, page: 7 },
      { target: ['sales'], page: PAGE },
      { target: { toString: 'sales' }, page: PAGE },
      { target: null, page: 'shop.example' },
      `{"__proto__":{"target":null,"page":"${PAGE}"}}`,
      '['.repeat(8000),
      '\0',
    ])
      assert.deepEqual(await refusal({ body }), [400, 'bad-request'], JSON.stringify(body));
  });

  test('a page that only looks like one of the site', async () => {
    for (const page of [
      'https://shop.example.evil.example/',
      'https://shop.example@evil.example/',
      'https://evil.example/https://shop.example/',
      'https://evil.example\\@shop.example/',
      'https://shop.example./',
      'https://shop.example:8443/',
      'http://shop.example/',
      'https://ｓhop.example.evil.example/',
      'blob:null/https://shop.example/',
      'javascript:https://shop.example',
      'data:text/html,https://shop.example',
      'file:///shop.example',
    ])
      assert.deepEqual(await refusal({ body: { target: null, page } }), [403, 'origin-forbidden'], page);
    for (const origin of [
      'null',
      'https://shop.example.evil.example',
      'https://SHOP.example',
      'https://shop.example/',
    ])
      assert.deepEqual(await refusal({ origin }), [403, 'origin-forbidden'], origin);
  });

  test('a body that breaks off, of which the site is not told as of a fault of its own', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error('aborted'));
      },
    });
    const errors: unknown[] = [];
    const handle = createCredentialsHandler(SITE, (error) => errors.push(error));
    const response = await handle(post(body));
    assert.deepEqual([response.status, errors], [400, []]);
  });

  test('a body that does not end', async () => {
    let sent = 0;
    let given = true;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1000;
        controller.enqueue(new Uint8Array(1000).fill(32));
      },
      cancel: () => void (given = false),
    });
    const handle = createCredentialsHandler(SITE);
    assert.equal((await handle(post(body))).status, 413);
    assert.ok(sent < 20_000 && !given, `${sent} bytes were read`);
  });
});
