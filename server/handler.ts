/** The other end of `auth-url`: a web-standard handler that gives each visitor credentials of their own. */
import { addressOf, EVERYBODY } from './address.ts';
import { addressesOf, createCredentials, type SiteOptions } from './credentials.ts';

/** What a page asks for, as it says: none of it is proven. */
export interface Asked {
  /** Whom the visitor is about to call; null for a phone that calls nobody yet. */
  readonly target: string | null;
  /** The page, without its query and fragment, in which there may be secrets; of a long path its beginning. */
  readonly page: string;
}

/** What the site knows of a visitor. */
export interface Visitor {
  /**
   * The user part of the account; a random one for each request by default. Give the same one for the whole visit where
   * the SIP server asks for credentials within a call, too.
   */
  readonly user?: string;
  /** The name that the called party sees. */
  readonly displayName?: string;
  /** Signed into the call context: an order number, a language. The visitor can read them. */
  readonly facts?: Readonly<Record<string, string>>;
}

/** How the handler decides. */
export interface HandlerOptions extends SiteOptions {
  /**
   * Origins whose pages may ask: `https://shop.example`. This keeps honest pages apart and authenticates nobody: a
   * browser says truly where a page comes from, any other program says what it likes.
   */
  readonly origins: readonly string[];
  /** Whom visitors may call, or what says it for one of them: numbers, users or SIP URIs; `*` is everybody. */
  readonly targets:
    readonly string[] | ((asked: Asked, request: Request) => readonly string[] | Promise<readonly string[]>);
  /** What the site knows of a visitor, by its own cookie perhaps; null for one who may not call (401). */
  readonly visitor?: (asked: Asked, request: Request) => Visitor | null | Promise<Visitor | null>;
  /** For how many seconds whoever asks must wait (429 with Retry-After); 0 for not at all. */
  readonly limit?: (request: Request) => number | Promise<number>;
}

/** The longest request that is read, in bytes. */
const LONGEST = 8192;

/** How much of a path goes into the call context, in characters: as a header it is sent with every call. */
const LONGEST_PATH = 512;

/** A request that gets no credentials. */
class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/**
 * Makes the handler of `auth-url`. It takes a POST of JSON, `{target, page}`, and answers credentials; what it refuses
 * it answers with a status and JSON, `{error, message}`:
 *
 * | status | error | why |
 * | --- | --- | --- |
 * | 400 | `bad-request` | no JSON, or not the right members |
 * | 401 | `unknown-visitor` | `visitor` gave null |
 * | 403 | `origin-forbidden` | the page is of none of the `origins` |
 * | 403 | `target-forbidden` | the target is none of the `targets` |
 * | 405 | `method` | neither POST nor a preflight |
 * | 413 | `too-long` | more than 8 KB |
 * | 415 | `content-type` | not `application/json` |
 * | 429 | `too-many` | `limit`; with Retry-After |
 * | 500 | `internal` | one of the site's own functions threw; what, is told to `onError` alone |
 *
 * @param onError told what one of the site's own functions threw; writes it to the console by default
 */
export function createCredentialsHandler(
  options: HandlerOptions,
  onError: (error: unknown) => void = logError,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const origin = request.headers.get('Origin');
    const allowed = origin === null || options.origins.includes(origin);
    const cors = origin !== null && allowed ? corsHeaders(origin) : {};
    try {
      if (!allowed) throw new Refusal(403, 'origin-forbidden', `Pages of ${origin} may not call.`);
      if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: cors });
      return json(200, await answer(options, request), cors);
    } catch (error) {
      if (!(error instanceof Refusal)) onError(error);
      const refusal =
        error instanceof Refusal ? error : new Refusal(500, 'internal', 'Something went wrong.');
      const { status, code, message, headers } = refusal;
      return json(status, { error: code, message }, { ...cors, ...headers });
    }
  };
}

async function answer(options: HandlerOptions, request: Request): Promise<object> {
  if (request.method !== 'POST') throw new Refusal(405, 'method', 'Ask by POST.', { Allow: 'POST, OPTIONS' });
  const wait = (await options.limit?.(request)) ?? 0;
  if (wait > 0)
    throw new Refusal(429, 'too-many', 'Too many requests.', { 'Retry-After': String(Math.ceil(wait)) });
  const asked = parse(await readJson(request), options.origins);
  const targets = await targetsFor(options, asked, request);
  const visitor = options.visitor ? await options.visitor(asked, request) : {};
  if (visitor === null) throw new Refusal(401, 'unknown-visitor', 'Sign in before you call.');
  return createCredentials({ ...options, ...visitor, targets, page: asked.page });
}

async function targetsFor(
  options: HandlerOptions,
  asked: Asked,
  request: Request,
): Promise<readonly string[]> {
  const { targets, domain } = options;
  const list = typeof targets === 'function' ? await targets(asked, request) : targets;
  if (asked.target === null) return list;
  const address = addressOf(asked.target, domain);
  const allowed = addressesOf(list, domain);
  if (address === null || !(allowed.includes(address) || allowed.includes(EVERYBODY)))
    throw new Refusal(403, 'target-forbidden', `"${asked.target}" cannot be called from here.`);
  return list;
}

/** The body as far as it is one: read by parts, so that one without a Content-Length ends, too. */
async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('Content-Type') ?? '';
  // A page of another origin can send this only after a preflight.
  if (!/^application\/json\s*(?:;|$)/i.test(type))
    throw new Refusal(415, 'content-type', 'Send application/json.');
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const part of parts(request.body)) {
    length += part.byteLength;
    if (length > LONGEST) throw new Refusal(413, 'too-long', `Send at most ${LONGEST} bytes.`);
    text += decoder.decode(part, { stream: true });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'bad-request', 'This is no JSON.');
  }
}

async function* parts(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  try {
    for (;;) {
      const { done, value } = (await reader?.read().catch(brokenOff)) ?? { done: true };
      if (done || !value) return;
      yield value;
    }
  } finally {
    await reader?.cancel().catch(() => {});
  }
}

function brokenOff(): never {
  throw new Refusal(400, 'bad-request', 'The request broke off.');
}

function parse(body: unknown, origins: readonly string[]): Asked {
  if (typeof body !== 'object' || body === null) throw new Refusal(400, 'bad-request', 'This is no object.');
  const { target, page } = body as Record<string, unknown>;
  if (typeof target !== 'string' && target !== null)
    throw new Refusal(400, 'bad-request', '"target" must be a text or null.');
  if (typeof page !== 'string' || !URL.canParse(page))
    throw new Refusal(400, 'bad-request', '"page" must be the URL of the page.');
  const { origin, pathname } = new URL(page);
  if (!origins.includes(origin))
    throw new Refusal(403, 'origin-forbidden', `Pages of ${origin} may not call.`);
  return { target, page: origin + pathname.slice(0, LONGEST_PATH) };
}

function corsHeaders(origin: string): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Allow-Headers': 'Content-Type',
    'Access-Control-Expose-Headers': 'Retry-After',
  };
}

function json(status: number, value: object, headers: Record<string, string>): Response {
  // No cache may keep them, nor give one origin what was meant for another.
  const always = { 'Cache-Control': 'no-store', Vary: 'Origin' };
  return Response.json(value, { status, headers: { ...always, ...headers } });
}

function logError(error: unknown): void {
  // eslint-disable-next-line no-console -- the one place where a site's developer looks
  console.error(error);
}
