/**
 * What a user of the package has: `node scripts/package.mjs <folder>` packs this source, without touching it, and
 * installs the package into an empty project, with what README.md tells to install beside it.
 *
 * Below the folder are then `source`, a copy as it was packed, with its build, and `project`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environment, root } from './setup.mjs';

/** Of others, always the same, … */
const COMPANIONS = [
  ...['vite@8.3.8', 'werift@0.25.2', 'ws@8.23.0', '@types/ws@8.18.2'],
  ...['@types/react@19.3.0', 'vue@3.5.45', 'svelte@5.57.3'],
  // Angular's compiler takes a TypeScript of its own.
  ...['core', 'compiler', 'compiler-cli'].map((name) => `@angular/${name}@21.2.26`),
  ...['rxjs@7.8.2', 'typescript@5.9.3'],
];

/** … and what they bring along, as it was when this day began: what others publish later breaks no test of ours. */
const DAY = '2026-11-23';

const parts = [
  ...['src', 'components', 'server', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.build.json'],
  ...['README.md', 'docs', 'LICENSE', 'CHANGELOG.md', 'COMPATIBILITY.md'],
];

const folder = path.resolve(process.argv[2]);
const source = path.join(folder, 'source');
const project = path.join(folder, 'project');

for (const part of parts) cpSync(path.join(root, part), path.join(source, part), { recursive: true });
symlinkSync(path.join(root, 'node_modules'), path.join(source, 'node_modules'));
npm(source, 'pack', '--pack-destination', folder, '--loglevel=error');

mkdirSync(project);
writeFileSync(path.join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
const packed = readdirSync(folder).find((name) => name.endsWith('.tgz'));
npm(
  project,
  'install',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  `--before=${DAY}`,
  path.join(folder, packed),
  ...COMPANIONS,
);

function npm(cwd, ...args) {
  const { status } = spawnSync('npm', args, {
    cwd,
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}
