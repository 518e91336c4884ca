import './watched-scanner.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { fuzzMessages } = await import('./messages.ts');

/** 100,000 in CI; the environment variable is for a quick run in between. Others: `npm run fuzz -- --runs N --seed S`. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 100_000);

test(`${runs} mangled messages are read and answered: nothing throws, no cursor moves back`, () => {
  const finding = fuzzMessages({ seed: 1, until: runs });
  if (finding) assert.fail(`run ${finding.run}: ${finding.input}\n${String(finding.error)}`);
});
