/**
 * A network of its own for a command and its children: loopback and one interface with a default route that leads
 * nowhere. No packet of a test leaves the machine, no port of a test meets another program's, and Firefox, which
 * gathers no ICE candidates without a default route, has one. The namespace has no name: it is gone with its last
 * process. Where the machine permits it, the processes have a namespace of their own, too, which ends with us, however
 * we end: no server, telephone or browser is left behind.
 */
import { spawnSync } from 'node:child_process';

// A veth pair rather than a dummy interface: some kernels (Firecracker's) have no dummy.
const furnish = [
  'ip link set lo up',
  'ip link add sip0 type veth peer name sip1',
  // Without IPv6 addresses of their own: one that comes into force a second later is a change of the network to
  // Chromium, which then drops what it is loading.
  'ip link set sip0 addrgenmode none',
  'ip link set sip1 addrgenmode none',
  'ip addr add 10.99.0.1/24 dev sip0',
  'ip link set sip0 up',
  'ip link set sip1 up',
  'ip route add default dev sip0',
].join(' && ');

// Not `exec`: the shell is the first process of its namespace, and takes in what others leave behind.
const script = `${furnish} && "$@"; exit $?`;

const withProcesses = ['--pid', '--fork', '--kill-child', '--mount-proc'];
const asUser = ['--user', '--map-root-user'];

// Root makes a namespace by right; others may where the kernel lets users have their own.
const ways = [withProcesses, [], [...asUser, ...withProcesses], asUser].map((options) => [
  // unshare is killed when we end, and with it goes what it has started.
  ...['setpriv', '--pdeathsig', 'KILL', 'unshare', '--net', ...options],
  ...['sh', '-c', script, 'sh'],
]);

/**
 * The command line that runs `command` in a network namespace of its own, or `command` unchanged where this
 * machine does not permit one.
 *
 * @param {string[]} command
 * @returns {string[]}
 */
export function inNamespace(command) {
  const permitted = ways.find(([program, ...args]) => spawnSync(program, [...args, 'true']).status === 0);
  if (!permitted)
    console.log('No network namespace may be made here: the tests use the network of this machine.');
  return permitted ? [...permitted, ...command] : command;
}
