import { createLog } from '../log.ts';
import { platform, type Timer } from '../platform.ts';
import { randomFraction } from '../random.ts';

const debug = createLog('sip-elements:transport:keep-alive');

const PING = '\r\n\r\n';
const PONG = '\r\n';

/** Idle connections are asked this often, so that a dead one is noticed within 30 s. */
const INTERVAL_MS = 20_000;
/** No server may ask for more of it than this. */
const LEAST_INTERVAL_MS = 5_000;
/** How long a pong may take (RFC 5626 section 4.4.1). */
const ANSWER_WITHIN_MS = 8_000;
/** How long a pong may take before the server is asked by a SIP request. */
const PROBE_AFTER_MS = 1_000;

/** What the keep-alive needs of the connection that it watches. */
export interface KeepAliveHooks {
  /** Sends a frame. */
  send(data: string): void;
  /** Asks the server with a SIP request. */
  probe(): void;
  /** The connection is dead. */
  dead(): void;
}

/**
 * Liveness of one connection: the CRLF keep-alive of RFC 5626 section 4.4.1 and RFC 7118 section 6.
 *
 * Not every server answers a ping. So a missing pong counts as death only where this connection has answered
 * one before, or the server promised to with Flow-Timer; elsewhere a SIP request is sent beside it. Whatever
 * comes in is life.
 */
export class KeepAlive {
  readonly #hooks: KeepAliveHooks;
  #answersPings = false;
  #intervalMs = INTERVAL_MS;
  #next: Timer;
  #probe: Timer;
  #deadline: Timer;
  #deadlineAt = Infinity;
  #stopped = false;

  constructor(hooks: KeepAliveHooks) {
    this.#hooks = hooks;
    this.#schedule();
  }

  /**
   * The server sent Flow-Timer (RFC 5626 section 5.4): it answers pings, and wants them at least so often.
   * @param flowTimer Seconds.
   */
  promised(flowTimer: number): void {
    this.#answersPings = true;
    this.#intervalMs = Math.max(LEAST_INTERVAL_MS, Math.min(INTERVAL_MS, flowTimer * 1000));
    if (!this.#stopped) this.#schedule();
  }

  /** Looks at a frame; returns whether it was a keep-alive and no SIP message. */
  received(data: string | ArrayBuffer | ArrayBufferView): boolean {
    this.#alive();
    // Some servers send nothing but binary frames (RFC 7118 section 5).
    const binary = typeof data !== 'string' && data.byteLength <= PING.length;
    const text = binary ? new TextDecoder().decode(data) : data;
    if (text === PONG) {
      this.#answersPings = true;
      return true;
    }
    if (text === PING) {
      this.#hooks.send(PONG);
      return true;
    }
    return false;
  }

  /** Asks now: the connection is dead where no answer comes within `withinMs`. */
  check(withinMs: number): void {
    if (this.#stopped) return;
    this.#schedule();
    this.#hooks.send(PING);
    if (this.#stopped) return;
    // Most servers answer; one that does not is asked in a way that every server understands.
    if (!this.#answersPings) {
      platform.clearTimeout(this.#probe);
      this.#probe = platform.setTimeout(() => this.#hooks.probe(), Math.min(PROBE_AFTER_MS, withinMs / 4));
    }
    // An earlier question that is still open stays the one to answer first.
    const deadlineAt = platform.now() + withinMs;
    if (deadlineAt >= this.#deadlineAt) return;
    platform.clearTimeout(this.#deadline);
    this.#deadlineAt = deadlineAt;
    this.#deadline = platform.setTimeout(() => {
      debug('no answer within %d ms', withinMs);
      this.stop();
      this.#hooks.dead();
    }, withinMs);
  }

  /** Ends the watch. */
  stop(): void {
    this.#stopped = true;
    platform.clearTimeout(this.#next);
    this.#alive();
  }

  #schedule(): void {
    platform.clearTimeout(this.#next);
    // RFC 5626 section 4.4.1: between 80 % and 100 % of the interval, at random.
    this.#next = platform.setTimeout(
      () => this.check(ANSWER_WITHIN_MS),
      this.#intervalMs * (0.8 + 0.2 * randomFraction()),
    );
  }

  #alive(): void {
    platform.clearTimeout(this.#probe);
    platform.clearTimeout(this.#deadline);
    this.#deadlineAt = Infinity;
  }
}
