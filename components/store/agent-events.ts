/** What the events of an agent mean for a phone. Pure. */
import { SipError } from '../../src/errors.ts';
import type { AgentEvent } from './core.ts';
import { shortened } from './names.ts';
import type { ReceivedMessage } from './phone-events.ts';

/** Whether an offer has video. A port of 0 is a line that nobody uses (RFC 3264 section 6). */
export function offersVideo(body: string | null | undefined): boolean {
  return /^m=video [1-9]/m.test(body ?? '');
}

/** The message that came in; undefined where it is one of ours. */
export function receivedMessage({ originator, message, request }: AgentEvent): ReceivedMessage | undefined {
  const identity = message?.remote_identity;
  if (originator !== 'remote' || !identity) return undefined;
  const { display_name, uri } = identity;
  return {
    from: uri.toString(),
    name: shortened(display_name ?? '') || shortened(uri.user ?? uri.toString()),
    text: request?.body ?? '',
    contentType: request?.getHeader?.('Content-Type') ?? 'text/plain',
  };
}

/** Whether the server does not believe the credentials of a REGISTER. */
export function isRefused({ response }: AgentEvent): boolean {
  return [401, 403, 407].includes(response?.status_code ?? 0);
}

/** Why the account is not registered. */
export function refusalOf(event: AgentEvent): SipError {
  const { response, cause } = event;
  const status = response?.status_code;
  const detail = status ? `${status} ${response?.reason_phrase ?? ''}` : (cause ?? '');
  return new SipError(isRefused(event) ? 'authentication-failed' : 'registration-failed', `(${detail})`);
}
