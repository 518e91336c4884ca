/** A program of `docs/examples/`, run as a reader of the guide would, but on the source. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { after } from 'node:test';

const root = path.join(import.meta.dirname, '..', '..', '..');
const fromSource = path.join(import.meta.dirname, 'from-source.ts');

/** A running program and the lines that it has printed. */
export class Program {
  /** What it printed so far. */
  readonly lines: string[] = [];
  readonly #process: ChildProcess;
  readonly #output: Interface;
  readonly #ended: Promise<number | null>;
  /** Aborted when it has ended. */
  readonly #over = new AbortController();

  /** Starts `docs/examples/<file>`; it is ended after the tests of the file that calls it, at the latest. */
  constructor(file: string, ...args: string[]) {
    const program = path.join(root, 'docs', 'examples', file);
    const child = spawn(process.execPath, ['--import', fromSource, program, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    this.#output = createInterface(child.stdout);
    this.#output.on('line', (line) => this.lines.push(line));
    // Only now the last line has been read, too.
    this.#output.once('close', () => this.#over.abort());
    this.#ended = new Promise((resolve) => child.once('close', resolve));
    after(() => child.kill('SIGKILL'));
  }

  /**
   * Waits until it has printed a line.
   * @throws Error with what it printed instead, when it ends before, or after 30 s.
   */
  async prints(line: string): Promise<void> {
    const signal = AbortSignal.any([AbortSignal.timeout(30_000), this.#over.signal]);
    while (!this.lines.includes(line)) {
      await once(this.#output, 'line', { signal }).catch(() => {
        throw new Error(`not printed: ${line}\nbut:\n${this.lines.join('\n')}`);
      });
    }
  }

  /** Presses Ctrl+C, waits until it has ended, and gives its exit code; null where a signal ended it. */
  async interrupt(): Promise<number | null> {
    this.#process.kill('SIGINT');
    return this.#ended;
  }
}
