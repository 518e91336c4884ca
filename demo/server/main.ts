/** `npm start`: the demo site with its SIP server, on loopback. Prints one URL. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { listen, serveFiles, type ServedFile } from './http.ts';
import { createSipServer } from './sip-server.ts';

const DOMAIN = 'hearth.example';

/** For trying: the agent's account stands in the page, where everybody can read it. */
const ACCOUNTS = { Mira: 'kettle-and-cup' };

const demo = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const webSocketUrl = (host: string) => `ws://${host}/sip`;

/** The page's script and all that it loads, by path. */
async function bundle(): Promise<Map<string, ServedFile>> {
  const { outputFiles } = await build({
    entryPoints: [demo('side.ts'), demo('page.ts')],
    outdir: '/',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'warning',
  });
  return new Map(
    outputFiles.map(({ path, contents }) => [path, { type: 'text/javascript', body: contents }]),
  );
}

const STATIC: Record<string, { file: string; type: string }> = {
  '/index.html': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
  '/before-defined.css': {
    file: '../components/styles/before-defined.css',
    type: 'text/css; charset=utf-8',
  },
  '/teapot.svg': { file: 'teapot.svg', type: 'image/svg+xml' },
};

function findStatic(path: string, host: string): ServedFile | undefined {
  const found = STATIC[path];
  if (!found) return undefined;
  const text = readFileSync(demo(found.file), 'utf8');
  return {
    type: found.type,
    body: text.replaceAll('{server}', webSocketUrl(host)).replaceAll('{domain}', DOMAIN),
  };
}

const scripts = await bundle();
const web = serveFiles((path, host) => scripts.get(path) ?? findStatic(path, host), webSocketUrl);
createSipServer({ domain: DOMAIN, accounts: ACCOUNTS, guests: true }).attach(web, '/sip');
const port = await listen(web, Number(process.env['PORT'] ?? 8080));
console.log(`The demo, with a SIP server for trying only: http://localhost:${port}/`);
