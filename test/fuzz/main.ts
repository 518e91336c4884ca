/**
 * `npm run fuzz -- [--runs N] [--sequences N] [--seed S] [--run R]`: reads N mangled messages and lives N random lives
 * of a UA, and prints the first input that anything goes wrong with. The same seed gives the same inputs; `--run`
 * repeats a single one of them.
 */
import './watched-scanner.ts';
import { parseArgs } from 'node:util';

const { fuzzMessages } = await import('./messages.ts');
const { fuzzSequences } = await import('./sequences.ts');

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    sequences: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    run: { type: 'string' },
  },
});
const seed = Number(values.seed);
const from = Number(values.run ?? 0);
const until = (runs: string) => (values.run === undefined ? Number(runs) : from + 1);

console.log(`seed ${seed}: ${values.runs} messages …`);
const finding = fuzzMessages({ seed, from, until: until(values.runs) });
if (finding) console.log(`message ${finding.run}: ${finding.input}\n`, finding.error);
console.log(`seed ${seed}: ${values.sequences} lives of a UA …`);
const bad = await fuzzSequences({ seed, from, until: until(values.sequences) });
if (bad) console.log(`life ${bad.run}:\n${bad.steps.join('\n')}\n`, bad.error);
console.log(
  finding || bad ? `Again: npm run fuzz -- --seed ${seed} --run ${(finding ?? bad)?.run}` : 'Nothing found.',
);
process.exit(finding || bad ? 1 : 0);
