/** Bundles as a page would load them, and what they weigh. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { inOneFile } from '../scripts/cdn.mjs';
import { minifyStyles } from '../scripts/minify-styles.mjs';

/** The project's folder. */
export const root = path.join(import.meta.dirname, '..');

/** A bundle: its files by name, the entry first, and what esbuild tells of them. */
export interface Bundle {
  files: { name: string; contents: Uint8Array }[];
  metafile: Metafile;
}

/** The names of the contenders: `ours`, `jssip`, `sip`. */
export type ContenderName = 'ours' | 'jssip' | 'sip';

const SHARED = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  metafile: true,
  write: false,
  logLevel: 'error',
  plugins: [minifyStyles],
  // Lit's decorators are those of TypeScript.
  tsconfig: path.join(root, 'tsconfig.json'),
} satisfies BuildOptions;

/**
 * Bundles and minifies a module, as the sizes of design are counted.
 *
 * @param code the module's text; its imports are relative to the project's folder, or packages of bench/
 * @param splitting whether what is imported lazily is a file of its own
 */
export async function bundle(code: string, splitting = false): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    ...SHARED,
    minify: true,
    splitting,
    stdin: { contents: code, resolveDir: path.join(root, 'bench'), sourcefile: 'entry.ts', loader: 'ts' },
    outdir: '.',
    absWorkingDir: root,
    chunkNames: 'chunk-[name]-[hash]',
  });
  const files = outputFiles.map(({ path: file, contents }) => ({
    name: path.relative(root, file),
    contents,
  }));
  files.sort((a, b) => Number(b.name === 'stdin.js') - Number(a.name === 'stdin.js'));
  return { files, metafile };
}

/** The very file that a page pastes to have everything (`dist/cdn/sip-elements.all.js`). */
export async function shippedOneFile(): Promise<Bundle> {
  const { outputFiles, metafile } = await build({ ...inOneFile, outdir: '.', write: false });
  const files = outputFiles.map(({ path: file, contents }) => ({
    name: path.relative(root, file),
    contents,
  }));
  return { files: files.filter(({ name }) => name.endsWith('.js')), metafile };
}

/** The size of one file as a server sends it: gzip -9, in bytes. */
export function gzipSize(contents: Uint8Array | string): number {
  return gzipSync(contents, { level: 9 }).length;
}

/** The size of all files of a bundle, each compressed by itself as a server does, in bytes. */
export function totalSize({ files }: Bundle): number {
  return files.reduce((sum, { contents }) => sum + gzipSize(contents), 0);
}

/** A folder for what a run of the bench needs on disk; gone with the process. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sip-elements-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Bundles a program of bench/ that runs in Node.js or in a page; the functions keep their names. */
export async function bundleProgram(file: string): Promise<string> {
  const { outputFiles } = await build({
    ...SHARED,
    entryPoints: [path.join(root, 'bench', file)],
    outdir: '.',
  });
  return outputFiles[0]?.text ?? '';
}

/** The same, written into a folder; gives the file's path. */
export async function writeProgram(file: string, folder: string): Promise<string> {
  const target = path.join(folder, `${file.replace(/\.\w+$/, '')}.mjs`);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, await bundleProgram(file));
  return target;
}
