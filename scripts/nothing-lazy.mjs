/** For the one file: what loads late elsewhere is in it from the start. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { minifyLiterals } from './minify-styles.mjs';

/** What is fetched when it is needed. */
export const LAZY = /\bimport\('(\.[^']+)'\)/g;
/** Where one name of the module is wanted. */
const LAZY_NAME = /\(await import\('(\.[^']+)'\)\)\.(\w+)/g;
const LAZY_CONST = /\bconst { (\w+) } = await import\('(\.[^']+)'\)/g;

/**
 * Makes static imports of the lazy ones, and minifies. esbuild would keep them lazy by a function around each module
 * that one of them reaches; then it shakes nothing off, and the file is a twentieth larger.
 *
 * @type {import('esbuild').Plugin}
 */
export const nothingLazy = {
  name: 'nothing-lazy',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /[\\/](components|src)[\\/].*\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      const imports = [];
      const importAs = (as, module) => {
        const local = `lazy${imports.length}`;
        imports.push(`import ${as(local)} from '${module}';\n`);
        return local;
      };
      const one = (name, module) => importAs((local) => `{ ${name} as ${local} }`, module);
      // A name alone where that is enough: for an object of all of them esbuild keeps all that a module exports.
      const contents = source
        .replace(LAZY_NAME, (_, module, name) => `(await ${one(name, module)})`)
        .replace(LAZY_CONST, (_, name, module) => `const ${name} = await ${one(name, module)}`)
        .replace(LAZY, (_, module) => `Promise.resolve(${importAs((local) => `* as ${local}`, module)})`);
      const minified = /[\\/]components[\\/]/.test(file) ? await minifyLiterals(contents) : contents;
      return { contents: imports.join('') + minified, loader: 'ts' };
    });
    // It speaks English; where it is to speak another language, the page gives it one by `setStrings()`.
    onResolve({ filter: /^\.\/(button\/)?[a-z]{2}\.ts$/ }, ({ path: module, importer, resolveDir }) =>
      importer.endsWith('-words.ts')
        ? { path: path.join(resolveDir, path.dirname(module), 'en.ts') }
        : undefined,
    );
  },
};
