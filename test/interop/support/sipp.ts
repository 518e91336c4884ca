/** sipp, a telephone that follows a script of `scenarios/` to the letter and says by its exit whether it could. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isTaken, settings } from '../../../demo/kamailio/stack.ts';
import { alawTone } from './tone.ts';
import { until } from './until.ts';

const scenarios = path.join(import.meta.dirname, '..', 'scenarios');

/** A running script. */
export interface Script {
  /** Waits for its end; rejects with sipp's own words where something did not come as the script has it. */
  finished(): Promise<void>;
  /** Ends it early. */
  kill(): void;
}

/**
 * sipp answers at `sip:sipp@sip.test`, one call.
 *
 * @param scenario the name of a file of `scenarios/`, without `.xml`
 * @param folder for its files
 */
export async function sippAnswers(scenario: string, folder: string): Promise<Script> {
  // -rtp_echo: what it hears it sends back.
  const script = run(scenario, folder, ['-p', '5080', '-mp', '29000', '-rtp_echo']);
  await until('sipp listens on port 5080', () => isTaken('udp 5080'));
  return script;
}

/**
 * sipp calls a user through Kamailio, sends a tone and hangs up.
 *
 * @param scenario the name of a file of `scenarios/`, without `.xml`
 * @param user of the stack's domain
 * @param seconds for how long it sends the tone: on a busy machine a browser may take some until it hears
 * @param folder for its files
 */
export function sippCalls(scenario: string, user: string, seconds: number, folder: string): Script {
  writeFileSync(path.join(folder, 'tone.alaw'), alawTone(5));
  return run(scenario, folder, [
    ...['-p', '5081', '-mp', '29100', '-d', String(seconds * 1000)],
    ...['-s', user, `${settings.ip}:5060`],
  ]);
}

function run(scenario: string, folder: string, args: string[]): Script {
  const errors = path.join(folder, `${scenario}.errors`);
  const child = spawn(
    'sipp',
    [
      ...['-sf', path.join(scenarios, `${scenario}.xml`), '-i', settings.ip, '-mi', settings.ip, '-m', '1'],
      ...['-nostdin', '-trace_err', '-error_file', errors, '-timeout', '120', '-timeout_error'],
      ...args,
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = exitOf(child, () => (existsSync(errors) ? readFileSync(errors, 'utf8') : ''));
  // Whether it is waited for is the test's business: a rejection before that is no accident.
  ended.catch(() => {});
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return { finished: () => ended, kill };
}

function exitOf(child: ChildProcess, details: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    let words = '';
    child.stderr?.on('data', (data: Buffer) => (words += data.toString()));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`sipp ended with ${code}\n${words}\n${details()}`));
    });
  });
}
