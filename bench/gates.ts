/**
 * The size gates, quickly: `node scripts/start.mjs bench/gates.ts [--files]`. Ends with status 1 where one fails
 * that is enforced; with `--files` it also prints where the bytes are.
 */
import { attribution } from './attribution.ts';
import { bundle, shippedOneFile } from './bundle.ts';
import { show, table } from './report.ts';
import { ENTRIES, initialFiles, measureSizes, ONE_FILE } from './sizes.ts';

const measured = await measureSizes();
const kilobytes = (size: number) => `${show(size / 1000)} KB`;
console.log(
  table(
    ['size, gzip', 'is', 'gate', 'goal', ''],
    measured.map(({ what, size, gate, enforced, goal }) => [
      what,
      kilobytes(size),
      `${gate} KB`,
      goal === undefined ? '' : `${goal} KB`,
      size > gate * 1000
        ? enforced
          ? 'FAILS'
          : 'not yet'
        : goal !== undefined && size <= goal * 1000
          ? 'goal met'
          : 'holds',
    ]),
  ),
);
if (process.argv.includes('--files')) {
  for (const { what, code, initial } of Object.values(ENTRIES)) {
    const made = await bundle(code, initial);
    console.log(`\n${what}\n${attribution(made, initial ? initialFiles(made) : made.files)}`);
  }
  const made = await shippedOneFile();
  console.log(`\n${ONE_FILE.what}\n${attribution(made, made.files)}`);
}
process.exitCode = measured.some(({ size, gate, enforced }) => enforced && size > gate * 1000) ? 1 : 0;
