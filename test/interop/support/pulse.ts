/**
 * A sound server of the test's own, with devices that it plugs in and out: to browsers they are hardware. Each
 * microphone hears something like a voice: what is steady would be taken for noise, and suppressed.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from './until.ts';

const SAMPLE_RATE = 8000;
/** For how long a microphone hears something, in seconds: longer than all tests of a file together. */
const LASTS = 900;
/** After how long it hears the same again, in seconds: once through all pitches. */
const ROUND = 1.5;

/** A running PulseAudio; {@link PulseAudio.stop} it. */
export class PulseAudio {
  /** For the environment of a program that shall use it. */
  readonly server: string;
  readonly #process: ChildProcess;
  readonly #folder: string;
  /** What each device is made of: modules, latest first. */
  readonly #modules = new Map<string, string[]>();
  readonly #voices = new Map<string, ChildProcess>();

  private constructor(folder: string) {
    this.#folder = folder;
    const socket = path.join(folder, 'native');
    this.server = `unix:${socket}`;
    mkdirSync(folder, { recursive: true });
    const script = path.join(folder, 'default.pa');
    writeFileSync(script, `load-module module-native-protocol-unix socket=${socket} auth-anonymous=1\n`);
    const options = ['--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--disable-shm=yes'];
    this.#process = spawn('pulseaudio', ['-n', '-F', script, ...options], {
      env: this.#environment(),
      stdio: 'ignore',
    });
  }

  /** Starts one without any device in a folder of its own. */
  static async start(folder: string): Promise<PulseAudio> {
    const pulse = new PulseAudio(folder);
    await until('PulseAudio answers', () => pulse.#tell('info') !== null);
    return pulse;
  }

  /** Plugs in a microphone that hears a voice. */
  plugMicrophone(name: string): void {
    // What speaks, and what is heard: a microphone whose input is what is played into the line.
    if (!this.#voices.has(name)) {
      this.#load(
        'module-null-sink',
        `sink_name=${name}_line`,
        `sink_properties=device.description=${name}Line`,
      );
      this.#voices.set(name, this.#speakInto(`${name}_line`));
    }
    const source = [`source_name=${name}`, `source_properties=device.description=${name}`];
    const module = this.#load('module-remap-source', `master=${name}_line.monitor`, ...source);
    this.#modules.set(name, [module]);
  }

  /** Plugs in a loudspeaker. */
  plugSpeaker(name: string): void {
    const module = this.#load(
      'module-null-sink',
      `sink_name=${name}`,
      `sink_properties=device.description=${name}`,
    );
    this.#modules.set(name, [module]);
  }

  /** Pulls a device out. */
  unplug(name: string): void {
    for (const module of this.#modules.get(name) ?? []) this.#tell('unload-module', module);
    this.#modules.delete(name);
  }

  /** What the system uses where nothing else was chosen. */
  makeDefault(kind: 'source' | 'sink', name: string): void {
    this.#tell(`set-default-${kind}`, name);
  }

  /** The microphones that somebody listens to. */
  recordedFrom(): string[] {
    return this.#inUse('source-outputs', 'sources', 'source').filter((name) => this.#modules.has(name));
  }

  /** The loudspeakers through which somebody else than a voice plays. */
  playedTo(): string[] {
    return this.#inUse('sink-inputs', 'sinks', 'sink').filter((name) => this.#modules.has(name));
  }

  async stop(): Promise<void> {
    for (const voice of this.#voices.values()) voice.kill();
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    const late = setTimeout(() => this.#process.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(late);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #inUse(users: string, devices: string, field: 'source' | 'sink'): string[] {
    const names = new Map(this.#list(devices).map(({ index, name }) => [index, String(name)]));
    const used = this.#list(users).map((user) => names.get(user[field]) ?? '');
    return [...new Set(used)].sort();
  }

  #list(what: string): Record<string, unknown>[] {
    return JSON.parse(this.#tell('--format=json', 'list', what) ?? '[]') as Record<string, unknown>[];
  }

  #load(...args: string[]): string {
    const module = this.#tell('load-module', ...args);
    if (module === null) throw new Error(`PulseAudio does not load ${args.join(' ')}`);
    return module.trim();
  }

  #speakInto(sink: string): ChildProcess {
    const format = [`--rate=${SAMPLE_RATE}`, '--format=s16le', '--channels=1'];
    const player = spawn('pacat', ['--playback', `--device=${sink}`, ...format], {
      env: this.#environment(),
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const round = Int16Array.from({ length: ROUND * SAMPLE_RATE }, (_, at) => syllables(at / SAMPLE_RATE));
    const rounds = Array<Buffer>(LASTS / ROUND).fill(Buffer.from(round.buffer));
    // It is killed before it has played all.
    player.stdin?.on('error', () => {});
    player.stdin?.end(Buffer.concat(rounds));
    return player;
  }

  #tell(...args: string[]): string | null {
    try {
      const stdio = ['ignore', 'pipe', 'ignore'] as const;
      return execFileSync('pactl', args, { env: this.#environment(), stdio: [...stdio], encoding: 'utf8' });
    } catch {
      return null;
    }
  }

  #environment(): NodeJS.ProcessEnv {
    const { PATH } = process.env;
    return { PATH, HOME: this.#folder, XDG_RUNTIME_DIR: this.#folder, PULSE_SERVER: this.server };
  }
}

/** The sample at a time, in seconds: syllables of five pitches, with the overtones of a voice. */
function syllables(time: number): number {
  const syllable = Math.floor(time / 0.3);
  if (time - syllable * 0.3 > 0.2) return 0;
  const pitch = 110 + 25 * (syllable % 5);
  let sum = 0;
  for (let overtone = 1; overtone <= 12; overtone++)
    sum += Math.sin(2 * Math.PI * pitch * overtone * time) / overtone;
  return 9000 * sum;
}
