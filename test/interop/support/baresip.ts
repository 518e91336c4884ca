/** baresip, the telephone of the stack, by its control port: JSON in netstrings. */
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { settings } from '../../../demo/kamailio/stack.ts';
import { readWave, type Wave } from './wave.ts';
import { until } from './until.ts';

/** An event of baresip: `CALL_ESTABLISHED`, `CALL_DTMF_START`, `CALL_CLOSED` and others. */
export interface BaresipEvent {
  readonly type: string;
  /** What it is about: the digit of a DTMF event, the reason of a closed call. */
  readonly param?: string;
}

/** A connection to baresip; {@link Baresip.close} it. */
export class Baresip {
  /** Everything that happened since the connection was made. */
  readonly events: BaresipEvent[] = [];
  readonly #socket: Socket;
  readonly #folder: string;
  #received = Buffer.alloc(0);

  private constructor(socket: Socket, run: string) {
    this.#socket = socket;
    this.#folder = path.join(run, 'heard');
    socket.on('data', (data) => this.#read(data));
  }

  /** @param run the stack's folder, where baresip leaves its recordings */
  static async connect(run: string): Promise<Baresip> {
    const socket = connect(4444, settings.ip);
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Baresip(socket, run);
  }

  /** Calls a SIP address. */
  dial(uri: string): void {
    this.#command('dial', uri);
  }

  /** Ends the current call. */
  hangUp(): void {
    this.#command('hangup');
  }

  /** Puts the current call on hold. */
  hold(): void {
    this.#command('hold');
  }

  /** Takes the current call off hold. */
  resume(): void {
    this.#command('resume');
  }

  /** Waits for an event of this type, at or after the given one in {@link events}, and returns it. */
  async until(type: string, from = 0): Promise<BaresipEvent> {
    return until(
      `baresip tells ${type}`,
      () => this.events.slice(from).find((event) => event.type === type) ?? false,
    );
  }

  /** What baresip has heard in all calls so far, one recording a call, the last one last. */
  heard(): Wave[] {
    return readdirSync(this.#folder)
      .filter((file) => file.endsWith('-dec.wav'))
      .sort()
      .map((file) => readWave(path.join(this.#folder, file)));
  }

  /** Waits until the recording of the current call is so many seconds long. */
  async untilHeard(seconds: number): Promise<void> {
    await until(`baresip has heard ${seconds} s`, () => (this.heard().at(-1)?.duration ?? 0) >= seconds);
  }

  /** Waits for so many DTMF digits, counted from that place in {@link events}, and returns them. */
  async untilDigits(count: number, from: number): Promise<string[]> {
    const digits = () =>
      this.events
        .slice(from)
        .filter(({ type }) => type === 'CALL_DTMF_START')
        .map(({ param = '' }) => param);
    return until(`baresip gets ${count} digits`, () => digits().length >= count && digits());
  }

  /** Ends the connection, not the call. */
  close(): void {
    this.#socket.destroy();
  }

  #command(command: string, params?: string): void {
    const json = JSON.stringify({ command, ...(params !== undefined && { params }) });
    this.#socket.write(`${Buffer.byteLength(json)}:${json},`);
  }

  #read(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const colon = this.#received.indexOf(':');
      const end = colon + 1 + Number(this.#received.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 0 || this.#received.length <= end) return;
      const message = JSON.parse(this.#received.subarray(colon + 1, end).toString()) as Partial<BaresipEvent>;
      if (message.type) this.events.push(message as BaresipEvent);
      // The comma after the string belongs to it.
      this.#received = this.#received.subarray(end + 1);
    }
  }
}
