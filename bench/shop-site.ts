/** The demo's shop page, as it is without a way to call, with our tag, and with widgets of others. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildForPages } from '../scripts/cdn.mjs';
import { root, temporaryFolder } from './bundle.ts';

/** The page with nothing but a telephone number, and with each of the tags. */
export type ShopName = 'without' | 'ours' | 'elevenLabs' | 'vapi';

interface File {
  type: string;
  body: Buffer;
}

const HTML = 'text/html; charset=utf-8';
const CSS = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const SVG = 'image/svg+xml';

/** What ElevenLabs' server would say of an agent: with it in the tag, the widget draws its button at once. */
const ELEVENLABS_CONFIG = {
  variant: 'compact',
  placement: 'bottom-right',
  avatar: { type: 'orb', color_1: '#2c6a50', color_2: '#9ce6e6' },
  feedback_mode: 'none',
  language: 'en',
  supported_language_overrides: [],
  text_contents: {},
  language_presets: {},
};

/** The scripts of the others, as each of them says that they are to be pasted: from a server, asynchronously. */
const WIDGETS = {
  elevenLabs: {
    script: 'node_modules/@elevenlabs/convai-widget-embed/dist/index.js',
    tag: `<elevenlabs-convai agent-id="bench" override-config='${JSON.stringify(ELEVENLABS_CONFIG)}'></elevenlabs-convai>`,
  },
  vapi: {
    script: 'node_modules/@vapi-ai/client-sdk-react/dist/embed/widget.umd.js',
    tag: '<vapi-widget public-key="bench" assistant-id="bench" mode="voice"></vapi-widget>',
  },
} as const;

/** The web server of the shop: every text compressed as the sizes are (gzip -9), nothing cached. */
export class ShopSite {
  readonly #server: Server = createServer((request, response) => {
    const file = this.#files.get(request.url ?? '');
    if (!file) return response.writeHead(404).end();
    const headers = { 'Content-Type': file.type, 'Content-Encoding': 'gzip', 'Cache-Control': 'no-store' };
    return response.writeHead(200, headers).end(file.body);
  });
  readonly #files = new Map<string, File>();

  /** Builds what a page loads and serves it. `sip` is where our tag calls, as its attributes say. */
  async start(sip: { server: string; target: string }): Promise<void> {
    const built = path.join(temporaryFolder(), 'cdn');
    await buildForPages(built);
    for (const name of readdirSync(built, { recursive: true, encoding: 'utf8' })) {
      if (/\.(js|css)$/.test(name)) {
        this.#add(`/sip-elements/${name}`, name.endsWith('.js') ? SCRIPT : CSS, path.join(built, name));
      }
    }
    this.#add('/page.css', CSS, path.join(root, 'demo/page.css'));
    this.#add('/teapot.svg', SVG, path.join(root, 'demo/teapot.svg'));
    for (const [name, { script }] of Object.entries(WIDGETS)) {
      this.#add(`/${name}.js`, SCRIPT, path.join(import.meta.dirname, script));
    }
    for (const [name, text] of Object.entries(pages(sip))) {
      this.#files.set(`/${name}`, { type: HTML, body: gzipSync(text, { level: 9 }) });
    }
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** Where the pages are. */
  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends it. */
  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #add(url: string, type: string, file: string): void {
    this.#files.set(url, { type, body: gzipSync(readFileSync(file), { level: 9 }) });
  }
}

/** The pages, made of the demo's: its shop, without the desk of who answers and the call that goes wrong. */
function pages({ server, target }: { server: string; target: string }): Record<ShopName, string> {
  const demo = readFileSync(path.join(root, 'demo/index.html'), 'utf8');
  const shop = [/<section class="desk"[^]*?<\/section>/, /<aside class="wrong"[^]*?<\/aside>/].reduce(
    (text, part) => replaced(text, part, ''),
    replaced(demo, /<html /, '<html data-side="shop" '),
  );
  const ourHead = /<link rel="stylesheet" href="before-defined.css" \/>|<script[^]*<\/script>/g;
  const ourTag = /<sip-call-button[^]*?(<a [^]*?<\/a>)[^]*?<\/sip-call-button>/;
  const bare = replaced(replaced(shop, ourHead, ''), ourTag, '$1');
  const withWidget = (name: keyof typeof WIDGETS) =>
    replaced(
      replaced(bare, /<\/head>/, `<script src="${name}.js" async></script></head>`),
      /<\/body>/,
      `${WIDGETS[name].tag}</body>`,
    );
  const tag = ourTag.exec(shop)?.[0] ?? '';
  const pasted = tag.replace('{server}', server).replace(/target="[^"]*"/, `target="${target}"`);
  return {
    without: bare,
    ours: replaced(
      replaced(replaced(shop, ourHead, ''), ourTag, pasted),
      /<\/head>/,
      '<script type="module" src="sip-elements/sip-elements.js"></script><link rel="stylesheet" href="sip-elements/before-defined.css" /></head>',
    ),
    elevenLabs: withWidget('elevenLabs'),
    vapi: withWidget('vapi'),
  };
}

function replaced(text: string, part: RegExp, by: string): string {
  const changed = text.replace(part, by);
  if (changed === text) throw new Error(`demo/index.html has no ${part} any more`);
  return changed;
}
