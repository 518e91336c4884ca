/** `npm run demo:kamailio`: the stack of stack.ts until Ctrl+C, with what a person needs to call through it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { settings, type Stack, startStack } from './stack.ts';

const run = mkdtempSync(path.join(tmpdir(), 'sip-elements-kamailio-'));
process.on('exit', () => rmSync(run, { recursive: true, force: true }));

let stack: Stack | undefined;
// Where they have not all started yet, they end with this program.
const stop = () => (stack ? void stack.stop().then(() => process.exit(0)) : process.exit(0));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);

const { ip, domain } = settings;
try {
  stack = await startStack(run);
  console.log(`Kamailio, rtpengine, coturn and baresip are running, for trying and testing only.

  server    ws://${ip}:8080 (or wss://${ip}:8443, once you have accepted its certificate at https://${ip}:8443)
  accounts  sip:alice@${domain}, bob, carol and dave; the password is pass-<name>
  call      sip:baresip@${domain} answers by itself and plays a tone; sip:slow@${domain} only rings
  TURN      turn:${ip}:3478, with time-limited credentials (README.md)
  logs      ${run}

Ctrl+C ends them.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
