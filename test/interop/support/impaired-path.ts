/** A bad network between two browsers: a relay that loses, delays and blocks what it forwards. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';

/** An address and a port of UDP. */
export interface Address {
  readonly address: string;
  readonly port: number;
}

/** What a path does to media. Nothing of it by default. */
export interface Impairment {
  /** The share of packets that is lost, 0 to 1. */
  loss?: number;
  /** Milliseconds. */
  delay?: number;
  /** Up to so many milliseconds more, for each packet anew. */
  jitter?: number;
}

/** A test that failed must not keep the process alive. */
const openSocket = () => createSocket('udp4').unref();

/** RTP and RTCP, as they are told from STUN and DTLS (RFC 7983 section 7). */
const isMedia = (packet: Buffer) => packet[0]! >= 128 && packet[0]! <= 191;

/**
 * One side of a path: what comes to its {@link address} goes on to {@link target}, and the answers go back. Each
 * sender has a socket of its own there, as behind a NAT.
 */
class Gate {
  target: Address | undefined;
  readonly #path: ImpairedPath;
  readonly #front: Socket = openSocket();
  readonly #back = new Map<string, Socket>();

  constructor(path: ImpairedPath) {
    this.#path = path;
    this.#front.on('message', (packet, from) => void this.#forward(packet, from));
  }

  async open(ip: string): Promise<void> {
    await new Promise<void>((resolve) => this.#front.bind(0, ip, resolve));
  }

  get address(): Address {
    return this.#front.address();
  }

  close(): void {
    for (const socket of [this.#front, ...this.#back.values()]) socket.close();
  }

  async #forward(packet: Buffer, from: RemoteInfo): Promise<void> {
    const back = this.#backOf(from);
    const { target } = this;
    if (target && (await this.#path.lets(packet))) back.send(packet, target.port, target.address);
  }

  #backOf(from: RemoteInfo): Socket {
    const key = `${from.address}:${from.port}`;
    const known = this.#back.get(key);
    if (known) return known;
    const socket = openSocket();
    this.#back.set(key, socket);
    socket.bind(0, this.address.address);
    socket.on('message', async (packet) => {
      if (await this.#path.lets(packet)) this.#front.send(packet, from.port, from.address);
    });
    return socket;
  }
}

/** A path between two browsers, each of which must be told to send to the other's gate. */
export class ImpairedPath {
  /** What is sent to the first browser goes through this one, … */
  readonly first = new Gate(this);
  /** … and to the second through that. */
  readonly second = new Gate(this);
  #impairment: Impairment = {};
  #closed = false;

  /** @param ip where browsers reach it */
  static async open(ip: string): Promise<ImpairedPath> {
    const path = new ImpairedPath();
    await Promise.all([path.first.open(ip), path.second.open(ip)]);
    return path;
  }

  /** What happens to media from now on; nothing by default. */
  impair(impairment: Impairment = {}): void {
    this.#impairment = impairment;
  }

  /** Resolves when a packet has come through, with whether it has. */
  async lets(packet: Buffer): Promise<boolean> {
    const { loss = 0, delay = 0, jitter = 0 } = this.#impairment;
    if (!isMedia(packet)) return !this.#closed;
    if (Math.random() < loss) return false;
    if (delay + jitter > 0) await sleep(delay + Math.random() * jitter);
    return !this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.first.close();
    this.second.close();
  }
}
