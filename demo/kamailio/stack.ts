/**
 * Real servers for a call, started and stopped together: Kamailio (registrar, proxy, presence), rtpengine (media between
 * browsers and telephones), coturn (TURN) and baresip (a telephone). They listen on one address only and write only
 * into one folder of their own. `npm run demo:kamailio` and the interop tests run the same.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the configuration says, filled into the files of `config/`. */
export const settings = {
  /** The one address on which everything listens. */
  ip: '127.0.0.1',
  /** The SIP domain of all accounts and the realm of TURN. */
  domain: 'sip.test',
  /** The secret of time-limited credentials, for SIP and TURN alike. A test value, good for loopback only. */
  secret: 'test-shared-secret',
} as const;

interface Server {
  readonly command: readonly string[];
  /** Where it listens, each as `tcp 5060`. It has started when the last of them is taken. */
  readonly ports: readonly string[];
}

/** The servers in the order of their start, as they are called with their files in the folder `run`. */
const servers = {
  rtpengine: (run) => ({
    command: ['rtpengine', `--config-file=${run}/rtpengine.conf`],
    ports: ['udp 2223'],
  }),
  kamailio: (run) => ({
    // -DD stays in the foreground, -E logs to stderr, -m and -M are MiB of shared and private memory.
    command: ['kamailio', '-DD', '-E', '-m', '64', '-M', '8', '-Y', run, '-f', `${run}/kamailio.cfg`],
    ports: ['udp 5060', 'tcp 5060', 'tcp 8081', 'tcp 8443', 'tcp 8080'],
  }),
  coturn: (run) => ({
    command: ['turnserver', '-c', `${run}/turnserver.conf`],
    ports: ['udp 3478', 'tcp 3478'],
  }),
  baresip: (run) => ({
    command: ['baresip', '-4', '-f', `${run}/baresip`],
    ports: ['tcp 4444', 'udp 5070'],
  }),
} satisfies Record<string, (run: string) => Server>;

/** The name of a server of the stack. */
export type ServerName = keyof typeof servers;

/** The names of all servers of the stack, in the order of their start. */
export const serverNames = Object.keys(servers) as ServerName[];

/** A running stack. */
export interface Stack {
  /** Its folder: configuration, one log for each server, and what baresip heard in `heard/`. */
  readonly run: string;
  /** Ends one server and waits until it has ended. */
  stopServer(name: ServerName): Promise<void>;
  /** Starts one that was stopped, and waits until it listens. */
  startServer(name: ServerName): Promise<void>;
  /** Stops a server where it stands: its connections stay open, and nobody answers on them. */
  freeze(name: ServerName): void;
  /** Wakes a frozen server. */
  thaw(name: ServerName): void;
  /** Ends every server, the last started first, and waits until it has ended. */
  stop(): Promise<void>;
}

/**
 * Starts servers and waits until each listens.
 *
 * @param run an empty folder of their own
 * @param names which of them; all by default
 * @throws Error that names the port that is taken, or the server that did not start with the end of its log; what
 *   had started by then is stopped
 */
export async function startStack(run: string, names: readonly ServerName[] = serverNames): Promise<Stack> {
  configure(run);
  const running: Running[] = [];
  const kill = () => running.forEach(({ child }) => signalAll(child, 'SIGKILL'));
  process.on('exit', kill);
  const byName = (name: ServerName) => running.filter((server) => server.name === name);
  const stack: Stack = {
    run,
    async stopServer(name) {
      for (const server of byName(name)) {
        running.splice(running.indexOf(server), 1);
        await end(server);
      }
    },
    startServer: (name) => start(run, name, running),
    freeze: (name) => byName(name).forEach((server) => setFrozen(server, true)),
    thaw: (name) => byName(name).forEach((server) => setFrozen(server, false)),
    async stop() {
      // baresip before Kamailio: it hangs on its unregistration otherwise.
      for (const server of running.reverse()) await end(server);
      process.off('exit', kill);
    },
  };
  try {
    for (const name of names) await start(run, name, running);
  } catch (error) {
    await stack.stop();
    throw error;
  }
  return stack;
}

interface Running {
  readonly name: ServerName;
  readonly child: ChildProcess;
  frozen: boolean;
}

async function start(run: string, name: ServerName, running: Running[]): Promise<void> {
  const { command, ports }: Server = servers[name](run);
  for (const port of ports) {
    // A process of a server that was killed a moment ago may have it still.
    if (!(await until(() => !isTaken(port), 1_000)))
      throw new Error(`${name} wants port ${port} on ${settings.ip}, which is taken`);
  }
  const log = path.join(run, `${name}.log`);
  const output = openSync(log, 'a');
  const child = spawn(command[0] ?? name, command.slice(1), {
    stdio: ['ignore', output, output],
    // A group of its own: signalAll().
    detached: true,
  });
  const failure = new Promise<string>((resolve) => {
    child.once('error', () =>
      resolve(`${command[0]} is not installed (README.md names the Debian packages)`),
    );
    child.once('exit', (code) => resolve(`${name} ended with ${code}:\n${lastLines(log)}`));
  });
  running.push({ name, child, frozen: false });
  const failed = await Promise.race([failure, untilTaken(ports)]);
  if (failed) throw new Error(failed);
}

async function untilTaken(ports: readonly string[]): Promise<string | undefined> {
  for (const port of ports) {
    if (!(await until(() => isTaken(port)))) return `nothing listens on ${port} after 30 s`;
  }
  return undefined;
}

/** Asks every 20 ms, for so many ms; false where it did not come true. */
async function until(isTrue: () => boolean, timeout = 30_000): Promise<boolean> {
  const end = Date.now() + timeout;
  while (!isTrue()) {
    if (Date.now() > end) return false;
    await sleep(20);
  }
  return true;
}

/**
 * Whether somebody listens at a port of {@link settings}.ip, or of every address. Read from the kernel's tables: who
 * tries to have the port takes it from the server that is just starting.
 *
 * @param port as `tcp 5060`
 */
export function isTaken(port: string): boolean {
  const [protocol, number] = port.split(' ');
  const hex = Number(number).toString(16).toUpperCase().padStart(4, '0');
  // Local and remote address: 0100007F is 127.0.0.1, and where nobody is connected the remote port is 0.
  const listener = new RegExp(`^ *\\d+: 0*(?:0100007F)?:${hex} \\w+:0000 `, 'm');
  return [`${protocol}`, `${protocol}6`].some((table) => {
    const file = `/proc/net/${table}`;
    return existsSync(file) && listener.test(readFileSync(file, 'utf8'));
  });
}

/** Sends a signal to a server and to the processes that it has made (Kamailio is many). */
function signalAll(child: ChildProcess, signal: NodeJS.Signals): void {
  if (isRunning(child)) process.kill(-child.pid, signal);
}

function isRunning(child: ChildProcess): child is ChildProcess & { pid: number } {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function setFrozen(server: Running, frozen: boolean): void {
  server.frozen = frozen;
  signalAll(server.child, frozen ? 'SIGSTOP' : 'SIGCONT');
}

async function end(server: Running): Promise<void> {
  const { child } = server;
  if (!isRunning(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // One that is frozen would not hear of its end.
  if (server.frozen) setFrozen(server, false);
  child.kill('SIGTERM');
  // Kamailio waits for its processes, of which now and then one hangs: without it they would keep its ports for ever.
  const late = setTimeout(() => signalAll(child, 'SIGKILL'), 5_000);
  await ended;
  clearTimeout(late);
}

function lastLines(log: string): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
}

/**
 * Writes every file of `config/` into the folder, with the words between @ filled in, a certificate for WSS, and the
 * empty database of the presence server.
 */
function configure(run: string): void {
  const words: Record<string, string> = {
    IP: settings.ip,
    DOMAIN: settings.domain,
    SECRET: settings.secret,
    RUN: run,
    LIBRARIES: `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`,
  };
  mkdirSync(path.join(run, 'heard'), { recursive: true });
  mkdirSync(path.join(run, 'baresip'));
  const config = path.join(import.meta.dirname, 'config');
  for (const file of readdirSync(config)) {
    const text = readFileSync(path.join(config, file), 'utf8');
    const filled = text.replace(/@([A-Z]+)@/g, (whole, word: string) => words[word] ?? whole);
    writeFileSync(path.join(run, placeOf(file)), filled);
  }
  writeFileSync(path.join(run, 'baresip', 'contacts'), '');
  makeCertificate(run);
  makePresenceDatabase(run);
}

/** baresip wants a folder of its own with names of its own. */
function placeOf(file: string): string {
  if (!file.startsWith('baresip.')) return file;
  return path.join('baresip', file === 'baresip.conf' ? 'config' : 'accounts');
}

function makeCertificate(run: string): void {
  const { domain, ip } = settings;
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '365'],
      ...['-subj', `/CN=${domain}`, '-addext', `subjectAltName=DNS:${domain},DNS:localhost,IP:${ip}`],
      ...['-keyout', `${run}/key.pem`, '-out', `${run}/cert.pem`],
    ],
    { stdio: 'ignore' },
  );
}

/** `standard` holds the versions of the tables, at which Kamailio looks first. */
function makePresenceDatabase(run: string): void {
  for (const tables of ['standard', 'presence']) {
    const input = readFileSync(`/usr/share/kamailio/db_sqlite/${tables}-create.sql`);
    execFileSync('sqlite3', [`${run}/presence.sqlite`], { input, stdio: ['pipe', 'ignore', 'inherit'] });
  }
}
