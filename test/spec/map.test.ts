/**
 * The specification and its tests: each claim of docs/spec is shown by tests that exist, or says why not yet. What is
 * not mapped, and what is mapped to nothing, fails here.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { behaviour } from './behaviour.ts';
import { claimsOf } from './claims.ts';
import { coreAPI } from './core-api.ts';
import { elements } from './elements.ts';
import { fileOf, hasTest } from './titles.ts';

for (const { path, shown, gaps, plain } of [coreAPI, behaviour, elements]) {
  const claims = claimsOf(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

  test(`each row and sentence of ${path} is mapped`, (t) => {
    const excerpts = [...Object.keys(shown), ...Object.keys(gaps), ...plain];
    const unmapped = claims.filter((claim) => !excerpts.some((excerpt) => claim.includes(excerpt)));
    assert.deepEqual(unmapped, []);
    for (const [excerpt, reason] of Object.entries(gaps)) t.diagnostic(`gap: ${excerpt}: ${reason}`);
    t.diagnostic(`${claims.length} claims, ${Object.keys(gaps).length} gaps`);
  });

  test(`what is mapped stands in ${path}, once`, () => {
    for (const excerpt of [...Object.keys(shown), ...Object.keys(gaps), ...plain]) {
      const found = claims.filter((claim) => claim.includes(excerpt));
      assert.equal(found.length, 1, `"${excerpt}" stands in ${found.length} claims`);
    }
  });

  test(`the tests that show ${path} exist`, () => {
    const missing = Object.values(shown)
      .flat()
      .filter((name) => {
        const colon = name.indexOf(': ');
        const file = fileOf(name.slice(0, colon));
        return !file || !hasTest(file, name.slice(colon + 2));
      });
    assert.deepEqual([...new Set(missing)], []);
  });

  test(`each gap of ${path} has its reason, and each other claim a test`, () => {
    for (const reason of Object.values(gaps)) assert.notEqual(reason, '');
    for (const [excerpt, tests] of Object.entries(shown)) assert.notEqual(tests.length, 0, excerpt);
  });
}

test('a page is taken apart into its rows and clauses', () => {
  const page = [
    '# Title',
    '',
    'One (a; b). Two; `x. y` three',
    'goes on.',
    '',
    '| a | b |',
    '| --- | --- |',
    '| 1 | 2. 3 |',
    '',
    '- four',
    '- five 1.5',
    '',
  ].join('\n');
  assert.deepEqual(claimsOf(page), [
    'One (a; b).',
    'Two;',
    '`x. y` three goes on.',
    '1 | 2. 3',
    'four',
    'five 1.5',
  ]);
});

test('the checklist for a real iPhone is there, and says that it is not tested', () => {
  const checklist = readFileSync(new URL('../../docs/iphone.md', import.meta.url), 'utf8');
  assert.match(checklist, /^\*\*Not tested\.\*\*/m);
  assert.ok([...checklist.matchAll(/^- \[ \] /gm)].length > 20);
});
