import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import ts from 'typescript';
import whole, * as names from '../src/index.ts';
import type * as AgentEntry from '../src/ua/agent.ts';

const root = path.join(import.meta.dirname, '..');
const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(path.join(root, 'src', file), 'utf8') }));

test('everything is exported by name, and also together as the default object', () => {
  const { default: together, ...byName } = names;
  assert.equal(together, whole);
  assert.deepEqual({ ...whole }, byName);
});

test('the classes and modules of the manual are there, with name and version', () => {
  const classes = [
    'UA',
    'RTCSession',
    'Message',
    'Registrator',
    'URI',
    'NameAddrHeader',
    'WebSocketInterface',
  ] as const;
  for (const name of classes) assert.equal(typeof whole[name], 'function', name);
  assert.equal(typeof whole.Grammar.parse, 'function');
  assert.equal(typeof whole.Utils.newTag, 'function');
  assert.equal(typeof whole.Exceptions.ConfigurationError, 'function');
  assert.equal(whole.C.causes.BUSY, 'Busy');
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as typeof names;
  assert.equal(whole.name, manifest.name);
  assert.equal(whole.version, manifest.version);
});

/** What a listener, an option bag or a payload is called here. */
const PUBLISHED = /(?:Events?|EventHandlers|Options|Configuration)$/;

test('every event map, option bag and event payload is a published type', () => {
  const index = path.join(root, 'src', 'index.ts');
  const program = ts.createProgram([index], { allowImportingTsExtensions: true, noEmit: true, noLib: true });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(index)!);
  const published = new Set(checker.getExportsOfModule(module!).map(({ name }) => name));
  const declared = sources
    .filter(({ file }) => /^(?:ua|call)\//.test(file))
    .flatMap(({ text }) => [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name!))
    .filter((name) => PUBLISHED.test(name));
  // What only the core's own files hand each other.
  const internal = [
    'CallConfiguration',
    'SessionTimersConfiguration',
    'CallEvent',
    'RecoveryEvent',
    'SubscriberEvent',
  ];
  assert.deepEqual(
    declared.filter((name) => !published.has(name) && !internal.includes(name)),
    [],
  );
  assert.ok(declared.length > 20);
});

test('logs are silent until they are switched on', () => {
  const program = `
    const { debug, UA } = await import('./src/index.ts');
    const socket = { via_transport: 'WS', url: 'x', sip_uri: 'sip:x', connect() { this.onconnect(); }, disconnect() {}, send: () => true };
    if (process.argv[1] === 'on') debug.enable('sip-elements:*');
    new UA({ uri: 'sip:alice@example.com', sockets: socket }).start();
    process.exit();`;
  const output = (argument: string) =>
    spawnSync(process.execPath, ['--input-type=module', '--eval', program, '--', argument], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, DEBUG: '' },
    });
  const silent = output('off');
  assert.equal(silent.stdout + silent.stderr, '');
  assert.match(output('on').stderr, /sip-elements:ua:/);
});

test('each source file logs under a name that mirrors its path', () => {
  for (const { file, text } of sources) {
    const [, namespace] = /= createLog\('([^']+)'/.exec(text) ?? [];
    if (namespace === undefined) continue;
    assert.equal(namespace, `sip-elements:${file.replace(/\.ts$/, '').replaceAll('/', ':')}`);
  }
});

test('the numbers of the states of a UA and of a subscription are those that applications know', () => {
  assert.deepEqual(
    { ...whole.UA.C },
    { STATUS_INIT: 0, STATUS_READY: 1, STATUS_USER_CLOSED: 2, STATUS_NOT_READY: 3 },
  );
  const { C } = whole.Subscriber;
  assert.deepEqual(
    [C.STATE_PENDING, C.STATE_ACTIVE, C.STATE_TERMINATED, C.STATE_INIT, C.STATE_WAITING_NOTIFY],
    [0, 1, 2, 3, 4],
  );
});

/** The files that a bundle of an entry point holds, those that it loads later included. */
async function bundled(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [path.join(root, entry)],
    bundle: true,
    write: false,
    outdir: 'nowhere',
    format: 'esm',
    splitting: true,
    platform: entry === 'src/node.ts' ? 'node' : 'browser',
    absWorkingDir: root,
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}

test('a bundle for the browser holds nothing of ws, the entry point of Node.js does', async () => {
  const ofWs = (input: string) => input.includes('node_modules/ws/');
  assert.equal((await bundled('src/index.ts')).some(ofWs), false);
  assert.equal((await bundled('src/node.ts')).some(ofWs), true);
});

test('the small agent is an entry point of its own, with calls and registration only; UA is more of it', async () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, { default: string }>;
  };
  const entry = manifest.exports['./agent']!.default.replace('./dist/', '').replace(/\.js$/, '.ts');
  const { Agent } = (await import(`../${entry}`)) as typeof AgentEntry;
  assert.ok(whole.UA.prototype instanceof Agent);
  for (const method of ['call', 'register'] as const)
    assert.equal(typeof Agent.prototype[method], 'function');
  const files = await bundled(entry);
  const others = ['exchange', 'subscriber', 'notifier', 'publisher', 'replaces'].map(
    (name) => `src/ua/${name}.ts`,
  );
  const ofCalls = [
    'refer',
    'own-offers',
    'offer-events',
    'invite-again',
    'hold',
    'info',
    'dtmf',
    'recovery',
  ].map((name) => `src/call/${name}.ts`);
  for (const file of [...others, ...ofCalls]) {
    assert.ok(!files.includes(file), file);
  }
  assert.ok(files.includes('src/call/session.ts'));
});
