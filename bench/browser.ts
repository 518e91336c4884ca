/** Chromium, the pages of the bench in it, and the SIP server that they talk to. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { createSipServer, type SipServer } from '../demo/server/sip-server.ts';
import { chromiumArgs, chromiumOptions } from '../test/support/browser-launch.ts';
import { bundleProgram } from './bundle.ts';
import type { Probe } from './pages/probe.ts';

declare global {
  interface Window {
    probe: Probe;
  }
}

/** The domain of the server's accounts. */
export const DOMAIN = 'bench.example';

/** The accounts, with their passwords. */
export const ACCOUNTS = {
  ours: 'secret',
  jssip: 'secret',
  callee: 'secret',
  'callee-ours': 'secret',
  'callee-jssip': 'secret',
  'callee-sip': 'secret',
};

/** Starts a Chromium in which pages in the background run as fast as the one in front. */
export function launch(): Promise<Browser> {
  return puppeteer.launch(
    chromiumOptions([
      ...chromiumArgs,
      '--disable-background-timer-throttling',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
    ]),
  );
}

/** A web server that serves an empty page, and a SIP server beside it that can go away and come back. */
export class World {
  readonly #server: Server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>bench</title>');
  });
  #sipWeb: Server | undefined;
  #sip: SipServer | undefined;
  #sipPort = 0;

  /** Starts both. */
  async start(): Promise<void> {
    await listen(this.#server, 0);
    await this.startSip();
  }

  /** The address of the page. */
  get page(): string {
    return `http://127.0.0.1:${portOf(this.#server)}/`;
  }

  /** The WebSocket URL of the SIP server. */
  get url(): string {
    return `ws://127.0.0.1:${this.#sipPort}/sip`;
  }

  /** Starts the SIP server, on the port that it had before. */
  async startSip(): Promise<void> {
    this.#sipWeb = createServer();
    this.#sip = createSipServer({ domain: DOMAIN, accounts: ACCOUNTS, guests: true });
    this.#sip.attach(this.#sipWeb);
    await listen(this.#sipWeb, this.#sipPort);
    this.#sipPort = portOf(this.#sipWeb);
  }

  /** Takes the SIP server away: connections are cut, and new ones refused. */
  stopSip(): void {
    this.#sipWeb?.close();
    this.#sip?.close();
  }

  /** Cuts the connections of an account. */
  cut(user: string): void {
    this.#sip?.cut(user);
  }

  /** Ends both. */
  stop(): void {
    this.stopSip();
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** Opens a page with one of the programs of bench/pages; at another address than the world's where one is given. */
export async function openPage(browser: Browser, world: Pick<World, 'page'>, program: string): Promise<Page> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(program, error));
  await page.goto(world.page);
  await page.addScriptTag({ content: await bundleProgram(`pages/${program}`), type: 'module' });
  await page.waitForFunction(() => 'probe' in window);
  return page;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
