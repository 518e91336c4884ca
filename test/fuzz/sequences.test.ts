import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzSequences } from './sequences.ts';

/** The environment variable is for a quick run in between. Others: `npm run fuzz -- --sequences N --seed S`. */
const runs = Math.ceil(Number(process.env['FUZZ_RUNS'] ?? 100_000) / 50);

test(`${runs} random lives of a UA: nothing throws, and an hour after stop() nothing is left`, async () => {
  const bad = await fuzzSequences({ seed: 1, until: runs });
  if (bad) assert.fail(`run ${bad.run} of seed ${bad.seed}:\n${bad.steps.join('\n')}\n${String(bad.error)}`);
});
