import { createLog } from '../log.ts';
import { platform, type Timer } from '../platform.ts';
import { randomFraction } from '../random.ts';
import { KeepAlive } from './keep-alive.ts';
import { reconnectionDelay, type RecoveryBounds } from './reconnection.ts';
import type { Socket, WeightedSocket } from './socket.ts';

const debug = createLog('sip-elements:transport:transport');

/** An attempt that hangs is given up after this time: a firewall that drops packets never says no. */
const CONNECT_WITHIN_MS = 8_000;
/** So much sooner while somebody waits for the line to come back: a packet that was lost is sent again ever more rarely. */
const IMPATIENT_CONNECT_WITHIN_MS = 4_000;
/** An attempt that is older is made anew where the network came back. */
const STALE_ATTEMPT_MS = 1_000;
/** How long the server may take for a sign of life after that. */
const WAKE_ANSWER_WITHIN_MS = 4_000;
/** A connection that is lost sooner is no good: a load balancer took it, for instance, that has no server behind it. */
const LASTING_MS = 2_000;

/** What the transport tells the floor above. */
export interface TransportHooks {
  /** An attempt begins. `attempts` counts those since the last connection, from 0. */
  connecting(socket: Socket, attempts: number): void;
  connected(socket: Socket): void;
  /** An attempt failed, or the connection was lost or closed. */
  disconnected(socket: Socket, error: boolean, code?: number, reason?: string): void;
  /** One whole SIP message. */
  received(data: string | ArrayBuffer | ArrayBufferView): void;
  /** Asks the server with a SIP request. */
  probe(): void;
  /** Whether a call lives. */
  inCall(): boolean;
}

type State = 'stopped' | 'waiting' | 'connecting' | 'connected';

/**
 * The connection to the server, or to the best of several: it is made, watched, and made again for ever, until
 * {@link stop}.
 */
export class Transport {
  readonly #servers: Required<WeightedSocket>[];
  readonly #bounds: RecoveryBounds;
  readonly #hooks: TransportHooks;
  #state: State = 'stopped';
  #socket: Socket;
  /** The servers that failed since the last good connection: the others come first. */
  #failed: Socket[] = [];
  #attempts = 0;
  /** How many connections in a row were no good: they did not last, or nothing was ever heard on them. */
  #bad = 0;
  /** Whether anything came on this connection. */
  #heard = false;
  #lostAt = 0;
  #triedAt = 0;
  #timer: Timer;
  #keepAlive: KeepAlive | undefined;
  #stopWatching: (() => void) | undefined;

  constructor(sockets: WeightedSocket[], bounds: RecoveryBounds, hooks: TransportHooks) {
    this.#servers = sockets.map(({ socket, weight = 0 }) => ({ socket, weight }));
    this.#bounds = bounds;
    this.#hooks = hooks;
    this.#socket = this.#choose();
  }

  /** The socket in use, or tried last. */
  get socket(): Socket {
    return this.#socket;
  }

  /** The transport for the Via header. */
  get via_transport(): string {
    return this.#socket.via_transport;
  }

  /** Where the socket in use, or tried last, leads to. */
  get url(): string {
    return this.#socket.url;
  }

  /** The SIP URI of the server in use. */
  get sip_uri(): string {
    return this.#socket.sip_uri;
  }

  isConnected(): boolean {
    return this.#state === 'connected';
  }

  /** Connects, and stays connected. */
  start(): void {
    if (this.#state !== 'stopped') return;
    this.#attempts = this.#bad = 0;
    this.#failed = [];
    this.#lostAt = platform.now();
    this.#stopWatching = platform.onWake(() => this.wake());
    this.#connect();
  }

  /** Closes the connection, and makes none any more. */
  stop(): void {
    if (this.#state === 'stopped') return;
    const open = this.#state === 'connected';
    this.#state = 'stopped';
    this.#stopWatching?.();
    this.#release();
    if (open) this.#hooks.disconnected(this.#socket, false);
  }

  /** Sends one message; false where there is no connection. */
  send(data: string): boolean {
    if (this.#state !== 'connected') return false;
    const connection = this.#keepAlive;
    const failed = () => {
      if (this.#keepAlive === connection) this.#giveUp('cannot send');
    };
    const sent = run(() => this.#socket.send(data), failed);
    // A socket that cannot send is one that does not work: a WebSocket, for instance, that is closed and has not said so.
    if (!sent) failed();
    // An asynchronous one tells later.
    else if (sent !== true) Promise.resolve(sent).then((done) => done === false && failed(), failed);
    return !!sent;
  }

  /** The server promised to answer keep-alives that come at least so often (Flow-Timer, RFC 5626 section 5.4). */
  promisePongs(flowTimer: number): void {
    this.#keepAlive?.promised(flowTimer);
  }

  /** The network came back, or the page was shown: connect now, or see whether the connection lives. */
  wake(): void {
    this.check(WAKE_ANSWER_WITHIN_MS);
    // An attempt that began on the network of before may wait for it until it is given up.
    if (this.#state === 'connecting' && platform.now() - this.#triedAt > STALE_ATTEMPT_MS) this.#lost(true);
    if (this.#state === 'waiting') this.#connect();
  }

  /** Sees whether the connection lives: it is lost where no sign of life comes within `ms`. */
  check(ms: number): void {
    this.#keepAlive?.check(ms);
  }

  #connect(): void {
    platform.clearTimeout(this.#timer);
    this.#state = 'connecting';
    const socket = (this.#socket = this.#choose());
    debug('connecting to %s, attempt %d', socket.url, this.#attempts);
    socket.onconnect = () => this.#connected();
    socket.ondisconnect = (error = false, code, reason) => this.#lost(error, code, reason);
    socket.ondata = (data) => this.#received(data);
    this.#triedAt = platform.now();
    const within = this.#impatient ? IMPATIENT_CONNECT_WITHIN_MS : CONNECT_WITHIN_MS;
    const attempt = (this.#timer = platform.setTimeout(() => this.#giveUp('no answer'), within));
    this.#hooks.connecting(socket, this.#attempts);
    // A listener may have stopped us, or even started us anew.
    if (this.#timer !== attempt) return;
    run(
      () => socket.connect(),
      (error) => this.#timer === attempt && this.#giveUp(String(error)),
    );
  }

  #connected(): void {
    if (this.#state !== 'connecting') return;
    platform.clearTimeout(this.#timer);
    this.#state = 'connected';
    this.#attempts = 0;
    this.#heard = false;
    this.#keepAlive = new KeepAlive({
      send: (data) => this.send(data),
      probe: () => this.#hooks.probe(),
      dead: () => this.#giveUp('no sign of life'),
    });
    debug('connected to %s', this.#socket.url);
    this.#hooks.connected(this.#socket);
  }

  #received(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#heard = true;
    if (!this.#keepAlive?.received(data)) this.#hooks.received(data);
  }

  /** The connection, or the attempt, is no good: as if it had closed abnormally (RFC 6455 section 7.4.1, code 1006). */
  #giveUp(reason: string): void {
    this.#lost(true, 1006, reason);
  }

  #lost(error: boolean, code?: number, reason?: string): void {
    const connected = this.isConnected();
    if (!connected && this.#state !== 'connecting') return;
    const socket = this.#socket;
    debug('lost %s: %s %s', socket.url, code, reason);
    const now = platform.now();
    if (connected) {
      this.#bad = this.#heard && now - this.#triedAt >= LASTING_MS ? 0 : this.#bad + 1;
      if (!this.#bad) this.#failed = [];
      if (this.#bad < 2) this.#lostAt = now;
    }
    // One bad connection may be chance; several in a row are a server that failed, and is given more and more time.
    if (!connected || this.#bad > 1) this.#failed.push(socket);
    this.#release();
    this.#state = 'waiting';
    this.#attempts += 1;
    const attempt = Math.max(this.#attempts, this.#bad);
    const delay = this.#untried()
      ? 0
      : reconnectionDelay(attempt, now - this.#lostAt, this.#impatient, this.#bounds);
    this.#timer = platform.setTimeout(() => this.#connect(), delay);
    this.#hooks.disconnected(socket, error, code, reason);
  }

  /** Lets go of the socket and of every timer. */
  #release(): void {
    platform.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#keepAlive?.stop();
    this.#keepAlive = undefined;
    const socket = this.#socket;
    socket.onconnect = socket.ondisconnect = socket.ondata = undefined;
    run(
      () => socket.disconnect(),
      (error) => debug('%s: %O', socket.url, error),
    );
  }

  /** Whether somebody waits for the line to come back. */
  get #impatient(): boolean {
    return this.#hooks.inCall() || platform.visible;
  }

  /** Whether another server is left that has not failed since the last connection. */
  #untried(): boolean {
    return this.#failed.length > 0 && this.#failed.length < this.#servers.length;
  }

  /** The highest weight of those that did not fail, at random among equals; when all failed, all are new again. */
  #choose(): Socket {
    if (this.#failed.length >= this.#servers.length) this.#failed = [];
    const able = this.#servers.filter(({ socket }) => !this.#failed.includes(socket));
    const heaviest = Math.max(...able.map(({ weight }) => weight));
    const best = able.filter(({ weight }) => weight === heaviest);
    return best[Math.floor(randomFraction() * best.length)]!.socket;
  }
}

/** Runs a method of a socket, which is the application's: it may throw, and it may be `async` and reject. */
function run<T>(method: () => T, failed: (error: unknown) => void): T | undefined {
  try {
    const result = method();
    if (result instanceof Promise) result.catch(failed);
    return result;
  } catch (error) {
    failed(error);
    return undefined;
  }
}
