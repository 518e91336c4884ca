import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** `test('…'`, `it("…"` or a template, not skipped; of a string, what stands between the quotes. */
const TITLE = /\b(?:test|it)\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g;

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What matches the titles of a template: any text in the place of each value. */
function matcherOf(template: string): RegExp {
  return new RegExp(
    `^${template
      .split(/\$\{[^}]*\}/)
      .map(escapeRegExp)
      .join('.+')}$`,
  );
}

/** The file of a test, by its name in the map: one of those that scripts/test.mjs and the browser runner run. */
export function fileOf(name: string): string | undefined {
  return [`test/${name}.test.ts`, `test/${name}.ts`].find(
    (path) => /\.(?:test|browser)\.ts$/.test(path) && existsSync(new URL(path, root)),
  );
}

const matchers = new Map<string, RegExp[]>();

/** Whether a file has a test of this title. */
export function hasTest(path: string, title: string): boolean {
  let ofFile = matchers.get(path);
  if (!ofFile) {
    const source = readFileSync(new URL(path, root), 'utf8');
    ofFile = [...source.matchAll(TITLE)].map(([, single, double, template]) =>
      template === undefined
        ? new RegExp(`^${escapeRegExp((single ?? double ?? '').replaceAll(/\\(.)/g, '$1'))}$`)
        : matcherOf(template),
    );
    matchers.set(path, ofFile);
  }
  return ofFile.some((matcher) => matcher.test(title));
}
