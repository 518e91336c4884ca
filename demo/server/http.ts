/** The web server of the demo: a few built files, each with the strictest policy that the elements promise to keep. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A file as it is served. */
export interface ServedFile {
  type: string;
  body: string | Uint8Array;
}

/** The Content-Security-Policy of every page; `connect` is the SIP server's WebSocket URL. */
export function contentSecurityPolicy(connect: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${connect}`,
    'media-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');
}

/**
 * Serves files by path.
 *
 * @param find the file of a path, undefined where there is none
 * @param connect the WebSocket URL that pages may connect to, given the Host that the browser asked for
 */
export function serveFiles(
  find: (path: string, host: string) => ServedFile | undefined,
  connect: (host: string) => string,
): Server {
  return createServer((request, response) => {
    const host = request.headers.host ?? 'localhost';
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(connect(host)));
    response.setHeader('Permissions-Policy', 'microphone=(self), camera=()');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    answer(request, response, find(pathOf(request), host));
  });
}

function pathOf(request: IncomingMessage): string {
  const [pathname = '/'] = (request.url ?? '/').split('?');
  return pathname === '/' ? '/index.html' : pathname;
}

function answer(request: IncomingMessage, response: ServerResponse, file: ServedFile | undefined): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  if (!file) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n');
    return;
  }
  response.writeHead(200, { 'Content-Type': file.type });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

/** Listens on loopback; where the port is taken, on the next one that is not. Returns the port. */
export async function listen(server: Server, port: number, tries = 50): Promise<number> {
  for (let next = port; next < port + tries; next++) {
    if (await tryPort(server, next)) return next;
  }
  throw new Error(`No free port from ${port} to ${port + tries - 1}.`);
}

function tryPort(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    const listening = () => {
      server.off('error', failed);
      resolve(true);
    };
    server.once('error', failed).once('listening', listening);
    server.listen(port, '127.0.0.1');
  });
}
