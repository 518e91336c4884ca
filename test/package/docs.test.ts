// The pages of documentation: their links lead somewhere, and what they show as code is code.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { launch } from 'puppeteer-core';
import { chromiumOptions } from '../support/browser-launch.ts';
import { blocksOf } from './support/blocks.ts';
import { packed } from './support/packed.ts';
import { useSite } from './support/site.ts';

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

describe('in a page of a shop', async () => {
  const { origin, pages: site } = await useSite();
  const browser = await launch(chromiumOptions());
  after(() => browser.close());
  const shop = guide.get("A button in a shop's page: html 1") ?? '';
  const colours = guide.get("A button in a shop's page: css 1") ?? '';
  site.set(
    '/shop',
    `<!doctype html><html lang="en"><title>Shop</title><style>${colours}</style>
    <script type="module" src="/dist/cdn/sip-elements.js"></script>${shop}`,
  );

  /** Opens it at a time, and says what there is to see of the button. */
  async function visit(time: string) {
    const page = await browser.newPage();
    await page.setViewport({ width: 800, height: 600 });
    await page.evaluateOnNewDocument((now) => (Date.now = () => now), Date.parse(time));
    await page.goto(`${origin}/shop`);
    await page.waitForFunction(() =>
      ['idle', 'closed'].includes(document.querySelector('sip-call-button')?.getAttribute('state') ?? ''),
    );
    const seen = await page.$eval('sip-call-button', (button) => {
      const inner = button.shadowRoot?.querySelector('[part=button]');
      const isSeen = (selector: string) => button.querySelector(selector)?.checkVisibility();
      return {
        background: inner && getComputedStyle(inner).backgroundColor,
        corner: [innerWidth, innerHeight].map((size, at) => {
          const { right, bottom } = button.getBoundingClientRect();
          return size - [right, bottom][at]!;
        }),
        label: isSeen('[slot=label]'),
        closed: isSeen('[slot=closed]'),
        fallback: isSeen('a'),
      };
    });
    return { page, seen };
  }

  test("the button of docs/guide.md has the shop's colours and corner, and asks for consent in German", async () => {
    const { page, seen } = await visit('2026-11-23T10:00:00+01:00');
    const corner = [20, 20];
    const looks = { background: 'rgb(122, 31, 61)', corner, label: true, closed: false, fallback: false };
    assert.deepEqual(seen, looks);
    await page.locator('sip-call-button >>> [part=button]').click();
    await page.locator('sip-call-button >>> sip-consent >>> [part=agree]').wait();
    const text = (selector: string) => page.$eval(selector, (element) => element.textContent?.trim());
    assert.equal(await text('sip-call-button >>> sip-consent >>> [part=agree]'), 'Zustimmen');
    assert.match((await text('sip-call-button >>> sip-consent >>> p')) ?? '', /Sind Sie einverstanden\?/);
    await page.close();
  });

  test('and on a Sunday it says so in its own words', async () => {
    const { page, seen } = await visit('2026-11-22T10:00:00+01:00');
    assert.deepEqual([seen.label, seen.closed, seen.fallback], [true, true, false]);
    await page.close();
  });

  test('the style sheets of docs/guide.md are read by a browser, each declaration', async () => {
    const sheets = [...guide].filter(([key]) => / css \d+$/.test(key)).map(([, code]) => code);
    assert.equal(sheets.length, 3);
    const page = await browser.newPage();
    const count = (code: string) => code.match(/^ .*;$/gm)?.length;
    const read = await page.evaluate(
      (codes) =>
        codes.map((code) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(code);
          return [...sheet.cssRules].reduce((sum, rule) => sum + (rule as CSSStyleRule).style.length, 0);
        }),
      // A shorthand counts as all that it sets.
      sheets.map((code) => code.replaceAll('background:', 'background-color:')),
    );
    assert.deepEqual(read, sheets.map(count));
    await page.close();
  });
});
