/** A computer whose network can be pulled out: browsers in a network namespace of their own, joined to ours by cables. */
import { execFileSync, spawn } from 'node:child_process';
import { readlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { Duplex } from 'node:stream';
import { after } from 'node:test';
import type { LaunchOptions } from 'puppeteer-core';
import { chromiumArgs, chromiumOptions, executables, firefoxOptions } from '../../support/browser-launch.ts';
import { until } from './until.ts';

/** Where the laptop finds us, whichever cable is in. */
const ours = '10.98.255.1';
const pagePort = 8000;
/** Loopback leads nowhere on a laptop. */
const ownLoopback = '--allow-loopback-in-peer-connection';
/** Where its Firefox is driven: a port of loopback, on the laptop and here. */
const driverPort = 9222;

/** The browsers of a laptop. */
export type SetupOnLaptop = 'Chromium on a laptop' | 'Firefox on a laptop';

/** A laptop with two ways to reach us, as Wi-Fi and mobile; each brings an address of its own, and one is in use. */
export interface Laptop {
  /** Its browsers. */
  readonly launches: Readonly<Record<SetupOnLaptop, LaunchOptions>>;
  /** Where they find our pages, as they are served at this port of loopback. */
  servePages(port: number): string;
  /** Kamailio's WebSocket, as the laptop reaches it. */
  readonly url: string;
  /** Lets the laptop reach this port of our loopback; gives the host and port where it does. */
  reach(port: number): string;
  /** Changes the address: the other cable comes in, this one goes. */
  swap(): void;
  /** Cuts the cable in use, somewhere on its way. */
  cut(): void;
  /** Mends it. */
  mend(): void;
  /** Takes the laptop away, once its browsers have ended. */
  close(): void;
}

/** Makes a laptop for the tests of the file that calls it; see {@link makeLaptop}. */
export async function useLaptop(folder: string): Promise<Laptop> {
  const laptop = await makeLaptop(folder);
  after(() => laptop.close());
  return laptop;
}

/**
 * Makes a laptop. Before any browser starts: a new interface is a change of the network, at which Chromium drops what
 * it is loading.
 *
 * @param folder for its files
 */
export async function makeLaptop(folder: string): Promise<Laptop> {
  const holder = spawn('unshare', ['--net', 'sleep', 'infinity'], { stdio: 'ignore' });
  const pid = String(holder.pid);
  await until('there is a second network namespace', () => isElsewhere(pid));
  const here = (...command: string[]) => execFileSync('ip', command);
  const there = (...command: string[]) =>
    execFileSync('nsenter', ['--target', pid, '--net', 'ip', ...command]);
  here('addr', 'add', `${ours}/32`, 'dev', 'lo');
  there('link', 'set', 'lo', 'up');
  for (const cable of [0, 1] as const) {
    here('link', 'add', `cable${cable}`, 'type', 'veth', 'peer', 'name', `eth${cable}`, 'netns', pid);
    here('link', 'set', `cable${cable}`, 'addrgenmode', 'none');
    there('link', 'set', `eth${cable}`, 'addrgenmode', 'none');
    here('addr', 'add', `10.98.${cable}.1/24`, 'dev', `cable${cable}`);
    here('link', 'set', `cable${cable}`, 'up');
  }
  let inUse = 0;
  // As a DHCP client does it: an address comes and goes with its link.
  const plug = (cable: number) => {
    there('link', 'set', `eth${cable}`, 'up');
    there('addr', 'add', `10.98.${cable}.2/24`, 'dev', `eth${cable}`);
    there('route', 'replace', 'default', 'via', `10.98.${cable}.1`);
  };
  const unplug = (cable: number) => {
    there('addr', 'flush', 'dev', `eth${cable}`);
    there('link', 'set', `eth${cable}`, 'down');
  };
  plug(inUse);
  forward(8080, 8080);
  return {
    launches: {
      'Chromium on a laptop': chromiumThere(pid, folder),
      'Firefox on a laptop': firefoxThere(pid, folder),
    },
    url: `ws://${ours}:8080`,
    reach(port) {
      forward(port, port);
      return `${ours}:${port}`;
    },
    servePages(port) {
      forward(pagePort, port);
      return `http://${ours}:${pagePort}`;
    },
    swap() {
      const before = inUse;
      inUse = 1 - before;
      plug(inUse);
      unplug(before);
    },
    cut: () => here('link', 'set', `cable${inUse}`, 'down'),
    mend: () => here('link', 'set', `cable${inUse}`, 'up'),
    close: () => void holder.kill(),
  };
}

function isElsewhere(pid: string): boolean {
  const namespaceOf = (id: string) => readlinkSync(`/proc/${id}/ns/net`);
  return namespaceOf(pid) !== namespaceOf('self');
}

/** The servers listen on loopback alone: what comes to the laptop's address for us goes on to there. */
function forward(from: number, to: number): void {
  listen(from, ours, () => {
    const onward = connect(to, '127.0.0.1');
    onward.unref();
    return onward;
  });
}

/** What comes to this port of our loopback goes on to the same one of the laptop's, whatever its cables do. */
function forwardThere(pid: string, port: number): void {
  const joinPipes = `const onward = net.connect(${port}, '127.0.0.1'); process.stdin.pipe(onward).pipe(process.stdout)`;
  listen(port, '127.0.0.1', () => {
    const command = ['--target', pid, '--net', process.execPath, '--eval', joinPipes];
    const { stdin, stdout } = spawn('nsenter', command, { stdio: ['pipe', 'pipe', 'ignore'] });
    return Duplex.from({ writable: stdin, readable: stdout });
  });
}

/** Joins what comes to this address with what goes on from it. */
function listen(port: number, host: string, goOn: () => Duplex): void {
  const server = createServer((socket) => {
    const onward = goOn();
    socket.pipe(onward).pipe(socket);
    // A laptop that is cut off never says that it is gone.
    socket.unref();
    // Where one side breaks, the other does too.
    socket.on('error', () => onward.destroy()).on('close', () => onward.destroy());
    onward.on('error', () => socket.destroy()).on('close', () => socket.destroy());
  });
  server.listen(port, host);
  server.unref();
}

function chromiumThere(pid: string, folder: string): LaunchOptions {
  const args = [
    ...chromiumArgs.filter((arg) => arg !== ownLoopback),
    // For a microphone a page must be secure; that of a laptop is not on its loopback.
    `--unsafely-treat-insecure-origin-as-secure=http://${ours}:${pagePort}`,
  ];
  // A pipe leads from one namespace to another, a port of loopback does not.
  return { ...chromiumOptions(args), executablePath: programThere(pid, folder, 'chromium'), pipe: true };
}

function firefoxThere(pid: string, folder: string): LaunchOptions {
  forwardThere(pid, driverPort);
  const preferences = { 'dom.securecontext.allowlist': ours, 'media.peerconnection.ice.loopback': false };
  const executablePath = programThere(pid, folder, 'firefox');
  return { ...firefoxOptions(preferences), executablePath, debuggingPort: driverPort };
}

/** A program that starts a browser on the laptop. */
function programThere(pid: string, folder: string, name: keyof typeof executables): string {
  const file = path.join(folder, `${name}-there`);
  writeFileSync(file, `#!/bin/sh\nexec nsenter --target ${pid} --net ${executables[name]} "$@"\n`, {
    mode: 0o755,
  });
  return file;
}
