/** Whether any header can be written so that reading it takes more than linear time. Ours only. */
import { installFeatureHeaders } from '../src/grammar/feature-headers.ts';
import type { HeaderName } from '../src/grammar/headers.ts';
import { parseMessage } from '../src/message/parse.ts';
import { REGISTER } from './contenders/data.ts';
import { shortest } from './measure.ts';
import { show, table, type Section } from './report.ts';

// As the full UA installs them: every rule is tried.
installFeatureHeaders();

/** Every header that has a rule; the compiler sees to it that none is forgotten. */
const HEADERS = Object.keys({
  Allow: 1,
  'Allow-Events': 1,
  'Authentication-Info': 1,
  Authorization: 1,
  'Call-ID': 1,
  Contact: 1,
  'Content-Disposition': 1,
  'Content-Encoding': 1,
  'Content-Length': 1,
  'Content-Type': 1,
  CSeq: 1,
  Diversion: 1,
  Event: 1,
  Expires: 1,
  From: 1,
  'History-Info': 1,
  'Max-Forwards': 1,
  'Min-Expires': 1,
  'Min-SE': 1,
  'P-Asserted-Identity': 1,
  'P-Associated-URI': 1,
  'P-Preferred-Identity': 1,
  Path: 1,
  Privacy: 1,
  'Proxy-Authenticate': 1,
  'Proxy-Authorization': 1,
  'Proxy-Require': 1,
  RAck: 1,
  RSeq: 1,
  Reason: 1,
  'Record-Route': 1,
  'Refer-To': 1,
  'Referred-By': 1,
  Replaces: 1,
  Require: 1,
  'Retry-After': 1,
  Route: 1,
  'Service-Route': 1,
  'Session-Expires': 1,
  'Subscription-State': 1,
  Supported: 1,
  To: 1,
  Unsupported: 1,
  Via: 1,
  'WWW-Authenticate': 1,
} satisfies Record<HeaderName, 1>) as HeaderName[];

/** What begins a value, what is repeated, and what ends it: each has undone some parser. */
const ATTACKS: [begin: string, repeat: string, end: string][] = [
  ['', 'a', ''],
  ['', '1', ''],
  ['a', ' ', 'a'],
  ['"', 'a', ''],
  ['"', '\\"', ''],
  ['', '""', ''],
  ['', '"a" ', ''],
  ['', '<', ''],
  ['', '<sip:a@b>,', ''],
  ['', '<sip:a@b', ''],
  ['sip:', '@', ''],
  ['<sip:a', ';a', '>'],
  ['<sip:a@b?', 'a=b&', '>'],
  ['<sip:', '%41', '@b>'],
  ['<sip:a@b>', ';a', ''],
  ['<sip:a@b>', ';a="\\"', ''],
  ['<sip:a@b>;a="', ',', ''],
  ['<sip:a@b>', ' ;', ''],
  ['<sip:a@[', ':', ']>'],
  ['', '(', ''],
  ['SIP/2.0/WS a', ';a=1', ''],
  ['', 'SIP/2.0/WS a,', ''],
  ['Digest ', 'a="b",', ''],
  ['Digest ', 'Digest a=b, ', ''],
  ['', 'a,', ''],
  ['', ',', ''],
  ['', ', ', 'a'],
  ['a', ';b=c', ''],
  ['', '\r\n a', ''],
  ['', '\r\n ', 'a'],
];

const KIB = [4, 8, 16, 32, 64];

/** A message in which a header has a value of `size` characters. */
function message(header: HeaderName, [begin, repeat, end]: (typeof ATTACKS)[number], size: number): string {
  const value = begin + repeat.repeat(Math.ceil((size - begin.length - end.length) / repeat.length)) + end;
  const line = `${header}: ${value}\r\n`;
  const existing = new RegExp(`\r\n${header}: .*\r\n`);
  return existing.test(REGISTER)
    ? REGISTER.replace(existing, () => `\r\n${line}`)
    : REGISTER.replace('Content-Length', () => `${line}Content-Length`);
}

/** Reads a message and every value of one of its headers. */
function read(text: string, header: HeaderName): void {
  parseMessage(text)?.message.parseHeaders(header);
}

/** The group `linear`. */
export function linear(): Section {
  const worst = HEADERS.map((header) => {
    const timed = ATTACKS.map((attack) => {
      const text = message(header, attack, 64 * 1024);
      return { attack, ms: shortest(() => read(text, header), 2) };
    });
    const { attack } = timed.reduce((slowest, next) => (next.ms > slowest.ms ? next : slowest));
    const times = KIB.map((size) => {
      const text = message(header, attack, size * 1024);
      return shortest(() => read(text, header), 15);
    });
    return { header, attack, times, growth: (times.at(-1) ?? NaN) / (times.at(-3) ?? NaN) };
  });
  const slowest = worst.reduce((most, next) =>
    (next.times.at(-1) ?? 0) > (most.times.at(-1) ?? 0) ? next : most,
  );
  const steepest = worst.reduce((most, next) => (next.growth > most.growth ? next : most));
  const lines = worst.map(({ header, attack, times, growth }) => [
    header,
    JSON.stringify(attack.join('…')),
    ...times.map(show),
    show(growth),
  ]);
  return {
    title: 'The worst headers',
    asks: 'Whether a header that somebody wrote to hold us up can do so.',
    how: `Of ${ATTACKS.length} ways to write a value, the slowest for each header, in ms at 4 to 64 KiB; the shortest of 15. Four times the text takes about four times as long where it is linear, sixteen times where it is quadratic.`,
    rows: [
      { what: `the slowest at 64 KiB: ${slowest.header}`, unit: 'ms', ours: slowest.times.at(-1) ?? NaN },
      {
        what: `the steepest from 16 to 64 KiB: ${steepest.header}`,
        unit: '×',
        ours: steepest.growth,
        budget: { gate: 8, words: 'linear, ≤ 8' },
      },
    ],
    more: table(
      ['header', 'written as', ...KIB.map((size) => `${size} KiB`), '64 ÷ 16'],
      lines.map((line) => line.map((cell) => cell.replaceAll('|', '\\|'))),
    ),
  };
}
