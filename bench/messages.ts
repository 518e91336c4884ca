/** How quickly messages are read and made. */
import { execFileSync } from 'node:child_process';
import type { ContenderName } from './bundle.ts';
import { INVITE, OK, REGISTER } from './contenders/data.ts';
import type { Contender } from './contenders/contender.ts';
import { median, ratesInTurn } from './measure.ts';
import type { Row, Section } from './report.ts';

/** The contenders, loaded, and their files. */
export type Contenders = Record<ContenderName, { library: Contender; file: string }>;

/** One row of what each contender does how often a second. */
async function rateRow(
  what: string,
  contenders: Contenders,
  run: (library: Contender) => () => unknown,
): Promise<Row> {
  const rates = await ratesInTurn({
    ours: run(contenders.ours.library),
    jssip: run(contenders.jssip.library),
    sip: run(contenders.sip.library),
  });
  return { what, unit: '/s', ...rates };
}

/** The group `parse`. */
export async function parse(contenders: Contenders): Promise<Section> {
  const parsing = (text: string) => (library: Contender) => () => library.parse(text);
  const invite = await rateRow('INVITE with SDP, warm', contenders, parsing(INVITE));
  const cold = coldRows(contenders);
  return {
    title: 'Reading messages',
    asks: 'How fast messages from the network are read, and how long the first one takes.',
    how: 'A message, and of it From, To, their tags, the branch of Via, Call-ID and CSeq. Warm: the median of five rounds in turn, after 500 ms to get warm. First: in a fresh process, median of nine.',
    rows: [
      {
        ...invite,
        budget: {
          ...{ gate: 10 * (invite.jssip ?? NaN), goal: 20 * (invite.jssip ?? NaN), atLeast: true },
          words: '≥ 10 × JsSIP, goal 20 ×',
        },
      },
      await rateRow('200 with SDP, warm', contenders, parsing(OK)),
      await rateRow('REGISTER, warm', contenders, parsing(REGISTER)),
      ...cold,
    ],
  };
}

/** The group `print`. */
export async function print(contenders: Contenders): Promise<Section> {
  return {
    title: 'Making messages',
    asks: 'How fast messages for the network are written.',
    how: 'A request is made of its parts, its headers among them, and printed; warm. Digest: MD5 with qop=auth, from the challenge to the header.',
    rows: [
      await rateRow('INVITE with SDP', contenders, (library) => () => library.printInvite()),
      await rateRow('REGISTER', contenders, (library) => () => library.printRegister()),
      await rateRow('answer to a digest challenge', contenders, (library) => () => library.answerDigest()),
    ],
  };
}

/** What a process of its own says of its first message. */
function coldRows(contenders: Contenders): Row[] {
  const probe = new URL('first-message.ts', import.meta.url).pathname;
  const runs: Record<ContenderName, { evaluate: number; first: number }[]> = { ours: [], jssip: [], sip: [] };
  // One after the other in turn, so that a busy minute of the machine meets all of them.
  for (let i = 0; i < 9; i++) {
    for (const name of ['ours', 'jssip', 'sip'] as const) {
      const output = execFileSync(process.execPath, [probe, contenders[name].file], { encoding: 'utf8' });
      runs[name].push(JSON.parse(output) as { evaluate: number; first: number });
    }
  }
  const middle = (name: ContenderName, key: 'evaluate' | 'first') =>
    median(runs[name].map((run) => run[key]));
  const row = (what: string, key: 'evaluate' | 'first'): Row => ({
    what,
    unit: 'ms',
    ours: middle('ours', key),
    jssip: middle('jssip', key),
    sip: middle('sip', key),
  });
  const first = row('first INVITE in a fresh process', 'first');
  return [
    { ...first, budget: { gate: (first.jssip ?? NaN) / 4, words: '≤ ¼ of JsSIP' } },
    row('evaluating the library before that', 'evaluate'),
  ];
}
