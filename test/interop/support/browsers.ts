/** Browsers for the tests of real calls, and the pages that they open. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after } from 'node:test';
import { build } from 'esbuild';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { chromiumOptions, firefoxOptions } from '../../support/browser-launch.ts';

/** The browsers that have WebRTC. */
export type BrowserName = 'Chromium' | 'Firefox';

/** What a test file has of its browsers. */
export interface Browsers {
  /** Opens a page of `pages/` in a window of its own. */
  open(name: BrowserName, page: string): Promise<Page>;
}

// The stack's certificate for WSS is self-signed.
const options = {
  Chromium: { ...chromiumOptions(), acceptInsecureCerts: true },
  Firefox: { ...firefoxOptions(), acceptInsecureCerts: true },
};

/** Browsers for the tests of the file that calls it: each starts when a test first wants it, all end after them. */
export async function useBrowsers(): Promise<Browsers> {
  const running = new Map<BrowserName, Promise<Browser>>();
  const server = await servePages();
  after(async () => {
    for (const browser of running.values()) await (await browser).close();
    server.close();
  });
  return {
    async open(name, pageName) {
      if (!running.has(name)) running.set(name, launch(options[name]));
      const browser = (await running.get(name)) as Browser;
      const page = await browser.newPage();
      page.on('pageerror', (error) => console.log(`${name}: ${String(error)}`));
      page.on('console', (message) => {
        if (process.env['DEBUG'] || message.type() === 'error') console.log(`${name}: ${message.text()}`);
      });
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${pageName}`);
      return page;
    },
  };
}

/** `/<name>` is a page that runs `pages/<name>.ts`; http://127.0.0.1 is as good as https for a microphone. */
async function servePages(): Promise<Server> {
  const server = createServer(async ({ url = '/' }, response) => {
    const name = path.basename(url, '.js');
    if (url.endsWith('.js')) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(await bundle(name));
    } else {
      const html = `<!doctype html><title>${name}</title><body><script type="module" src="/${name}.js"></script>`;
      response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function bundle(name: string): Promise<string> {
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
}
