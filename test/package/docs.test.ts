// The pages of documentation: their links lead somewhere, and what they show as code is code.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { blocksOf } from './support/blocks.ts';
import { packed } from './support/packed.ts';

const root = path.join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const pages = globSync(['*.md', 'docs/*.md', 'demo/**/*.md', 'bench/*.md'], { cwd: root });

/** What a heading is called in the URL of the page, as GitHub makes it. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

/** The names in a page that a link may lead to. */
const anchorsOf = (page: string) =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => anchor(text));

for (const page of pages) {
  test(`the links of ${page} lead to files and headings that are there`, () => {
    const prose = read(page).replace(/^```.*?^```$/gms, '');
    for (const [, link = ''] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(link)) continue;
      const [file = '', name] = link.split('#');
      const target = file ? path.join(path.dirname(page), file) : page;
      assert.ok(existsSync(path.join(root, target)), `${page}: ${link}`);
      if (name) assert.ok(anchorsOf(target).includes(name), `${page}: ${link}`);
    }
  });
}

test('the pages for users are in the package', () => {
  const readme = readFileSync(packed.readme, 'utf8');
  const users = [...readme.matchAll(/\]\((docs\/[\w-]+\.md|[A-Z]+\.md)\)/g)].map(([, file = '']) => file);
  assert.ok(users.length > 3, users.join());
  for (const file of users) assert.ok(existsSync(path.join(packed.installed, file)), file);
});

const guide = blocksOf(read('docs/guide.md'));
const compatibility = blocksOf(read('COMPATIBILITY.md'));

/** Runs a compiler in the project, and gives what it says. */
function compile(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: packed.project, encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr || `${program} ended with ${status}`;
}

const write = (name: string, text: string) => writeFileSync(path.join(packed.project, name), text);

/** The right side of COMPATIBILITY.md's table for SIP.js, as a program. */
function insteadOfSipJs(): string {
  const [, table = ''] = read('COMPATIBILITY.md').split('## From SIP.js, name by name\n');
  const cells = [...table.matchAll(/^\| .*? \| (.*) \|$/gm)].map(([, cell = '']) => cell);
  const code = cells.flatMap((cell) => [...cell.matchAll(/`([^`]*\([^`]*)`/g)].map(([, span = '']) => span));
  assert.ok(code.length > 15, code.join());
  const texts = [
    'uri',
    'server',
    'authorization_user',
    'password',
    'target',
    'event',
    'accept',
    'body',
    'tone',
  ];
  return `import { type RTCSession, UA, URI, WebSocketInterface } from 'sip-elements';
    ${[...texts, 'contentType'].map((name) => `declare const ${name}: string;`).join('\n')}
    declare const ua: UA;
    declare const session: RTCSession;
    declare const otherSession: RTCSession;
    declare const options: object;
    ${code.map((line) => `${line};`).join('\n')}`;
}

test('the scripts of docs/guide.md and COMPATIBILITY.md, and what is to be written instead of SIP.js, are right in their types', () => {
  const files = ['from-sipjs.ts'];
  write('from-sipjs.ts', insteadOfSipJs());
  for (const [page, blocks] of Object.entries({ guide, compatibility })) {
    for (const [key, code] of blocks) {
      const [, language = ''] = /: (\w+) \d+$/.exec(key) ?? [];
      // Those of Angular are for its own compiler.
      if (!['js', 'ts', 'tsx'].includes(language) || code.includes('@angular/core')) continue;
      const name = `${page}-${files.length}.${language}`;
      const import_ = language === 'js' ? '/** @import {} from' : 'import type {} from';
      write(name, `${import_} 'sip-elements/elements'${language === 'js' ? ' */' : ';'}\n${code}`);
      files.push(name);
    }
  }
  assert.ok(files.length >= 5, files.join());
  const tsc = path.join(root, 'node_modules', '.bin', 'tsc');
  const strictly = ['--noEmit', '--strict', '--allowJs', '--checkJs', '--jsx', 'preserve', '--types', 'node'];
  const how = ['--target', 'es2022', '--lib', 'es2023,dom,dom.iterable', '--module', 'esnext'];
  assert.equal(compile(tsc, ...strictly, ...how, '--moduleResolution', 'bundler', ...files), '');
});

test('the component of docs/guide.md compiles with Angular, which knows the fields of our events and elements', () => {
  const component = [...guide.values()].find((code) => code.includes('@angular/core')) ?? '';
  const wrong = component
    .replace('phone.hangup()', 'phone.hangOut()')
    .replace('}: Global', '}: number & Global');
  write('angular-right.ts', component);
  write('angular-wrong.ts', wrong);
  const compilerOptions = {
    ...{ strict: true, noEmit: true, target: 'es2022', module: 'esnext', moduleResolution: 'bundler' },
    ...{ lib: ['es2023', 'dom', 'dom.iterable'], types: [] },
  };
  const files = ['angular-right.ts', 'angular-wrong.ts'];
  const angularCompilerOptions = { strictTemplates: true };
  write('angular.json', JSON.stringify({ compilerOptions, angularCompilerOptions, files }));
  const ngc = path.join(packed.project, 'node_modules', '.bin', 'ngc');
  const said = compile(ngc, '-p', 'angular.json')
    .split('\n')
    .filter((line) => line.includes('error'));
  assert.equal(said.length, 2, said.join('\n'));
  assert.ok(
    said.every((line) => line.includes('angular-wrong.ts')),
    said.join('\n'),
  );
  assert.match(said.join('\n'), /'hangOut' does not exist on type 'SipPhone'/);
  assert.match(said.join('\n'), /Argument of type 'SipCallEndedEvent' is not assignable/);
});
