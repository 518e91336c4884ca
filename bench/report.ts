/** What a group of measurements comes to, as a table for the terminal and for results.md. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';

/** What a contender is called; `without` is the page that has none. */
const PEERS = {
  jssip: 'JsSIP',
  sip: 'SIP.js',
  without: 'without',
  elevenLabs: 'ElevenLabs',
  vapi: 'Vapi',
} as const;

/** Whom a group compares with. */
export type Peer = keyof typeof PEERS;

/** What design asks for, in the unit of the row: a gate to hold and, where there is one, a goal to work towards. */
export interface Budget {
  gate: number;
  goal?: number | undefined;
  /** Where more is better. */
  atLeast?: true;
  /** How it is written where the numbers alone would not say it: `≤ 0.4 × JsSIP`. */
  words?: string;
}

/** One thing that was measured. A contender that cannot do it, or was not asked, has no number. */
export interface Row extends Partial<Record<Peer, number | undefined>> {
  what: string;
  unit: string;
  ours: number;
  budget?: Budget;
}

/** The table of one group. */
export interface Section {
  title: string;
  /** What it tells, in a line. */
  asks: string;
  /** How it was measured. */
  how: string;
  rows: Row[];
  /** Whom it compares with, if not JsSIP and SIP.js. */
  peers?: readonly Peer[];
  /** Further tables or text, in Markdown. */
  more?: string;
}

/** A number with as many digits as say something. */
export function show(value: number | undefined): string {
  if (value === undefined) return '';
  if (Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  const digits =
    Number.isInteger(value) && size < 100
      ? 0
      : size >= 100
        ? 0
        : size >= 10
          ? 1
          : size >= 0.1 || size === 0
            ? 2
            : 3;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const ratio = (ours: number, theirs: number | undefined) => (theirs ? `${show(ours / theirs)} ×` : '');

/** A table in Markdown, its columns of equal width so that it can be read in a terminal too. */
export function table(head: string[], lines: string[][]): string {
  const width = head.map((text, i) => Math.max(text.length, 3, ...lines.map((line) => line[i]?.length ?? 0)));
  const row = (cells: string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(width[i] ?? 0) : cell.padStart(width[i] ?? 0))).join(' | ')} |`;
  const rule = `| ${width.map((w, i) => (i === 0 ? '-'.repeat(w) : `${'-'.repeat(w - 1)}:`)).join(' | ')} |`;
  return [row(head), rule, ...lines.map(row)].join('\n');
}

/** A section in Markdown. */
export function markdown({ title, asks, how, rows, peers = ['jssip', 'sip'], more }: Section): string {
  // A page's own weight is in the page with a widget, too: a ratio of such two says little.
  const divided = peers.includes('without') ? [] : peers;
  const head = [
    ...['what', 'unit', 'sip-elements', ...peers.map((peer) => PEERS[peer])],
    ...[...divided.map((peer) => `÷ ${PEERS[peer]}`), 'budget', 'gate', 'goal'],
  ];
  const lines = rows.map((row) => [
    ...[row.what, row.unit, show(row.ours), ...peers.map((peer) => show(row[peer]))],
    ...[...divided.map((peer) => ratio(row.ours, row[peer])), ...verdict(row)],
  ]);
  return [`## ${title}`, asks, how, table(head, lines), ...(more ? [more] : [])].join('\n\n');
}

/** The budget in words, whether its gate holds, and how far its goal is. */
function verdict({ ours, budget }: Row): [string, string, string] {
  if (!budget) return ['', '', ''];
  const { gate, goal, atLeast, words } = budget;
  const sign = atLeast ? '≥' : '≤';
  const written = words ?? `${sign} ${gate}${goal === undefined ? '' : `, goal ${goal}`}`;
  const far = distance(ours, gate, atLeast);
  const toGoal = goal === undefined ? '' : (distance(ours, goal, atLeast) ?? 'met');
  return [written, far === undefined ? 'holds' : `**not yet: ${far}**`, toGoal];
}

/** By how much a limit is missed, in words; undefined where it is kept. */
function distance(ours: number, limit: number, atLeast = false): string | undefined {
  if (atLeast ? ours >= limit : ours <= limit) return undefined;
  if (limit === 0 || Number.isNaN(ours)) return `${show(ours)} over`;
  return `${show(Math.abs(ours / limit - 1) * 100)} % ${atLeast ? 'short' : 'over'}`;
}

/** The machine, in one line, without its name. */
export function machine(): string {
  const cpus = os.cpus();
  const memory = `${show(os.totalmem() / 2 ** 30)} GiB`;
  return `${cpus[0]?.model.trim() ?? 'unknown CPU'}, ${cpus.length} cores, ${memory} of memory, ${os.type()}`;
}

/** What was compared, each with its version. */
export function versions(): string {
  const versionOf = (file: string) =>
    (JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as { version: string }).version;
  const chromium = execFileSync(process.env['CHROMIUM'] ?? 'chromium', ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return [
    `sip-elements ${versionOf('../package.json')}`,
    `JsSIP ${versionOf('node_modules/jssip/package.json')}`,
    `SIP.js ${versionOf('node_modules/sip.js/package.json')}`,
    `ElevenLabs' widget ${versionOf('node_modules/@elevenlabs/convai-widget-embed/package.json')}`,
    `Vapi's ${versionOf('node_modules/@vapi-ai/client-sdk-react/package.json')}`,
    `Node.js ${process.versions.node}`,
    chromium.replace(/\s+built on.*|,.*/, '').trim(),
    `esbuild ${versionOf('../node_modules/esbuild/package.json')}`,
  ].join(', ');
}
