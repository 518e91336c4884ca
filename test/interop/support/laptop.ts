/** A computer whose network can be pulled out: a browser in a network namespace of its own, joined to ours by cables. */
import { execFileSync, spawn } from 'node:child_process';
import { readlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { after } from 'node:test';
import type { LaunchOptions } from 'puppeteer-core';
import { chromiumArgs, chromiumOptions, executables } from '../../support/browser-launch.ts';
import { until } from './until.ts';

/** Where the laptop finds us, whichever cable is in. */
const ours = '10.98.255.1';
const pagePort = 8000;
/** Loopback leads nowhere on a laptop. */
const ownLoopback = '--allow-loopback-in-peer-connection';

/** A laptop with two ways to reach us, as Wi-Fi and mobile; each brings an address of its own, and one is in use. */
export interface Laptop {
  /** Its Chromium. */
  readonly launch: LaunchOptions;
  /** Where its browser finds our pages, as they are served at this port of loopback. */
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
  /** Takes the laptop away, once its browser has ended. */
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
    launch: chromiumThere(pid, folder),
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
  const server = createServer((socket) => {
    const onward = connect(to, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    // A laptop that is cut off never says that it is gone.
    socket.unref();
    onward.unref();
    // Where one side breaks, the other does too.
    socket.on('error', () => onward.destroy()).on('close', () => onward.destroy());
    onward.on('error', () => socket.destroy()).on('close', () => socket.destroy());
  });
  server.listen(from, ours);
  server.unref();
}

function chromiumThere(pid: string, folder: string): LaunchOptions {
  const executablePath = path.join(folder, 'chromium-there');
  const script = `#!/bin/sh\nexec nsenter --target ${pid} --net ${executables.chromium} "$@"\n`;
  writeFileSync(executablePath, script, { mode: 0o755 });
  const args = [
    ...chromiumArgs.filter((arg) => arg !== ownLoopback),
    // For a microphone a page must be secure; that of a laptop is not on its loopback.
    `--unsafely-treat-insecure-origin-as-secure=http://${ours}:${pagePort}`,
  ];
  // A pipe leads from one namespace to another, a port of loopback does not.
  return { ...chromiumOptions(args), executablePath, pipe: true };
}
