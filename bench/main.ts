/**
 * `npm run bench`: what the project costs, each against JsSIP and SIP.js in the same run, and the tag against
 * the widgets of others.
 *
 *     npm run bench [-- group …]
 *
 * Groups: sizes, evaluation, parse, print, linear, signalling, calls, recovery, shop. Without a group all of them run and
 * bench/results.md is written; with groups their tables are only printed.
 */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { temporaryFolder, writeProgram } from './bundle.ts';
import { calls } from './calls.ts';
import type { Contender } from './contenders/contender.ts';
import { evaluation } from './evaluation.ts';
import { linear } from './linear.ts';
import { parse, print, type Contenders } from './messages.ts';
import { installPeers } from './peers.ts';
import { recovery } from './recovery.ts';
import { machine, markdown, show, versions, type Section } from './report.ts';
import { shop } from './shop.ts';
import { signalling } from './signalling.ts';
import { sizes } from './sizes.ts';

const groups: Record<string, () => Section | Promise<Section>> = {
  sizes,
  evaluation,
  parse: async () => parse(await loaded()),
  print: async () => print(await loaded()),
  linear,
  signalling: async () => signalling(await loaded()),
  calls,
  recovery,
  shop,
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in groups));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(' ')}. Groups are ${Object.keys(groups).join(', ')}.`);
  process.exit(2);
}
const load = os.loadavg()[0] ?? 0;
installPeers();
let contenders: Promise<Contenders> | undefined;
const parts: string[] = [];
for (const name of named.length > 0 ? named : Object.keys(groups)) {
  const start = performance.now();
  const text = await measured(name);
  parts.push(text);
  console.log(`\n${text}\n\n(${name}: ${((performance.now() - start) / 1000).toFixed(1)} s)`);
}
if (named.length === 0) {
  writeFileSync(new URL('results.md', import.meta.url), `${head()}\n\n${parts.join('\n\n')}\n`);
}
// The peers keep timers.
process.exit();

/** A group that fails is told in its place, and the others go on. */
async function measured(name: string): Promise<string> {
  try {
    return markdown(await (groups[name] as (typeof groups)[string])());
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
    return `## ${name}\n\nNot measured: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function loaded(): Promise<Contenders> {
  return (contenders ??= loadContenders());
}

async function loadContenders(): Promise<Contenders> {
  const folder = temporaryFolder();
  const load = async (source: string) => {
    const file = await writeProgram(source, folder);
    return { file, library: (await import(file)) as Contender };
  };
  return {
    ours: await load('contenders/ours.ts'),
    jssip: await load('contenders/jssip.mjs'),
    sip: await load('contenders/sip.mjs'),
  };
}

function head(): string {
  const busy = ` **Provisional: the machine was busy with other work (load average ${show(load)} at the start).**`;
  return [
    `# What it costs`,
    `Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}.${load > 1 ? busy : ''}`,
    `Compare ratios, not times: ${machine()}; ${versions()}.`,
    'Each table begins with what it tells. Gate: whether the budget is kept, and by how much it is not; goal: how far it is. docs/architecture.md has them all.',
  ].join('\n\n');
}
