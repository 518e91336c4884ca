/** Whole transactions through the scripted server, and what a registered UA keeps in memory. */
import { execFileSync } from 'node:child_process';
import type { ContenderName } from './bundle.ts';
import { installWebRTC } from './contenders/fake-webrtc.ts';
import { perSecond, within } from './measure.ts';
import type { Contenders } from './messages.ts';
import type { Row, Section } from './report.ts';

/** The group `signalling`. */
export async function signalling(contenders: Contenders): Promise<Section> {
  installWebRTC();
  const names: ContenderName[] = ['ours', 'jssip', 'sip'];
  const registers: Partial<Record<ContenderName, number>> = {};
  const calls: Partial<Record<ContenderName, number>> = {};
  for (const name of names) {
    const phone = await within(5_000, `${name} registers`, contenders[name].library.register());
    registers[name] = await perSecond(() => phone.registerAgain());
    calls[name] = await perSecond(() => phone.call(), { rounds: 3 });
  }
  return {
    title: 'Signalling in Node.js',
    how: 'Through a socket that answers at once. A call: INVITE, 200, ACK, BYE, 200, with a peer connection that has everything ready. Heap: 1,000 registered UAs in one process, after a garbage collection.',
    rows: [
      row('unregister and register', '/s', registers),
      row('call and hang up', '/s', calls),
      heapRow(contenders),
    ],
  };
}

function row(what: string, unit: string, values: Partial<Record<ContenderName, number>>): Row {
  return { what, unit, ours: values.ours ?? NaN, jssip: values.jssip, sip: values.sip };
}

function heapRow(contenders: Contenders): Row {
  const probe = new URL('heap.ts', import.meta.url).pathname;
  const heap = (name: ContenderName) => {
    const args = ['--expose-gc', probe, contenders[name].file];
    return Number(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 })) / 1024;
  };
  const values = { ours: heap('ours'), jssip: heap('jssip'), sip: heap('sip') };
  return {
    ...row('heap of a registered UA', 'KiB', values),
    budget: '≤ JsSIP, goal ½',
    holds: values.ours <= values.jssip,
  };
}
