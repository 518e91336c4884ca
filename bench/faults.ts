/** How long two people do not hear each other when their network fails: in a network of its own, which can. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { inNamespace } from '../scripts/namespace.mjs';
import type { ContenderName } from './bundle.ts';
import type { Row } from './report.ts';

/** Seconds of silence after each fault, by contender; without a number where it lasted for half a minute. */
export type Silences = Record<string, Partial<Record<ContenderName, number>>>;

/** Runs faults-in-namespace.ts and gives its rows. Throws where it fails. */
export async function faults(): Promise<Row[]> {
  const program = path.join(import.meta.dirname, 'faults-in-namespace.ts');
  const [command = '', ...args] = inNamespace([process.execPath, program]);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [silences] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the faults ended with ${code}`))),
  ])) as [Silences];
  return Object.entries(silences).map(([what, { ours, jssip, sip }]) => ({
    what: `${what}: to audio on both sides`,
    unit: 's',
    ours: ours ?? NaN,
    jssip,
    sip,
    ...(what === 'address changed' && { budget: { gate: 3 } }),
  }));
}
