/** Two accounts in one program that call each other again and again, and a count of what stays behind. */
import { type RTCSession, UA } from '../../src/index.ts';
import type { CallOptions } from '../../src/call/events.ts';
import type { Socket } from '../../src/transport/socket.ts';

/** What {@link CallLoop} needs. */
export interface CallLoopOptions {
  /** A socket to the server for each of the two. */
  readonly sockets: readonly [Socket, Socket];
  /** Their SIP domain; they are `alice` and `bob` there. */
  readonly domain: string;
  /** The password of both. */
  readonly password: string;
  /** How long caller and callee want a call before it is ended. */
  readonly untilUsed?: (session: RTCSession) => Promise<void>;
}

/** Alice and Bob, registered. */
export class CallLoop {
  readonly #alice: UA;
  readonly #bob: UA;
  readonly #target: string;
  readonly #untilUsed: NonNullable<CallLoopOptions['untilUsed']>;
  readonly #transactions = new Set<unknown>();

  private constructor({ sockets, domain, password, untilUsed = async () => {} }: CallLoopOptions) {
    const account = (user: string, socket: Socket) =>
      new UA({ uri: `sip:${user}@${domain}`, password, sockets: [socket] });
    this.#alice = account('alice', sockets[0]);
    this.#bob = account('bob', sockets[1]);
    this.#target = `sip:bob@${domain}`;
    this.#untilUsed = untilUsed;
    for (const ua of [this.#alice, this.#bob]) {
      ua.on('newTransaction', ({ transaction }) => void this.#transactions.add(transaction));
      ua.on('transactionDestroyed', ({ transaction }) => void this.#transactions.delete(transaction));
    }
    this.#bob.on('newRTCSession', ({ session }) => session.once('progress', () => session.answer(sound)));
  }

  /** Registers both. */
  static async open(options: CallLoopOptions): Promise<CallLoop> {
    const loop = new CallLoop(options);
    const registered = [loop.#alice, loop.#bob].map(
      (ua) => new Promise<void>((resolve) => ua.once('registered', () => resolve())),
    );
    loop.#alice.start();
    loop.#bob.start();
    await Promise.all(registered);
    return loop;
  }

  /** One call from its beginning to its end on both sides; rejects where it fails. */
  call(): Promise<void> {
    return new Promise((resolve, reject) => {
      const session = this.#alice.call(this.#target, {
        ...sound,
        eventHandlers: {
          confirmed: () => void this.#untilUsed(session).then(() => session.terminate(), reject),
          ended: () => resolve(),
          failed: ({ cause }) => reject(new Error(cause)),
        },
      });
    });
  }

  /** Resolves once Bob's calls are over, too. */
  async settled(): Promise<void> {
    while (this.#bob.sessions.length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** What the two accounts still hold. */
  get held(): { sessions: number; transactions: number } {
    return {
      sessions: this.#alice.sessions.length + this.#bob.sessions.length,
      transactions: this.#transactions.size,
    };
  }

  /** Unregisters and disconnects both. */
  stop(): void {
    this.#alice.stop();
    this.#bob.stop();
  }
}

const sound: CallOptions = { mediaConstraints: { audio: true, video: false } };
