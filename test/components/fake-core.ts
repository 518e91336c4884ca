/** A core that does what the test says: the agent and the session as the store knows them. */
import { Emitter } from '../../src/emitter.ts';
import { InvalidStateError } from '../../src/errors.ts';
import { normalizeTarget } from '../../src/ua/target.ts';
import type {
  AgentConfiguration,
  AgentEvent,
  AgentEventName,
  CallOptions,
  CoreAgent,
  CoreSession,
  SessionEvent,
  SessionEventName,
} from '../../components/store/core.ts';
import { readSettings } from '../../components/settings.ts';
import type { AccountConfiguration } from '../../components/store/account.ts';

/** A party as a session names it. */
export function identity(name: string | null, user = 'nobody', domain = 'example.com') {
  return { display_name: name, uri: { user, toString: () => `sip:${user}@${domain}` } };
}

/** A session whose events the test fires; hold and mute succeed at once. */
export class FakeSession extends Emitter<Record<SessionEventName, [SessionEvent]>> implements CoreSession {
  readonly direction: 'incoming' | 'outgoing';
  readonly remote_identity;
  asserted_identity: CoreSession['remote_identity'][] = [];
  connection: RTCPeerConnection | null = null;
  answeredWith: { mediaStream?: MediaStream } | null = null;
  terminatedWith: { status_code?: number } | null = null;
  sentTones: { tones: string; transportType?: string }[] = [];
  #ended = false;
  #established = false;
  #held = false;

  constructor(direction: 'incoming' | 'outgoing', user: string, name: string | null = null) {
    super();
    this.direction = direction;
    this.remote_identity = identity(name, user);
  }

  isEnded(): boolean {
    return this.#ended;
  }

  isEstablished(): boolean {
    return this.#established && !this.#ended;
  }

  isMuted(): { audio: boolean } {
    return { audio: false };
  }

  isOnHold(): { local: boolean; remote: boolean } {
    return { local: this.#held, remote: false };
  }

  progress(response: { status_code: number; body?: string | null } = { status_code: 180 }): void {
    this.emit('progress', { originator: 'remote', response });
  }

  accept(): void {
    this.#established = true;
    const originator = this.direction === 'outgoing' ? 'remote' : 'local';
    this.emit('accepted', { originator });
    this.emit('confirmed', { originator });
  }

  /** The core tells it of answered calls only. */
  reconnecting(sick: { signalling: boolean; media: boolean }): void {
    if (this.#established && !this.#ended) this.emit('reconnecting', sick);
  }

  reconnected(was: { signalling: boolean; media: boolean }): void {
    if (this.#established && !this.#ended) this.emit('reconnected', was);
  }

  end(event: SessionEvent): void {
    this.#ended = true;
    this.emit(this.#established ? 'ended' : 'failed', event);
  }

  /** Throws where the core's does. */
  answer(options: { mediaStream?: MediaStream } = {}): void {
    if (this.#ended || this.#established) throw new InvalidStateError(0);
    this.answeredWith = options;
    this.accept();
  }

  /** Throws where the core's does. */
  terminate(options: { status_code?: number } = {}): void {
    if (this.#ended) throw new InvalidStateError(0);
    this.terminatedWith = options;
    const cause = this.direction === 'outgoing' ? 'Canceled' : 'Rejected';
    this.end({ originator: 'local', cause: this.#established ? 'Terminated' : cause, message: null });
  }

  /** As the core's: what is held is not held again. */
  hold(): boolean {
    return this.#hold(true);
  }

  unhold(): boolean {
    return this.#hold(false);
  }

  #hold(held: boolean): boolean {
    if (held === this.#held) return false;
    this.#held = held;
    this.emit(held ? 'hold' : 'unhold', { originator: 'local' });
    return true;
  }

  mute(): void {
    this.emit('muted', { audio: true });
  }

  unmute(): void {
    this.emit('unmuted', { audio: true });
  }

  sendDTMF(tones: string, options: { transportType?: string } = {}): void {
    this.sentTones.push({ tones, ...options });
  }
}

/** An agent that is connected as soon as it is started, unless the test wants it otherwise. */
export class FakeAgent extends Emitter<Record<AgentEventName, [AgentEvent]>> implements CoreAgent {
  readonly configuration: AgentConfiguration;
  reachable: boolean;
  connected = false;
  stopped = false;
  registers: boolean;
  sessions: FakeSession[] = [];
  calls: { target: string; options: CallOptions }[] = [];
  changes: Record<string, unknown> = {};

  constructor(configuration: AgentConfiguration, reachable = true) {
    super();
    this.configuration = configuration;
    this.reachable = reachable;
    this.registers = configuration.register;
  }

  start(): void {
    queueMicrotask(() => {
      this.emit('connecting', {});
      if (this.reachable) this.connect();
      else this.disconnect();
    });
  }

  connect(): void {
    this.connected = true;
    this.emit('connected', {});
    for (const session of this.sessions) session.reconnected({ signalling: true, media: false });
    if (this.registers) this.emit('registered', {});
  }

  /** Without a connection it is the next one that registers, as in the core. */
  register(): void {
    this.registers = true;
    if (this.connected) this.emit('registered', {});
    else this.emit('registrationFailed', { response: null, cause: 'Connection Error' });
  }

  disconnect(): void {
    this.connected = false;
    this.emit('disconnected', { error: true });
    if (this.registers) this.emit('unregistered', {});
    for (const session of this.sessions) session.reconnecting({ signalling: true, media: false });
  }

  stop(): void {
    this.stopped = true;
    if (!this.connected) return;
    this.connected = false;
    this.emit('disconnected', {});
  }

  isConnected(): boolean {
    return this.connected;
  }

  call(target: string, options: CallOptions = {}): CoreSession {
    this.calls.push({ target, options });
    const session = new FakeSession('outgoing', target);
    this.sessions.push(session);
    return session;
  }

  /** A call comes in. */
  receive(user: string, name: string | null = null, sdp: string | null = null): FakeSession {
    const session = new FakeSession('incoming', user, name);
    this.sessions.push(session);
    this.emit('newRTCSession', { originator: 'remote', session, request: { body: sdp } });
    return session;
  }

  normalizeTarget(target: string) {
    return normalizeTarget(target, 'example.com');
  }

  set(parameter: string, value: unknown): boolean {
    this.changes[parameter] = value;
    return true;
  }
}

/** The configuration that attributes make. */
export function configurationOf(
  attributes: Record<string, string>,
  more: Partial<AccountConfiguration> = {},
): AccountConfiguration {
  const { settings } = readSettings(attributesOf(attributes));
  return { settings, registers: true, password: null, credentials: null, ...more };
}

/** Attributes as an element has them. */
export function attributesOf(attributes: Record<string, string>) {
  return {
    getAttribute: (name: string) => attributes[name] ?? null,
    getAttributeNames: () => Object.keys(attributes),
  };
}
