/** The files for pages without a bundler: `dist/cdn`. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { launcherFirst } from './launcher-first.mjs';
import { minifyStyles } from './minify-styles.mjs';
import { nothingLazy } from './nothing-lazy.mjs';
import { root } from './setup.mjs';

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const source = (name) => path.join('components', name);
const languages = readdirSync(path.join(root, source('locales/button'))).map((file) =>
  file.replace('.ts', ''),
);

/** What each file that a page names begins with; chunks go without, for a visitor pays for every byte of them. */
const banner = `/*! sip-elements ${version}, MIT; what else is in it: LICENSES.txt */`;

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  target: 'es2022',
  platform: 'browser',
  tsconfig: 'tsconfig.json',
  // Wherever the packages are, the build is the same.
  preserveSymlinks: true,
  sourcemap: true,
  metafile: true,
  plugins: [minifyStyles],
  // Who is to be thanked stands in LICENSES.txt.
  legalComments: 'none',
  logLevel: 'warning',
};

/**
 * How everything becomes one file. bench/sizes.ts weighs what is built by it.
 *
 * @type {import('esbuild').BuildOptions & { metafile: true }}
 */
export const inOneFile = {
  ...shared,
  entryPoints: [source('cdn/sip-elements.all.ts')],
  format: 'esm',
  banner: { js: banner },
  plugins: [nothingLazy],
};

/**
 * Builds them into a folder: the launcher with its chunks, everything in one file as a module and as a classic script,
 * and the languages that a page may add to those.
 *
 * @param {string} folder
 */
export async function buildForPages(folder) {
  const made = await Promise.all([
    build({
      ...shared,
      entryPoints: [source('cdn/sip-elements.ts')],
      plugins: [launcherFirst],
      format: 'esm',
      splitting: true,
      // The maps are there, for who debugs; a comment that names one costs every visitor, in each chunk.
      sourcemap: 'external',
      outdir: folder,
      chunkNames: 'chunks/[name]-[hash]',
    }),
    build({ ...inOneFile, outdir: folder }),
    build({
      ...inOneFile,
      format: 'iife',
      globalName: 'SipElements',
      outfile: path.join(folder, 'sip-elements.all.iife.js'),
    }),
    build({
      ...shared,
      entryPoints: languages.map((language) => source(`locales/${language}.ts`)),
      format: 'esm',
      outdir: path.join(folder, 'locales'),
    }),
  ]);
  putBanner(path.join(folder, 'sip-elements.js'));
  await build({
    entryPoints: [path.join(root, source('styles/before-defined.css'))],
    ...{ outdir: folder, minify: true },
  });
  writeFileSync(path.join(folder, 'LICENSES.txt'), licenses(made.map(({ metafile }) => metafile)));
}

/** Puts the banner before a file that was built without it; `;` is a line in a source map (ECMA-426). */
function putBanner(file) {
  writeFileSync(file, `${banner}\n${readFileSync(file, 'utf8')}`);
  const map = JSON.parse(readFileSync(`${file}.map`, 'utf8'));
  writeFileSync(`${file}.map`, JSON.stringify({ ...map, mappings: `;${map.mappings}` }));
}

/** The licenses of ours and of all packages of which something was built in. */
function licenses(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const packages = inputs.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
  const texts = [...new Set(packages)].sort().map((name) => [name, path.join(root, 'node_modules', name)]);
  return [['sip-elements', root], ...texts]
    .map(([name, folder]) => `${name}\n\n${licenseIn(folder)}`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function licenseIn(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`no license in ${folder}`);
  return readFileSync(path.join(folder, file), 'utf8').trimEnd() + '\n';
}

/** What a page writes into `integrity` (Subresource Integrity). */
export function integrity(file) {
  return `sha384-${createHash('sha384').update(readFileSync(file)).digest('base64')}`;
}
