import { SipError } from '../../src/errors.ts';
import type { AgentEvent, CoreAgent, CoreSession } from './core.ts';
import { shortened } from './names.ts';
import type { ReceivedMessage } from './phone-events.ts';
import type { Connection } from './snapshot.ts';

/** Who wants to know what an agent tells. */
export interface AgentWatcher {
  /** Whether the agent is still the one that counts: one that was let go of tells of its end, which is no news. */
  isCurrent(): boolean;
  connection(connection: Connection): void;
  registered(registered: boolean): void;
  /** The server does not register the account. */
  refused(error: SipError): void;
  incoming(session: CoreSession, offersVideo: boolean): void;
  message(message: ReceivedMessage): void;
}

/** Listens to an agent, for as long as it counts. */
export function watchAgent(agent: CoreAgent, watcher: AgentWatcher): void {
  const on = (event: Parameters<CoreAgent['on']>[0], then: (event: AgentEvent) => void) =>
    agent.on(event, (told) => void (watcher.isCurrent() && then(told)));
  on('connecting', () => watcher.connection('connecting'));
  on('connected', () => watcher.connection('connected'));
  on('disconnected', () => watcher.connection('disconnected'));
  on('registered', () => watcher.registered(true));
  on('unregistered', () => watcher.registered(false));
  on('registrationFailed', (event) => {
    watcher.registered(false);
    // Without a connection there is an error of its own to show.
    if (agent.isConnected()) watcher.refused(refusal(event));
  });
  on('newRTCSession', ({ originator, session, request }) => {
    // A port of 0 is a line that nobody uses (RFC 3264 section 6).
    const offersVideo = /^m=video [1-9]/m.test(request?.body ?? '');
    if (originator === 'remote' && session) watcher.incoming(session, offersVideo);
  });
  on('newMessage', ({ originator, message, request }) => {
    const identity = message?.remote_identity;
    if (originator !== 'remote' || !identity) return;
    const { display_name, uri } = identity;
    watcher.message({
      from: uri.toString(),
      name: shortened(display_name ?? '') || shortened(uri.user ?? uri.toString()),
      text: request?.body ?? '',
      contentType: request?.getHeader?.('Content-Type') ?? 'text/plain',
    });
  });
}

/** Whether the server does not believe the credentials of a REGISTER. */
export function isRefused({ response }: AgentEvent): boolean {
  return [401, 403, 407].includes(response?.status_code ?? 0);
}

function refusal(event: AgentEvent): SipError {
  const { response, cause } = event;
  const status = response?.status_code;
  const detail = status ? `${status} ${response?.reason_phrase ?? ''}` : (cause ?? '');
  return new SipError(isRefused(event) ? 'authentication-failed' : 'registration-failed', `(${detail})`);
}
