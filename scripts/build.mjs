/**
 * `npm run build`: all that is published, into dist/, and what README.md and docs/guide.md say of it.
 *
 * Modules with their types (tsc), the manifest of the elements (custom-elements.json), and the files for pages without
 * a bundler (dist/cdn). The same source makes the same bytes, wherever it is built: README.md has the hashes.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildForPages, integrity } from './cdn.mjs';
import { frameworkTypes } from './framework-types.mjs';
import { withTables } from './guide.mjs';
import { environment, root } from './setup.mjs';

const dist = path.join(root, 'dist');
const css = path.join('components', 'styles', 'before-defined.css');

rmSync(dist, { recursive: true, force: true });
run('tsc', '-p', 'tsconfig.build.json');
cpSync(path.join(root, css), path.join(dist, css));
run(
  'custom-elements-manifest',
  'analyze',
  '--config',
  path.join('scripts', 'manifest.config.mjs'),
  '--quiet',
);
await buildForPages(path.join(dist, 'cdn'));
change('README.md', withHashes);
const manifest = JSON.parse(readFileSync(path.join(dist, 'custom-elements.json'), 'utf8'));
for (const [framework, types] of Object.entries(frameworkTypes(manifest))) {
  writeFileSync(path.join(dist, `${framework}.d.ts`), types);
}
change('docs/guide.md', (guide) => withTables(guide, manifest));

function run(program, ...args) {
  const { status } = spawnSync(program, args, { cwd: root, env: environment, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** Writes a file anew where it is to be another. */
function change(name, to) {
  const file = path.join(root, name);
  const text = readFileSync(file, 'utf8');
  const changed = to(text);
  if (changed !== text) writeFileSync(file, changed);
}

/** Each `<script>` that has an `integrity` gets that of the file which was built. */
function withHashes(text) {
  const tag = /(dist\/cdn\/([\w.-]+)"[^>]*?\bintegrity=")[^"]*"/g;
  return text.replace(tag, (_, before, name) => `${before}${integrity(path.join(dist, 'cdn', name))}"`);
}
