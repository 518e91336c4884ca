/** One account's agent: made with credentials when somebody needs it, waited for, refreshed, let go of. */
import { SipError } from '../../src/errors.ts';
import { platform, type Timer } from '../../src/platform.ts';
import { randomToken } from '../../src/random.ts';
import { invalid, isSafeServer, shown, type Settings } from '../settings.ts';
import {
  createAgent,
  type AgentConfiguration,
  type AgentFactory,
  type CallOptions,
  type CoreAgent,
  type CoreSession,
  type CreateUA,
} from './core.ts';
import { getCredentials, type Credentials, type CredentialsSource } from './credentials.ts';
import type { PhoneCallOptions } from './phone-events.ts';
import { Turn } from './tabs.ts';

/** All that an account is made of. */
export interface AccountConfiguration {
  settings: Settings;
  /** Whether the account registers where the attributes do not say. */
  registers: boolean;
  /** For trying things out. */
  password: string | null;
  /** Credentials of the page's own; they win over `auth-url`. */
  credentials: CredentialsSource | null;
  /** Makes the agent in the place of the element. */
  createUA?: CreateUA | null;
}

/** Whether two configurations are of the same account at the same server, so that its connection can stay. */
export function isSameAccount(one: AccountConfiguration, other: AccountConfiguration): boolean {
  const same = (name: keyof Settings) =>
    JSON.stringify(one.settings[name]) === JSON.stringify(other.settings[name]);
  return (
    CONNECTION_SETTINGS.every(same) &&
    one.password === other.password &&
    one.credentials === other.credentials &&
    one.createUA === other.createUA
  );
}

/** The settings that an agent is made of; the others count anew for each call. */
const CONNECTION_SETTINGS = [
  'servers',
  'insecure',
  'uri',
  'wrong',
  'displayName',
  'authorizationUser',
  'authUrl',
  'register',
  'noAnswerTimeout',
  'sessionTimers',
] as const satisfies (keyof Settings)[];

/** The parameters of an agent whose values may be told. */
const PUBLIC = ['uri', 'display_name', 'authorization_user', 'realm'];

/** For how long a click waits for the server, in milliseconds. */
const CONNECT_TIMEOUT = 8000;

/** What of the time that credentials are good for may pass before they are fetched again. */
const REFRESH_AT = 0.8;

/** After how long they are asked for again where they could not be had, in seconds. */
const RETRY = 48;

/** One account. Made anew when its configuration changes. */
export class Account {
  /** Whether it is nobody's in particular. Known once the agent is made. */
  guest = false;
  #agent: Promise<CoreAgent> | null = null;
  /** The one that was made last. */
  #made: CoreAgent | null = null;
  /** Its turn to register. */
  #turn: Turn | undefined;
  /** What the agent was made of, or given since. */
  #credentials: Credentials = {};
  /** Credentials of another user, for the next agent. */
  #next: Credentials | null = null;
  /** When the credentials are over, in milliseconds of the platform's clock. */
  #expires = Infinity;
  #refresh: Timer;
  #closed = false;
  /** How often the connection failed since somebody last asked for it; each server is tried once. */
  #failures = 0;
  #configuration: AccountConfiguration;
  readonly #onAgent: (agent: CoreAgent) => void;
  readonly #factory: AgentFactory;

  /**
   * @param onAgent called with the agent before it starts: the place to listen
   * @param factory makes the agent; the core's own where none is given
   */
  constructor(
    configuration: AccountConfiguration,
    onAgent: (agent: CoreAgent) => void,
    factory: AgentFactory = createAgent,
  ) {
    this.#configuration = configuration;
    this.#onAgent = onAgent;
    this.#factory = factory;
  }

  /** For the peer connections of its calls. */
  get pcConfig(): RTCConfiguration {
    const { iceServers, iceTransportPolicy } = this.#configuration.settings;
    return { iceServers: this.#credentials.iceServers ?? iceServers, iceTransportPolicy };
  }

  /** For the INVITE of one of its calls. */
  inviteOptions(mediaStream: MediaStream, options: PhoneCallOptions): CallOptions {
    const { headers, anonymous } = this.#configuration.settings;
    const own = Object.entries(this.#credentials.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
    return {
      ...{ mediaStream, pcConfig: this.pcConfig },
      extraHeaders: [...own, ...headers, ...(options.extraHeaders ?? [])],
      anonymous: options.anonymous ?? anonymous,
      ...(options.displayName && { fromDisplayName: options.displayName }),
    };
  }

  get #registers(): boolean {
    const { settings, registers } = this.#configuration;
    return settings.register ?? registers;
  }

  /** Whether another tab registers the account. Known once the agent is made. */
  get standby(): boolean {
    return this.#turn?.mine === false;
  }

  /** Takes what changed without making it another account ({@link isSameAccount}). */
  update(configuration: AccountConfiguration): void {
    this.#configuration = configuration;
  }

  /** Makes and starts the agent, once. Does not wait for the connection. */
  open(target: string | null): Promise<CoreAgent> {
    this.#agent ??= this.#make(target).catch((error: unknown) => {
      // The next click tries again.
      this.#agent = null;
      this.#turn?.pass();
      throw error;
    });
    return this.#agent;
  }

  /**
   * The agent, connected.
   *
   * @throws {SipError} what kept it from being made, or `connection-failed`
   */
  async connected(target: string | null): Promise<CoreAgent> {
    this.#failures = 0;
    const agent = await this.#current(target);
    const servers = this.#credentials.servers ?? this.#configuration.settings.servers;
    const tries = Math.max(1, servers.length);
    return new Promise((resolve, reject) => {
      const settled = new AbortController();
      const fail = () => reject(new SipError('connection-failed'));
      const timer = platform.setTimeout(fail, CONNECT_TIMEOUT);
      const look = () => {
        if (agent.isConnected()) resolve(agent);
        else if (this.#failures >= tries) fail();
        else return;
        platform.clearTimeout(timer);
        settled.abort();
      };
      agent.on('connected', look, { signal: settled.signal });
      agent.on('disconnected', look, { signal: settled.signal });
      look();
    });
  }

  /** Lets another tab register in the place of this one. */
  passTurn(): void {
    this.#turn?.pass();
  }

  /** Lets go of connection and registration, for good. */
  close(): void {
    this.#closed = true;
    platform.clearTimeout(this.#refresh);
    this.#agent?.then(
      (agent) => this.#turn?.leave(agent),
      () => {},
    );
    this.#agent = null;
  }

  /** The agent with credentials that are good still. */
  async #current(target: string | null): Promise<CoreAgent> {
    const agent = await this.open(target);
    // The computer slept, or auth-url did not answer when it was time: what it says now is for the caller to know.
    if (platform.now() >= this.#expires) this.#take(agent, await this.#fetch(target), target);
    return this.#next === null || isBusy(agent) ? agent : this.#replace(agent, target);
  }

  /** Makes an agent of what came for the next one. */
  #replace(agent: CoreAgent, target: string | null): Promise<CoreAgent> {
    const turn = this.#turn;
    this.#agent = null;
    // The old one goes when the new one has its place: nobody is to be told that the connection is lost.
    return this.open(target).finally(() => turn?.leave(agent));
  }

  async #make(target: string | null): Promise<CoreAgent> {
    const next = this.#next;
    this.#next = null;
    const credentials = next ?? (await this.#fetch(target));
    const configuration = this.#agentConfiguration(credentials, target);
    const turn = (this.#turn = new Turn(configuration));
    const agent = await this.#load(await turn.configure(configuration));
    if (this.#closed) throw new SipError('wrong-state', 'The phone was stopped.');
    this.#credentials = credentials;
    this.#onAgent(agent);
    // Bound before the start: where the browser forbids the URL, it fails inside it.
    this.#made = agent;
    agent.on('disconnected', () => {
      if (this.#made === agent) this.#failures += 1;
    });
    agent.start();
    turn.follow(agent);
    // The time of what had come for it runs already.
    if (!next) this.#scheduleRefresh(credentials, target);
    return agent;
  }

  async #load(configuration: AgentConfiguration): Promise<CoreAgent> {
    try {
      return await this.#factory(configuration, this.#configuration.createUA);
    } catch (cause) {
      // Not the core's own words: they would bring a secret into the console.
      const { parameter, value } = cause as { parameter?: string; value?: unknown };
      const shown = parameter && PUBLIC.includes(parameter) ? String(value) : '…';
      if (parameter) throw invalid(parameter.replaceAll('_', '-'), shown, 'cannot be used in SIP');
      throw new SipError('code-missing', String(cause), { cause });
    }
  }

  async #fetch(target: string | null): Promise<Credentials> {
    const { credentials, settings } = this.#configuration;
    const source = credentials ?? settings.authUrl;
    if (source === null) {
      if (settings.wrong.authUrl) throw settings.wrong.authUrl;
      return {};
    }
    return getCredentials(source, { target, page: globalThis.location?.href ?? '' });
  }

  #agentConfiguration(credentials: Credentials, target: string | null): AgentConfiguration {
    const { settings } = this.#configuration;
    const servers = credentials.servers ?? settings.servers;
    const { wrong } = settings;
    if (servers.length === 0) throw wrong.server ?? new SipError('attribute-missing', 'server');
    const unsafe = credentials.servers?.find((server) => !isSafeServer(server, settings.insecure));
    if (unsafe !== undefined) throw new SipError('server-insecure', `auth-url: "${shown(unsafe)}"`);
    const uri = credentials.uri ?? settings.uri;
    if (uri === null && wrong.uri) throw wrong.uri;
    this.guest = uri === null;
    return {
      servers,
      uri: uri ?? `sip:guest-${randomToken(8)}@${guestDomain(target, servers)}`,
      register: uri !== null && this.#registers,
      ...defined({
        display_name: credentials.display_name ?? settings.displayName,
        no_answer_timeout: settings.noAnswerTimeout,
        session_timers: settings.sessionTimers,
      }),
      ...this.#authentication(credentials),
    };
  }

  /** What the agent answers a challenge with. */
  #authentication({ authorization_user, password, ha1, realm, token }: Credentials) {
    const { settings, password: own } = this.#configuration;
    return defined({
      authorization_user: authorization_user ?? settings.authorizationUser,
      password: password ?? own,
      ...{ ha1, realm, authorization_jwt: token },
    });
  }

  #scheduleRefresh({ expires_in = Infinity }: Credentials, target: string | null): void {
    platform.clearTimeout(this.#refresh);
    this.#expires = platform.now() + expires_in * 1000;
    if (expires_in < Infinity && !this.#closed) this.#refreshIn(expires_in * REFRESH_AT, target);
  }

  #refreshIn(seconds: number, target: string | null): void {
    this.#refresh = platform.setTimeout(() => void this.#refreshNow(target), seconds * 1000);
  }

  async #refreshNow(target: string | null): Promise<void> {
    try {
      const next = await this.#fetch(target);
      const agent = await this.#agent;
      if (agent && !this.#closed) this.#take(agent, next, target);
    } catch {
      // The old ones may still be good, and the server will say when they are not.
      if (!this.#closed) this.#refreshIn(RETRY, target);
    }
  }

  /** Gives new credentials to the agent; where they are another user's, the next agent is made of them. */
  #take(agent: CoreAgent, next: Credentials, target: string | null): void {
    this.#scheduleRefresh(next, target);
    if (next.iceServers) for (const session of agent.sessions) setIceServers(session, next.iceServers);
    if (next.uri !== this.#credentials.uri || this.#turn?.over) {
      this.#next = next;
      // Who can be called must be there as the user for whom the server has credentials. Else there is time until the
      // next call.
      if (this.#registers && !isBusy(agent)) this.#replace(agent, target).catch(() => {});
      return;
    }
    this.#next = null;
    this.#credentials = next;
    for (const [name, value] of Object.entries(this.#authentication(next))) agent.set(name, value);
  }
}

function isBusy(agent: CoreAgent): boolean {
  return agent.sessions.some((session) => !session.isEnded());
}

/** A call that looks for a new path later asks the TURN server with credentials that are good then. */
function setIceServers({ connection }: CoreSession, iceServers: RTCIceServer[]): void {
  if (!connection || connection.signalingState === 'closed') return;
  connection.setConfiguration({ ...connection.getConfiguration(), iceServers });
}

/** A guest lives in the domain of the called party; where the target is only a number, at the server's. */
function guestDomain(target: string | null, servers: readonly string[]): string {
  const host = /@([^;?>\s]+)/.exec(target ?? '')?.[1];
  return host ?? new URL(servers[0]!).hostname;
}

type Present<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** The entries that have a value: `exactOptionalPropertyTypes` tells "not there" from "undefined". */
function defined<T extends object>(values: T): Present<T> {
  const entries = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries) as Present<T>;
}
