/** A site with the published files, pages of its own, and a back end behind `/sip-credentials`. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after } from 'node:test';
import { packed } from './packed.ts';

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
};

/** A running site. */
export interface Site {
  readonly origin: string;
  /** Its own pages, by path. */
  readonly pages: Map<string, string>;
}

/** Where the back end of README.md listens. */
export const BACK_END = 3000;

/** Serves `dist/` of the package, what Vite built into `built/` of the project, and pages; ends after the tests. */
export async function useSite(): Promise<Site> {
  const pages = new Map<string, string>();
  const server = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://localhost');
    if (pathname === '/sip-credentials') return passOn(incoming, outgoing);
    // Chromium asks every site for its icon.
    if (pathname === '/favicon.ico') return void outgoing.writeHead(204).end();
    const page = pages.get(pathname);
    if (page !== undefined) return void outgoing.setHeader('Content-Type', types['.html']!).end(page);
    const file = path.join(pathname.startsWith('/dist/') ? packed.installed : packed.project, pathname);
    readFile(file).then(
      (body) => outgoing.setHeader('Content-Type', types[path.extname(file)] ?? 'text/plain').end(body),
      () => outgoing.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => server.close());
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pages };
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers, url } = incoming;
  const behind = request({ port: BACK_END, host: '127.0.0.1', method, headers, path: url }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(outgoing);
  });
  behind.on('error', () => outgoing.writeHead(502).end());
  incoming.pipe(behind);
}
