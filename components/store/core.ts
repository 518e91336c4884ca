/**
 * What the store uses of the core, as interfaces: the real `PhoneAgent` and `PhoneSession` fit them, and a test can put
 * its own in. Names and fields are the manual's (src/ua, src/call).
 */
import type { UAConfiguration } from '../../src/ua/configuration.ts';
import type { PhoneAgent } from '../../src/ua/phone-agent.ts';
import type { UA } from '../../src/ua/ua.ts';

/** What the events of a session carry, as far as the store reads it. */
export interface SessionEvent {
  originator?: 'local' | 'remote' | 'system';
  cause?: string;
  message?: unknown;
  response?: unknown;
  audio?: boolean | undefined;
  dtmf?: { readonly tone: string };
  peerconnection?: unknown;
  request?: unknown;
  signalling?: boolean;
  media?: boolean;
}

/** One call of the core. */
export interface CoreSession {
  readonly direction: 'incoming' | 'outgoing';
  readonly connection: RTCPeerConnection | null | undefined;
  readonly remote_identity: {
    readonly display_name: string | null;
    readonly uri: { readonly user: string | null; toString(): string };
  };
  /** P-Asserted-Identity of the far end's last message. */
  readonly asserted_identity?: readonly CoreSession['remote_identity'][];
  answer(options?: { mediaStream?: MediaStream; pcConfig?: RTCConfiguration }): void;
  terminate(options?: { status_code?: number; reason_phrase?: string }): void;
  isEnded(): boolean;
  isEstablished(): boolean;
  isMuted(): { audio: boolean };
  isOnHold(): { local: boolean; remote: boolean };
  hold(): boolean;
  unhold(): boolean;
  mute(options?: { audio?: boolean }): void;
  unmute(options?: { audio?: boolean }): void;
  sendDTMF(tones: string, options?: { transportType?: 'INFO' | 'RFC2833' }): void;
  on(
    event: SessionEventName,
    listener: (event: SessionEvent) => void,
    options?: { signal?: AbortSignal },
  ): unknown;
}

/** The events of a session that the store listens to. */
export type SessionEventName =
  | 'peerconnection'
  | 'connecting'
  | 'progress'
  | 'accepted'
  | 'confirmed'
  | 'ended'
  | 'failed'
  | 'hold'
  | 'unhold'
  | 'muted'
  | 'unmuted'
  | 'newDTMF'
  | 'reconnecting'
  | 'reconnected';

/** The options of `call()` that the store gives. */
export interface CallOptions {
  mediaStream?: MediaStream;
  pcConfig?: RTCConfiguration;
  extraHeaders?: string[];
  anonymous?: boolean;
  fromDisplayName?: string;
}

/** What the events of the agent carry, as far as the store reads it. */
export interface AgentEvent {
  error?: boolean;
  cause?: string | null;
  response?: { status_code: number; reason_phrase: string } | null | undefined;
  originator?: string;
  session?: CoreSession;
  request?: { readonly body: string | null; getHeader?(name: string): string | null } | undefined;
  message?: { readonly remote_identity: CoreSession['remote_identity'] | null };
  socket?: unknown;
}

/** One account of the core. */
export interface CoreAgent {
  start(): void;
  stop(): void;
  register(): void;
  isConnected(): boolean;
  /** The calls that live. */
  readonly sessions: readonly CoreSession[];
  call(target: string, options?: CallOptions): CoreSession;
  set(parameter: string, value: unknown): boolean;
  /** The URI that a call to this target would go to. */
  normalizeTarget(target: string): { readonly user: string | null; readonly host: string } | undefined;
  on(
    event: AgentEventName,
    listener: (event: AgentEvent) => void,
    options?: { signal?: AbortSignal },
  ): unknown;
}

/** The events of the agent that the store listens to. */
export type AgentEventName =
  | 'connecting'
  | 'connected'
  | 'disconnected'
  | 'registered'
  | 'unregistered'
  | 'registrationFailed'
  | 'newRTCSession'
  | 'newMessage';

/** The configuration that the store gives to an agent; names of the manual. */
export interface AgentConfiguration {
  uri: string;
  /** WebSocket URLs, most wanted first. */
  servers: readonly string[];
  register: boolean;
  instance_id?: string;
  display_name?: string;
  authorization_user?: string;
  password?: string;
  ha1?: string;
  realm?: string;
  authorization_jwt?: string;
  no_answer_timeout?: number;
  session_timers?: boolean;
}

/** Makes the agent of an element in the place of the element: an application's `UA`, with all of the manual's API. */
export type CreateUA = (configuration: UAConfiguration) => UA | Promise<UA>;

/** Makes an agent of the core; loads the core's code, and so fails where that cannot be fetched. */
export type AgentFactory = (
  configuration: AgentConfiguration,
  createUA?: CreateUA | null,
) => Promise<CoreAgent>;

/** The real one. */
export const createAgent: AgentFactory = async ({ servers, ...configuration }, createUA) => {
  const [{ installSHA256 }, { WebSocketInterface }, make] = await Promise.all([
    import('../../src/auth/hash.ts'),
    import('../../src/transport/websocket-interface.ts'),
    createUA ?? loadPhoneAgent(configuration.session_timers),
    startLogs(),
  ]);
  installSHA256();
  // A higher weight is tried first: the first in the attribute is the most wanted.
  const sockets = servers.map((url, at) => ({
    socket: new WebSocketInterface(url),
    weight: servers.length - at,
  }));
  return (await make({ ...configuration, sockets })) as CoreAgent;
};

async function loadPhoneAgent(timed = false): Promise<(configuration: UAConfiguration) => PhoneAgent> {
  const KindOfAgent = timed
    ? (await import('../../src/ua/timed-agent.ts')).TimedAgent
    : (await import('../../src/ua/phone-agent.ts')).PhoneAgent;
  return (configuration) => {
    const agent = new KindOfAgent(configuration);
    // What takes a message is loaded when the first one comes.
    agent.takeMethod('MESSAGE', (request) => {
      import('../../src/ua/late-features.ts').then(
        ({ receiveMessage }) => receiveMessage(agent, request),
        () => request.reply(480),
      );
    });
    return agent;
  };
}

/** Logs, where somebody has switched that on in this browser, as the package `debug` remembers it. */
async function startLogs(): Promise<void> {
  try {
    const wanted = globalThis.localStorage.getItem('debug');
    if (wanted) (await import('../console-log.ts')).logToConsole(wanted);
  } catch {
    // A page that may not store anything; or the code is missing, which is no reason not to call.
  }
}
