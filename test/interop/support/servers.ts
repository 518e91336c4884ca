/** The stack of demo/kamailio for one test file: started before its tests, stopped after them, nothing left. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import { type ServerName, serverNames, type Stack, startStack } from '../../../demo/kamailio/stack.ts';

/** What a test file has of its servers. */
export interface Servers {
  /** A folder for files of the tests; gone after them. */
  readonly folder: string;
  /** The running stack. */
  readonly stack: Stack;
}

/**
 * To be called at the top of a test file: the servers run while its tests do.
 *
 * @param names which of them; all by default
 */
export function useServers(names: readonly ServerName[] = serverNames): Servers {
  const folder = mkdtempSync(path.join(tmpdir(), 'sip-elements-interop-'));
  let stack: Stack | undefined;
  before(async () => {
    stack = await startStack(path.join(folder), names);
  });
  after(async () => {
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    get stack() {
      if (!stack) throw new Error('the servers run only while tests do');
      return stack;
    },
  };
}
