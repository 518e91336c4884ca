// From the packed package, in an empty project: the code blocks of README.md, as a reader copies them, each in a call.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { launch, type Page } from 'puppeteer-core';
import { isTaken, settings } from '../../demo/kamailio/stack.ts';
import { untilBindings } from '../interop/support/kamailio.ts';
import { useServers } from '../interop/support/servers.ts';
import { until } from '../interop/support/until.ts';
import { AUDIBLE } from '../support/audio.ts';
import { chromiumOptions } from '../support/browser-launch.ts';
import { packed } from './support/packed.ts';
import { block, SALES, unused } from './support/readme.ts';
import { BACK_END, useSite } from './support/site.ts';

await useServers(['rtpengine', 'kamailio', 'coturn']);
const { origin, pages } = await useSite();
const browser = await launch(chromiumOptions());
after(() => browser.close());

/** Runs a program of README.md in the project; returns how to end it. */
function run(name: string, code: string): () => Promise<unknown> {
  writeFileSync(path.join(packed.project, name), code);
  const env = { ...process.env, SIP_SECRET: settings.secret };
  const child = spawn(process.execPath, [name], { cwd: packed.project, env, stdio: 'inherit' });
  const ended = once(child, 'exit');
  const end = () => {
    child.kill();
    return ended;
  };
  after(end);
  return end;
}

/** Opens a page that remembers its peer connections and what it loaded. */
async function open(url: string): Promise<Page & { scripts: string[] }> {
  const page = await browser.newPage();
  const scripts: string[] = [];
  page.on('pageerror', (error) => console.log(`${url}: ${String(error)}`));
  page.on('console', (message) => message.type() === 'error' && console.log(`${url}: ${message.text()}`));
  page.on(
    'request',
    (asked) => asked.resourceType() === 'script' && scripts.push(new URL(asked.url()).pathname),
  );
  await page.evaluateOnNewDocument(() => {
    const connections: RTCPeerConnection[] = [];
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
    Object.assign(window, { connections });
  });
  await page.goto(origin + url);
  return Object.assign(page, { scripts });
}

async function untilAudible(page: Page): Promise<void> {
  await until('it is heard', async () => {
    const energy = await page.evaluate(async () => {
      const { connections } = window as unknown as { connections: RTCPeerConnection[] };
      const stats = await connections.at(-1)?.getStats();
      const inbound = [...(stats?.values() ?? [])].find(({ type }) => type === 'inbound-rtp');
      return (inbound?.totalAudioEnergy as number | undefined) ?? 0;
    });
    return energy > AUDIBLE;
  });
}

/** Clicks the button that was pasted. */
const call = (page: Page) => page.locator('sip-call-button >>> [part=button]').click();

async function untilState(page: Page, state: string): Promise<void> {
  await page.waitForSelector(`sip-call-button[state=${state}]`).catch(async (error: unknown) => {
    const is = await page.$eval('sip-call-button', (button) => [button.state, button.snapshot.problem]);
    throw new Error(`not ${state} but ${JSON.stringify(is)}`, { cause: error });
  });
}

async function hangUp(page: Page): Promise<void> {
  await page.bringToFront();
  await page.locator('sip-call-button >>> sip-hangup-button >>> button').click();
  await untilState(page, 'ended');
  await page.close();
}

/** A page without a bundler: what stands in README.md. */
const pasted = (...code: string[]) => `<!doctype html><html lang="en"><title>Shop</title>${code.join('\n')}`;
const [launcher, oneFile, classic, german] = [1, 2, 3, 4].map((number) =>
  block('Paste a tag: html', number, origin),
) as [string, string, string, string];
const tag = /<sip-call-button.*<\/sip-call-button>/s.exec(launcher)?.[0] ?? '';
pages.set('/launcher', pasted(launcher));
pages.set('/one-file', pasted(oneFile, tag));
pages.set('/classic', pasted(classic, tag));
pages.set('/german', pasted(oneFile, german, '<sip-call-button lang="de"></sip-call-button>'));

/** Builds with Vite into `built/<name>/`. */
function buildWithVite(name: string, js: string, html = ''): void {
  const folder = path.join(packed.project, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'main.js'), js);
  const page = `<!doctype html><title>${name}</title>${html}<script type="module" src="/main.js"></script>`;
  writeFileSync(path.join(folder, 'index.html'), page);
  const vite = path.join(packed.project, 'node_modules', '.bin', 'vite');
  execFileSync(vite, ['build', name, '--base', './', '--outDir', `../built/${name}`, '--logLevel', 'error']);
}

process.chdir(packed.project);
run('server.js', block('On your server: js', 1, origin));
await until('the server listens', () => isTaken(`tcp ${BACK_END}`));

describe('with the echo of README.md in Node.js at the other end', async () => {
  const end = run('echo.js', block('In Node.js: js', 1, origin));
  after(end);
  buildWithVite('agent', block('The core: js', 2, origin));
  await untilBindings(SALES, 1);

  test('the pasted tag calls, with credentials of the server in README.md', async () => {
    const page = await open('/launcher');
    await call(page);
    await untilState(page, 'connected');
    await untilAudible(page);
    await hangUp(page);
  });

  for (const url of ['/one-file', '/classic']) {
    test(`the tag with the script of ${url} calls, and loads nothing but that file`, async () => {
      const page = await open(url);
      await call(page);
      await untilState(page, 'connected');
      await untilAudible(page);
      assert.equal(page.scripts.length, 1, page.scripts.join());
      await hangUp(page);
    });
  }

  test('the small agent, built with Vite, calls', async () => {
    const page = await open('/built/agent/index.html');
    await untilAudible(page);
    await page.close();
  });
});

test('the pasted launcher fetches the phone for a page that gets one later, and not before', async () => {
  const page = await open('/launcher');
  await page.waitForSelector('sip-call-button:defined');
  assert.ok(!page.scripts.some((script) => script.includes('sip-phone')), page.scripts.join());
  await page.evaluate(() => document.body.append(document.createElement('sip-phone')));
  await page.waitForFunction(() =>
    document.querySelector('sip-phone')?.shadowRoot?.querySelector('sip-dialer:defined'),
  );
  await page.close();
});

test('one file speaks the language that the page gives it', async () => {
  const page = await open('/german');
  await page.waitForFunction(() =>
    document.querySelector('sip-call-button')?.shadowRoot?.textContent?.includes('Anrufen'),
  );
  await page.close();
});

test('a phone, built with Vite, rings where the pasted tag calls, and answers', async () => {
  await untilBindings(SALES, 0);
  buildWithVite(
    'phone',
    block('With npm and a bundler: js', 1, origin),
    block('With npm and a bundler: html', 1, origin),
  );
  const desk = await open('/built/phone/index.html');
  await untilBindings(SALES, 1);
  const shop = await open('/launcher');
  await call(shop);
  // A page in the background draws nothing.
  await desk.bringToFront();
  await desk.locator('sip-phone >>> sip-answer-button >>> button').click();
  await untilState(shop, 'connected');
  await Promise.all([untilAudible(desk), untilAudible(shop)]);
  // The end of a call is shown for five seconds.
  await Promise.all([desk.waitForSelector('sip-phone[state=ended]'), hangUp(shop)]);
  await desk.close();
});

test('the core, built with Vite, answers the pasted tag', async () => {
  await untilBindings(SALES, 0);
  buildWithVite('core', block('The core: js', 1, origin));
  const desk = await open('/built/core/index.html');
  await untilBindings(SALES, 1);
  const shop = await open('/launcher');
  await call(shop);
  await untilState(shop, 'connected');
  await Promise.all([untilAudible(desk), untilAudible(shop)]);
  await hangUp(shop);
  await desk.close();
});

test('every code block of README.md was run', () => {
  assert.deepEqual([...unused], []);
});
