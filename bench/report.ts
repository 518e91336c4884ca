/** What a group of measurements comes to, as a table for the terminal and for results.md. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';

/** One thing that was measured. A contender that cannot do it, or was not asked, has no number. */
export interface Row {
  what: string;
  unit: string;
  ours: number;
  jssip?: number | undefined;
  sip?: number | undefined;
  /** What design asks for, in words: `gate 30, goal 24`. */
  budget?: string;
  /** Whether the gate of `budget` holds. */
  holds?: boolean;
}

/** The table of one group. */
export interface Section {
  title: string;
  /** How it was measured, in a sentence or two. */
  how: string;
  rows: Row[];
  /** Further tables or text, in Markdown. */
  more?: string;
}

/** A number with as many digits as say something. */
export function show(value: number | undefined): string {
  if (value === undefined) return '';
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : 3;
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
export function markdown({ title, how, rows, more }: Section): string {
  const head = ['what', 'unit', 'sip-elements', 'JsSIP', 'SIP.js', '÷ JsSIP', '÷ SIP.js', 'budget', ''];
  const lines = rows.map((row) => [
    row.what,
    row.unit,
    show(row.ours),
    show(row.jssip),
    show(row.sip),
    ratio(row.ours, row.jssip),
    ratio(row.ours, row.sip),
    row.budget ?? '',
    row.holds === undefined ? '' : row.holds ? 'holds' : '**not yet**',
  ]);
  return [`## ${title}`, how, table(head, lines), ...(more ? [more] : [])].join('\n\n');
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
    `Node.js ${process.versions.node}`,
    chromium.replace(/\s+built on.*|,.*/, '').trim(),
    `esbuild ${versionOf('../node_modules/esbuild/package.json')}`,
  ].join(', ');
}
