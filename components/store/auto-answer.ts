/** `auto-answer`: answers the calls of those whom the page names. */
import { permission } from '../../src/media/microphone-error.ts';
import { platform } from '../../src/platform.ts';
import type { CoreAgent, CoreSession } from './core.ts';
import type { PhoneCallOptions } from './phone-events.ts';
import type { SipCall } from './sip-call.ts';
import type { PhoneSnapshot } from './snapshot.ts';

/** For how long it is announced, by a sentence and a tone, that a call will be answered, in milliseconds. */
export const NOTICE = 1000;

/** The phone that is called, as far as it matters here. */
export interface CalledPhone {
  readonly snapshot: PhoneSnapshot;
  /** The live calls. */
  readonly calls: readonly SipCall[];
  /** What is sent instead of the microphone's sound. */
  readonly mediaStream: MediaStream | null;
  answer(call: SipCall, options: PhoneCallOptions): Promise<void>;
}

/** Announces that a call will be answered, and answers it; where something speaks against that, it rings on. */
export async function answerAutomatically(phone: CalledPhone, call: SipCall): Promise<void> {
  // What the user hears at present would be broken off, or be overheard.
  const isFree = () => phone.calls.every((one) => one === call);
  const opens = phone.mediaStream !== null || (await permission()) === 'granted';
  if (!opens || !isFree()) return;
  call.willBeAnswered(true);
  platform.setTimeout(() => {
    const { soundBlocked, silenced } = phone.snapshot;
    // Who could not hear the tone must not be heard.
    if (isFree() && !soundBlocked && !silenced) void phone.answer(call, { video: false });
    else call.willBeAnswered(false);
  }, NOTICE);
}

/**
 * Whether it is one of these callers who calls. Whom the server has authenticated counts (P-Asserted-Identity, RFC 3325),
 * and From only where it does not say. A caller without a domain is one of the account's own; ports count for nothing.
 *
 * @param callers SIP or tel URIs, user names, numbers
 */
export function isCaller(session: CoreSession, callers: readonly string[], agent: CoreAgent): boolean {
  const addressOf = (target: string) => {
    const uri = agent.normalizeTarget(target);
    return uri && `${uri.user}@${uri.host}`;
  };
  const { asserted_identity: asserted = [], remote_identity } = session;
  const identities = asserted.length > 0 ? asserted : [remote_identity];
  const calling = identities.map(({ uri }) => addressOf(uri.toString()));
  return callers.map(addressOf).some((caller) => caller !== undefined && calling.includes(caller));
}
