/** Where the bytes of a bundle are. */
import { gzipSize, type Bundle } from './bundle.ts';
import { table } from './report.ts';

/**
 * A table of the compressed bytes that each source file has in a bundle. What a file costs can only be shared
 * out: its part of the minified text, times how well the whole compresses. Files of a package count together.
 *
 * @param files those of the bundle's files that count
 */
export function attribution({ metafile }: Pick<Bundle, 'metafile'>, files: Bundle['files']): string {
  const bytes = new Map<string, number>();
  for (const { name: output } of files) {
    const inputs = metafile.outputs[output]?.inputs ?? {};
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file;
      bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
    }
  }
  const minified = files.reduce((sum, { contents }) => sum + contents.length, 0);
  const compressed = files.reduce((sum, { contents }) => sum + gzipSize(contents), 0);
  const lines = [...bytes]
    .filter(([, size]) => size > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name, size]) => [name, String(size), String(Math.round((size * compressed) / minified))]);
  return table(['file', 'minified', 'gzip share'], [...lines, ['all', String(minified), String(compressed)]]);
}
