/** The stack of demo/kamailio for one test file: started before its tests, stopped after them, nothing left. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { type ServerName, serverNames, type Stack, startStack } from '../../../demo/kamailio/stack.ts';

/** What a test file has of its servers. */
export interface Servers {
  /** A folder for files of the tests; gone after them. */
  readonly folder: string;
  /** The running stack. */
  readonly stack: Stack;
}

/**
 * Starts the servers for the tests of the file that calls it; they end after its tests.
 *
 * @param names which of them; all by default
 */
export async function useServers(names: readonly ServerName[] = serverNames): Promise<Servers> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sip-elements-interop-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  // Only where this program ends by itself the handlers of `exit` run, and the servers end with it.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const stack = await startStack(folder, names);
  after(() => stack.stop());
  return { folder, stack };
}
