/** Whole transactions through the scripted server, and what a registered UA keeps in memory. */
import { execFileSync } from 'node:child_process';
import type { ContenderName } from './bundle.ts';
import { installWebRTC } from './contenders/fake-webrtc.ts';
import { ratesInTurn, within } from './measure.ts';
import type { Contenders } from './messages.ts';
import type { Row, Section } from './report.ts';

/** The group `signalling`. */
export async function signalling(contenders: Contenders): Promise<Section> {
  installWebRTC();
  const phone = (name: ContenderName) =>
    within(5_000, `${name} registers`, contenders[name].library.register());
  const phones = { ours: await phone('ours'), jssip: await phone('jssip'), sip: await phone('sip') };
  const registers = await ratesInTurn({
    ours: () => phones.ours.registerAgain(),
    jssip: () => phones.jssip.registerAgain(),
    sip: () => phones.sip.registerAgain(),
  });
  const calls = await ratesInTurn({
    ours: () => phones.ours.call(),
    jssip: () => phones.jssip.call(),
    sip: () => phones.sip.call(),
  });
  return {
    title: 'Signalling in Node.js',
    asks: 'What accounts and calls cost a process that has many.',
    how: 'Through a socket that answers at once. A call: INVITE, 200, ACK, BYE, 200, with a peer connection that has everything ready. Heap: 1,000 registered UAs in one process, after a garbage collection.',
    rows: [
      { what: 'unregister and register', unit: '/s', ...registers },
      { what: 'call and hang up', unit: '/s', ...calls },
      heapRow(contenders),
    ],
  };
}

function heapRow(contenders: Contenders): Row {
  const probe = new URL('heap.ts', import.meta.url).pathname;
  const heap = (name: ContenderName) => {
    const args = ['--expose-gc', probe, contenders[name].file];
    return Number(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 })) / 1024;
  };
  const values = { ours: heap('ours'), jssip: heap('jssip'), sip: heap('sip') };
  return {
    what: 'heap of a registered UA',
    unit: 'KiB',
    ...values,
    budget: { gate: values.jssip, goal: values.jssip / 2, words: '≤ JsSIP, goal ½' },
  };
}
