/**
 * The programs that are no npm packages: browsers for the browser tests, servers and telephones for the interop
 * tests. Root on Debian gets what is missing by apt-get; everyone else is told in one line what to install.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const libraries = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;

const namespace = { ip: 'iproute2', unshare: 'util-linux' };
const chromiumAndFirefox = { chromium: 'chromium', 'firefox-esr': 'firefox-esr' };

/** The font of the pictures that the look is held against. */
const font = { '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf': 'fonts-dejavu-core' };

/** Real servers and telephones, and what the tests need beside them. */
const real = {
  ...namespace,
  ...chromiumAndFirefox,
  kamailio: 'kamailio',
  [`${libraries}/kamailio/modules/websocket.so`]: 'kamailio-websocket-modules',
  [`${libraries}/kamailio/modules/tls.so`]: 'kamailio-tls-modules',
  [`${libraries}/kamailio/modules/auth_ephemeral.so`]: 'kamailio-autheph-modules',
  [`${libraries}/kamailio/modules/xhttp.so`]: 'kamailio-extra-modules',
  [`${libraries}/kamailio/modules/presence.so`]: 'kamailio-presence-modules',
  [`${libraries}/kamailio/modules/db_sqlite.so`]: 'kamailio-sqlite-modules',
  sqlite3: 'sqlite3',
  rtpengine: 'rtpengine-daemon',
  turnserver: 'coturn',
  baresip: 'baresip-core',
  sipp: 'sip-tester',
  openssl: 'openssl',
  php: 'php-cli',
  pulseaudio: 'pulseaudio',
  pactl: 'pulseaudio-utils',
};

/** For each group of tests: a program, or an absolute path, and the Debian package that brings it. */
const needed = {
  browser: {
    ...namespace,
    ...chromiumAndFirefox,
    ...font,
    WebKitWebDriver: 'webkit2gtk-driver',
    Xvfb: 'xvfb',
  },
  interop: real,
  package: real,
};

const places = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/sbin', '/bin', '/sbin'];

function isThere(program) {
  return path.isAbsolute(program)
    ? existsSync(program)
    : places.some((place) => existsSync(path.join(place, program)));
}

/** The Debian packages that a group of tests lacks here. */
function missingPackages(group) {
  const packages = Object.entries(needed[group] ?? {})
    .filter(([program]) => !isThere(program))
    .map(([, name]) => name);
  return [...new Set(packages)];
}

/**
 * Sees to the programs that the groups of tests need, and says which packages are still missing for which group.
 *
 * @param {string[]} groups names of groups of tests
 * @param {{ install: boolean }} options whether apt-get may install what is missing
 * @returns {Record<string, string[]>} group → packages; empty where nothing is missing
 */
export function preparePrograms(groups, { install }) {
  const missing = [...new Set(groups.flatMap(missingPackages))];
  if (missing.length > 0 && install && canInstall()) installPackages(missing);
  const lacking = groups.map((group) => [group, missingPackages(group)]);
  return Object.fromEntries(lacking.filter(([, packages]) => packages.length > 0));
}

function canInstall() {
  return process.getuid?.() === 0 && isThere('apt-get');
}

function installPackages(packages) {
  console.log(`Installing by apt-get: ${packages.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A machine that has just started may be installing something itself.
  const patiently = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  const apt = (...args) =>
    spawnSync('apt-get', [...patiently, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const allowDaemons = forbidDaemons();
  try {
    apt('update', '-qq');
    apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
  } finally {
    allowDaemons();
  }
}

/**
 * Debian starts a server when it installs it, which nobody asked for: the tests start their own, with their own
 * configuration. A policy-rc.d that answers 101 forbids it. Returns how to end that.
 */
function forbidDaemons() {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return () => {};
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => rmSync(policy, { force: true });
}
