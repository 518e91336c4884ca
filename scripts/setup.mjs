/**
 * Makes a fresh clone ready: installs the npm dependencies, Node 24 among them, where they are missing or older
 * than package-lock.json. Runs under Node 20, without any dependency of its own.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const programs = path.join(root, 'node_modules', '.bin');
const stamp = path.join(root, 'node_modules', '.installed-lock');

/** The Node.js that the project brings along: it runs TypeScript as it is. */
export const node = path.join(programs, 'node');

/** The environment in which the dependencies' programs, and first of all their Node.js, are found. */
export const environment = { ...process.env, PATH: `${programs}${path.delimiter}${process.env.PATH}` };

/** Installs the npm dependencies unless those of package-lock.json are there; ends the process where it cannot. */
export function installDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing the npm dependencies of package-lock.json …');
  // --no-save: what the lock file says is installed, and the lock file stays as it is.
  const { status } = spawnSync(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  if (status !== 0 || !existsSync(node)) {
    console.error(
      'npm install failed: see above. It needs Node.js 20 or later and a reachable npm registry.',
    );
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}
