/**
 * WebKitGTK for @web/test-runner: Debian's MiniBrowser, driven by WebKitWebDriver, shown on an X server that
 * nobody sees. Both are started with the first test session and ended with the last.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { webdriverLauncher, type WebdriverLauncher } from '@web/test-runner-webdriver';

/** The folder below /usr/lib in which Debian keeps what belongs to one processor. */
const debianArchitecture = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';

/** WebKitGTK's own small browser. */
export const miniBrowser = `/usr/lib/${debianArchitecture}/webkit2gtk-4.1/MiniBrowser`;

/** A launcher of @web/test-runner for WebKitGTK, to be used with `concurrency: 1`. */
export async function webkitLauncher(): Promise<WebdriverLauncher> {
  const { port, free } = await holdPort();
  const launcher = webdriverLauncher({
    hostname: '127.0.0.1',
    port,
    path: '/',
    logLevel: 'error',
    capabilities: {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] },
      // WebKitWebDriver speaks classic WebDriver only.
      'wdio:enforceWebDriverClassic': true,
    } as WebdriverIO.Capabilities,
  });
  const { initialize, startSession, stop } = launcher;
  let machinery: Promise<ChildProcess[]> | undefined;
  launcher.initialize = async (config) => {
    await initialize.call(launcher, config);
    launcher.name = 'WebKitGTK';
  };
  launcher.startSession = async (id, url) => {
    await (machinery ??= free().then(() => startMachinery(port)));
    return startSession.call(launcher, id, url);
  };
  launcher.stop = async () => {
    await free();
    await stop.call(launcher);
    for (const process of (await machinery) ?? []) process.kill();
    machinery = undefined;
  };
  return launcher;
}

async function startMachinery(port: number): Promise<ChildProcess[]> {
  // With -displayfd the X server itself chooses a free display and says which.
  const xServer = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const display = await firstLine(xServer);
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: `:${display}`, GDK_BACKEND: 'x11' },
  });
  await listening(port);
  return [driver, xServer];
}

async function firstLine(xServer: ChildProcess): Promise<string> {
  const pipe = xServer.stdio[3] as NodeJS.ReadableStream;
  return new Promise((resolve, reject) => {
    pipe.once('data', (text: Buffer) => resolve(text.toString().trim()));
    xServer.once('error', reject);
    xServer.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`WebKitWebDriver does not listen on port ${port}`);
}

/** A port that nobody else gets until it is freed: the first session may be minutes away. */
async function holdPort(): Promise<{ port: number; free: () => Promise<void> }> {
  const server = createServer().unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, free: () => new Promise((resolve) => server.close(() => resolve())) };
}
