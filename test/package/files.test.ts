// What is in the package: every export is there, a server can import them all, and pages get what they pin.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packed } from './support/packed.ts';

interface Manifest {
  exports: Record<string, string | { types: string; default?: string }>;
  customElements: string;
}

const read = (file: string) => readFileSync(path.join(packed.installed, file));
const manifest = JSON.parse(read('package.json').toString()) as Manifest;

/** Runs a program in the project, and gives what it prints. */
const run = (program: string) =>
  execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: packed.project,
    encoding: 'utf8',
  });

test('every export leads to a file', () => {
  const files = Object.values(manifest.exports).flatMap((found) =>
    typeof found === 'string' ? [found] : Object.values(found),
  );
  for (const file of [...files, manifest.customElements]) {
    assert.ok(globSync(file, { cwd: packed.installed }).length > 0, file);
  }
});

test('a server can import every module, those that register tags too', () => {
  const modules = Object.entries(manifest.exports)
    .filter(([name, found]) => typeof found !== 'string' && found.default && !name.includes('*'))
    .map(([name]) => name.replace('.', 'sip-elements'));
  const tags = ['sip-call-button', 'sip-phone', 'parts'].map((tag) => `sip-elements/define/${tag}`);
  const program = `for (const name of ${JSON.stringify([...modules, ...tags])}) await import(name); console.log('all');`;
  assert.equal(run(program), 'all\n');
});

test('the classes of all tags can be imported', () => {
  const program = `const classes = [];
    globalThis.customElements = { define: (tag, element) => classes.push(element), get() {} };
    await import('sip-elements/define/sip-call-button');
    await import('sip-elements/define/sip-phone');
    const all = Object.values(await import('sip-elements/elements'));
    console.log(classes.filter((element) => !all.includes(element)).map(({ name }) => name).join() || 'all');`;
  assert.equal(run(program), 'all\n');
});

test('who imports the classes registers nothing', () => {
  const program = `globalThis.customElements = { define: (tag) => console.log(tag), get() {} };
    await import('sip-elements/elements'); console.log('none');`;
  assert.equal(run(program), 'none\n');
});

test('README.md has the integrity of the files for pages, and pins nothing else', () => {
  const scripts = read('README.md')
    .toString()
    .matchAll(/(dist\/cdn\/[\w.-]+)"\s+integrity="([^"]*)"/g);
  const pinned = [...scripts].map(([, file = '', integrity]) => {
    const hash = createHash('sha384').update(read(file)).digest('base64');
    assert.equal(integrity, `sha384-${hash}`, file);
    return path.basename(file);
  });
  assert.deepEqual(pinned, ['sip-elements.js', 'sip-elements.all.js', 'sip-elements.all.iife.js']);
});

test('the same source makes the same files for pages, wherever it is built', () => {
  const folder = mkdtempSync(path.join(packed.source, '..', 'again-'));
  const skipped = ['dist', 'node_modules'].map((name) => path.join(packed.source, name));
  cpSync(packed.source, folder, { recursive: true, filter: (file) => !skipped.includes(file) });
  symlinkSync(path.join(packed.source, 'node_modules'), path.join(folder, 'node_modules'));
  const program = `import { buildForPages } from './scripts/cdn.mjs'; await buildForPages('dist/cdn');`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: folder });
  const files = globSync('dist/cdn/**/*.*', { cwd: packed.installed });
  assert.ok(files.length > 10);
  for (const file of files) assert.deepEqual(readFileSync(path.join(folder, file)), read(file), file);
});

test('the one file imports nothing', () => {
  for (const file of ['sip-elements.all.js', 'sip-elements.all.iife.js']) {
    assert.doesNotMatch(read(`dist/cdn/${file}`).toString(), /\bimport\s*[("'{*]|\bfrom\s*["']/, file);
  }
});

test('a page gets one copy of Lit: one policy of trusted types is asked for', () => {
  const asking = (...files: string[]) =>
    files.flatMap((file) => [
      ...read(file)
        .toString()
        .matchAll(/\.createPolicy\(\s*["'`]lit-html/g),
    ]).length;
  const all = globSync('dist/cdn/**/*.js', { cwd: packed.installed });
  const [whole, pieces] = [/\.all\.(?:iife\.)?js$/, /(?<!\.all|\.iife)\.js$/].map((kind) =>
    all.filter((file) => kind.test(file)),
  );
  for (const file of whole ?? []) assert.equal(asking(file), 1, file);
  assert.equal(asking(...(pieces ?? [])), 1);
});

test('whoever passes the files for pages on has the licenses of all that is in them', () => {
  const licenses = read('dist/cdn/LICENSES.txt').toString();
  for (const name of ['sip-elements', 'lit', 'lit-html', '@lit/reactive-element', '@noble/hashes']) {
    assert.match(licenses, new RegExp(`^${name}$`, 'm'));
  }
  assert.ok(existsSync(path.join(packed.installed, 'LICENSE')));
});
