/** For bundles: styles and templates stand in literals (`css`, `html`), which esbuild leaves as they are written. */
import { readFile } from 'node:fs/promises';
import { transform } from 'esbuild';

/** A whole literal, without expressions in it. */
const STYLES = /\bcss`((?:[^`$]|\$(?!{))*)`/g;

/** @type {import('esbuild').Plugin} */
export const minifyStyles = {
  name: 'minify-styles',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]components[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: await minifyLiterals(await readFile(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

/**
 * Minifies the styles and templates in a module of components/.
 *
 * @param {string} source
 */
export async function minifyLiterals(source) {
  const found = [...source.matchAll(STYLES)];
  const minified = await Promise.all(found.map(([, styles]) => minify(styles)));
  const contents = source.replace(STYLES, () => `css\`${minified.shift()}\``);
  // Outside of literals an indentation means nothing, and in HTML any white space is as good as one.
  return contents.replace(/\n +/g, '\n');
}

async function minify(styles) {
  const { code } = await transform(styles, { loader: 'css', minify: true });
  return code.trim().replaceAll('\\', '\\\\');
}
