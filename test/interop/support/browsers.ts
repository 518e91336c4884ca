/** Browsers for the tests of real calls, and the pages that they open. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after } from 'node:test';
import { build } from 'esbuild';
import { type Browser, launch, type LaunchOptions, type Page } from 'puppeteer-core';
import {
  chromiumArgs,
  chromiumOptions,
  fakeDevice,
  fakePermission,
  firefoxOptions,
  soundAtOnce,
} from '../../support/browser-launch.ts';
import { webSocketUrls } from './kamailio.ts';
import type { Laptop, SetupOnLaptop } from './laptop.ts';

/** A name for an insecure page: of this machine, and yet no localhost to a browser. */
const insecureHost = 'shop.test';

/** Firefox's own question for the microphone, which nobody answers. */
const asks = { 'media.navigator.permission.disabled': false, 'permissions.default.microphone': 0 };

const launches = {
  Chromium: chromiumOptions([...chromiumArgs, `--host-resolver-rules=MAP ${insecureHost} 127.0.0.1`]),
  Firefox: firefoxOptions({ 'network.dns.localDomains': insecureHost }),
  'Chromium without a microphone': chromiumOptions(chromiumArgs.filter((arg) => arg !== fakeDevice)),
  'Chromium with its devices': chromiumOptions(chromiumArgs.filter((arg) => arg !== fakeDevice)),
  'Firefox with its devices': firefoxOptions({ 'media.navigator.streams.fake': false }),
  'Chromium that wants a gesture': chromiumOptions(chromiumArgs.filter((arg) => arg !== soundAtOnce)),
  'Chromium that asks': chromiumOptions(chromiumArgs.filter((arg) => arg !== fakePermission)),
  'Firefox that asks': firefoxOptions(asks),
  'Firefox that blocks': firefoxOptions({ ...asks, 'permissions.default.microphone': 2 }),
  'Firefox without WebRTC': firefoxOptions({ 'media.peerconnection.enabled': false }),
} satisfies Record<string, LaunchOptions>;

/** The browsers in which a call simply works. */
export type BrowserName = 'Chromium' | 'Firefox';

/** These, and browsers in which one thing stands in the way of a call. */
export type BrowserSetup = keyof typeof launches | SetupOnLaptop;

/** Whether a browser runs on the laptop. */
export function isOnLaptop(setup: BrowserSetup): setup is SetupOnLaptop {
  return setup.endsWith(' on a laptop');
}

/** How a page is opened, where not as a site owner should serve it. */
export interface OpenOptions {
  /** By a name that is no localhost, and without https. */
  readonly insecure?: boolean;
  /** With this Permissions-Policy. */
  readonly permissionsPolicy?: string;
}

/** What a test file has of its browsers. */
export interface Browsers {
  /**
   * Opens a page of `pages/` in a window of its own, under the strict content security policy.
   *
   * @param page its name
   */
  open(setup: BrowserSetup, page: string, options?: OpenOptions): Promise<Page>;
  /** Opens a window with nothing in it. */
  blank(setup: BrowserSetup): Promise<Page>;
}

/** What the site's own back end answers to its pages, by path. */
export type BackEnd = Readonly<Record<string, (request: Request) => Promise<Response>>>;

/**
 * Browsers for the tests of the file that calls it: each starts when a test first wants it, all end after them.
 *
 * @param laptop on which browsers `on a laptop` run
 */
export async function useBrowsers(laptop?: Laptop, backEnd: BackEnd = {}): Promise<Browsers> {
  const running = new Map<BrowserSetup, Promise<Browser>>();
  const server = await servePages(backEnd);
  const { port } = server.address() as AddressInfo;
  const fromLaptop = laptop?.servePages(port);
  const launchOf = (setup: BrowserSetup) => {
    if (!isOnLaptop(setup)) return launches[setup];
    if (!laptop) throw new Error('this test file has no laptop');
    return laptop.launches[setup];
  };
  after(async () => {
    for (const browser of running.values()) await (await browser).close();
    server.close();
  });
  const blank = async (setup: BrowserSetup) => {
    // The stack's certificate for WSS is self-signed.
    if (!running.has(setup)) running.set(setup, launch({ ...launchOf(setup), acceptInsecureCerts: true }));
    const browser = (await running.get(setup)) as Browser;
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.log(`${setup}: ${String(error)}`));
    page.on('console', (message) => {
      if (process.env['DEBUG'] || message.type() === 'error') console.log(`${setup}: ${message.text()}`);
    });
    return page;
  };
  return {
    blank,
    async open(setup, pageName, { insecure = false, permissionsPolicy = '' } = {}) {
      const page = await blank(setup);
      const host = insecure ? insecureHost : '127.0.0.1';
      const origin = isOnLaptop(setup) && fromLaptop ? fromLaptop : `http://${host}:${port}`;
      const query = new URLSearchParams({ permissionsPolicy });
      await page.goto(`${origin}/${pageName}?${query}`);
      return page;
    },
  };
}

/** The strictest policy under which the elements must work: nothing but the site's own files and the SIP server. */
const strictPolicy = (host: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Firefox asks every site for its icon.
    "img-src 'self'",
    // A laptop reaches the SIP server by another address.
    `connect-src 'self' ${Object.values(webSocketUrls).join(' ')} ws://${host}:8080`,
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');

/** `/<name>` is a page that runs `pages/<name>.ts`; http://127.0.0.1 is as good as https for a microphone. */
async function servePages(backEnd: BackEnd): Promise<Server> {
  const scripts = new Map<string, Promise<string>>();
  const server = createServer(async (request, response) => {
    const { url = '/', headers } = request;
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const handle = backEnd[pathname];
    if (handle) return answerFrom(handle, request, response);
    const name = path.basename(pathname, '.js');
    if (!pathname.endsWith('.js')) {
      const html = `<!doctype html><html lang="en"><title>${name}</title><body><script type="module" src="/${name}.js"></script>`;
      response
        .setHeader('content-type', 'text/html')
        .setHeader('content-security-policy', strictPolicy(new URL(`http://${headers.host}`).hostname))
        .setHeader('permissions-policy', searchParams.get('permissionsPolicy') ?? '')
        .end(html);
      return;
    }
    if (!scripts.has(name)) scripts.set(name, bundle(name));
    const script = await scripts.get(name);
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
  });
  // Or Firefox would wait for its page on a connection from an address that the laptop has no more.
  server.maxRequestsPerSocket = 1;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function answerFrom(
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', headers, url = '/' } = incoming;
  const body = method === 'POST' ? await text(incoming) : null;
  const request = new Request(new URL(url, `http://${headers.host}`), {
    method,
    headers: headers as Record<string, string>,
    body,
  });
  const answer = await handle(request);
  response
    .setHeaders(answer.headers)
    .writeHead(answer.status)
    .end(await answer.text());
}

/** The page's script, or one that says in the page why there is none. */
async function bundle(name: string): Promise<string> {
  try {
    const { outputFiles } = await build({
      entryPoints: [path.join(import.meta.dirname, '..', 'pages', `${name}.ts`)],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      sourcemap: 'inline',
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    return `throw new Error(${JSON.stringify(String(error))})`;
  }
}
