/** The demo site as `npm start` runs it. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';

const root = path.join(import.meta.dirname, '..', '..', '..');

/** Starts the demo for the tests of the file that calls it, and gives the one URL that it prints. */
export async function useDemo(): Promise<string> {
  const start = spawn(process.execPath, ['scripts/start.mjs', 'demo/server/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => start.once('exit', resolve));
  after(async () => {
    start.kill();
    await ended;
  });
  for await (const line of createInterface(start.stdout)) {
    const [url] = /http:\/\/\S+/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error('the demo ended without printing its URL');
}
