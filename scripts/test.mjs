/**
 * `npm test`: everything that is tested, in groups; the last line says how many tests passed and failed.
 *
 *     node scripts/test.mjs [--no-install] [--update] [group …] [file …]
 *
 * Groups: static (types, lint, format, sizes), unit (node:test), fuzz, browser (Chromium, Firefox, WebKitGTK), interop (real
 * servers), package (what npm would publish, in an empty project). Without a group all of them run. Files narrow the
 * groups named to those test files; --update takes what is seen now for right (test/visual/baselines). A group that
 * cannot run, or that finds no test, has failed.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inNamespace } from './namespace.mjs';
import { environment, installDependencies, node, root } from './setup.mjs';
import { preparePrograms } from './system.mjs';

/** Each group gives counts by name: { 'node:test': { passed: 3, failed: 0 } }. */
const groups = {
  static: runStatic,
  unit: runUnit,
  fuzz: runFuzz,
  browser: runBrowser,
  interop: runInterop,
  package: runPackage,
};

const args = process.argv.slice(2);
const install = !args.includes('--no-install');
const update = args.includes('--update');
const files = args.filter((arg) => arg.endsWith('.ts'));
const named = args.filter((arg) => arg in groups);
const options = ['--no-install', '--update'];
const unknown = args.filter((arg) => !options.includes(arg) && !files.includes(arg) && !named.includes(arg));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(' ')}. Groups are ${Object.keys(groups).join(', ')}.`);
  process.exit(2);
}
/** A test that has not ended by itself by then has failed, … */
const LONGEST_TEST_MS = 5 * 60_000;
/** … and so has a command. */
const LONGEST_MS = 30 * 60_000;
/** How long a command that is told to end may take. */
const END_WITHIN_MS = 2_000;
const none = { passed: 0, failed: 0 };
const chosen = named.length > 0 ? named : Object.keys(groups);

installDependencies();
const missing = preparePrograms(chosen, { install });

/** For the files of everything that is started here: it goes with us. */
const temporary = mkdtempSync(path.join(tmpdir(), 'sip-elements-test-'));
process.on('exit', () => {
  try {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 10 });
  } catch (error) {
    // A program that ends after us may write into it to the last; no test has failed by that.
    console.error(String(error));
  }
});

/** Ends what runs. */
let endRunning = () => {};
for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
  process.on(signal, async () => {
    await endRunning();
    process.exit(128 + number);
  });
}

const counts = {};
for (const group of chosen) {
  const start = Date.now();
  console.log(`\n━━ ${group}`);
  Object.assign(counts, missing[group] ? cannotRun(group) : await groups[group]());
  console.log(`━━ ${group}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
}
summarize(counts);

async function runStatic() {
  return {
    'types (tsc)': await oneCheck('tsc'),
    'lint (eslint)': await oneCheck('eslint', '.'),
    'format (prettier)': await oneCheck('prettier', '--check', '--log-level', 'warn', '.'),
    'sizes (gates)': await oneCheck(node, path.join('bench', 'gates.ts')),
  };
}

async function runUnit() {
  if (files.length > 0) return { 'node:test': await nodeTest(files) };
  const own = ['interop', 'fuzz', 'package'];
  const all = testFiles('.test.ts').filter((file) => !own.some((folder) => isIn(folder, file)));
  // Less of the core than this without a test, and the run has failed.
  const coverage = [
    '--experimental-test-coverage',
    '--test-coverage-include=src/**/*.ts',
    '--test-coverage-lines=95',
    '--test-coverage-branches=90',
  ];
  return { 'node:test': await nodeTest(all, (command) => [...command, ...coverage]) };
}

async function runFuzz() {
  return { fuzz: await nodeTest(testFiles('.test.ts').filter((file) => isIn('fuzz', file))) };
}

async function runInterop() {
  const all = testFiles('.test.ts').filter((file) => isIn('interop', file));
  return { interop: await oneByOne(files.length > 0 ? files : all) };
}

async function runPackage() {
  const folder = path.join(temporary, 'package');
  // Outside the namespace: an empty project gets its packages from the registry.
  if ((await run([node, path.join('scripts', 'package.mjs'), folder])) !== 0)
    return { package: checked(none, 1) };
  const all = testFiles('.test.ts').filter((file) => isIn('package', file));
  return { package: await oneByOne(files.length > 0 ? files : all, { PACKED: folder }) };
}

async function runBrowser() {
  const counted = path.join(temporary, 'browser.json');
  const env = {
    TEST_COUNTS: counted,
    ...(files.length > 0 && { TEST_FILES: files.join(',') }),
    ...(update && { UPDATE_BASELINES: '1' }),
  };
  const status = await run(inNamespace(['wtr']), env);
  const byBrowser = readCounts(counted) ?? { browser: none };
  const failed = Object.values(byBrowser).some((count) => count.failed > 0);
  return Object.fromEntries(
    Object.entries(byBrowser).map(([name, count]) => [name, checked(count, failed ? 0 : status)]),
  );
}

function testFiles(ending) {
  return readdirSync(path.join(root, 'test'), { recursive: true })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.join('test', file));
}

function isIn(folder, file) {
  return file.startsWith(path.join('test', folder));
}

/**
 * One file after another: they have the same servers at the same ports. Each in a namespace of its own, so that what a
 * file leaves behind when it fails is nothing to the next.
 */
async function oneByOne(tests, env) {
  const sum = { ...none };
  for (const file of tests) {
    const { passed, failed } = await nodeTest([file], inNamespace, env);
    sum.passed += passed;
    sum.failed += failed;
    if (failed > 0) console.log(`━━ ${failed} failed in ${file}`);
  }
  return checked(sum, 0);
}

async function nodeTest(tests, wrap = (command) => command, env = {}) {
  if (tests.length === 0) return checked(none, 0);
  const counted = path.join(temporary, 'node.json');
  // A runner that does not come to its end leaves no numbers, and must not find those of the group before.
  rmSync(counted, { force: true });
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${path.join(root, 'scripts', 'count-reporter.mjs')}`,
    `--test-reporter-destination=${counted}`,
  ];
  const [program, ...rest] = wrap([node, '--test', `--test-timeout=${LONGEST_TEST_MS}`, ...reporters]);
  const status = await run([program, ...rest, ...tests], env);
  return checked(readCounts(counted) ?? none, status);
}

/** The numbers that a runner left, or undefined where it never came to its end. */
function readCounts(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8') || 'null') : undefined;
}

/** A run without any test is a failure, and so is one that says it failed without a failed test. */
function checked({ passed, failed }, status) {
  const honest = passed + failed > 0 && (status === 0 || failed > 0);
  return honest ? { passed, failed } : { passed, failed: failed + 1 };
}

async function oneCheck(...command) {
  const passed = (await run(command)) === 0;
  return { passed: Number(passed), failed: Number(!passed) };
}

function cannotRun(group) {
  const packages = missing[group].join(' ');
  console.log(`${group} cannot run: missing ${packages}. Get it on Debian: apt-get install ${packages}`);
  return { [group]: { passed: 0, failed: 1 } };
}

/** Runs a command, and gives its exit code. */
function run([program, ...rest], env = {}) {
  const child = spawn(program, rest, {
    cwd: root,
    env: { ...environment, TMPDIR: temporary, ...env },
    stdio: 'inherit',
  });
  const ended = new Promise((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
    child.once('error', (error) => resolve(console.error(String(error)) ?? 1));
  });
  endRunning = () => {
    child.kill();
    setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
    return ended;
  };
  const late = setTimeout(() => {
    console.error(`Not at its end after ${LONGEST_MS / 60_000} minutes: ${program} ${rest.join(' ')}`);
    void endRunning();
  }, LONGEST_MS);
  return ended.finally(() => clearTimeout(late));
}

function summarize(results) {
  console.log('\n━━ summary');
  let [passed, failed] = [0, 0];
  for (const [name, count] of Object.entries(results)) {
    console.log(`${name}: ${count.passed} passed, ${count.failed} failed`);
    passed += count.passed;
    failed += count.failed;
  }
  process.exitCode = failed > 0 ? 1 : 0;
  console.log(`${passed} passed, ${failed} failed`);
}
