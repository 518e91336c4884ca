/** How calls of a phone begin: one that the user makes, and one that is answered. */
import { SipError } from '../../src/errors.ts';
import { unsupportedReason } from '../../src/media/microphone.ts';
import { nextTask } from '../next-task.ts';
import { invalid, type Settings } from '../settings.ts';
import type { Account } from './account.ts';
import { sipErrorOf } from './causes.ts';
import type { CoreAgent } from './core.ts';
import type { PhoneCallOptions } from './phone-events.ts';
import type { SipCall } from './sip-call.ts';
import { openStream, type SendingPhone } from './streams.ts';

/** The phone whose call it is, as far as it matters here. */
export interface CallingPhone extends SendingPhone {
  /** Those of the attributes; null before any were read. */
  readonly settings: Settings | null;
  /** Null before anybody needed one. */
  readonly agent: Pick<CoreAgent, 'isConnected'> | null;
  openAccount(): Account;
  report(error: SipError): void;
}

/** Sends the INVITE of a call once there are microphone and server. What keeps it from that is the end of the call. */
export async function placeCall(
  phone: CallingPhone,
  call: SipCall,
  target: string,
  options: PhoneCallOptions,
): Promise<void> {
  try {
    const reason = unsupportedReason();
    if (reason) throw new SipError(reason);
    if (!target.trim()) throw new SipError('attribute-missing', 'target');
    const account = phone.openAccount();
    const wasConnected = phone.agent?.isConnected();
    const video = options.video ?? phone.settings?.video ?? false;
    const [mediaStream, agent] = await Promise.all([
      openStream(phone, call, { ...options, video }),
      account.connected(target),
    ]);
    // That there is a connection is drawn before: both in one task hold up the page of a slow machine.
    if (!wasConnected) await nextTask();
    if (!call.live) return;
    const session = agent.call(target, account.inviteOptions(mediaStream, options));
    call.happened('sending');
    call.attach(session);
    // Ended by a listener of the agent, before anybody here could hear of it.
    if (session.isEnded()) call.hangup();
  } catch (error) {
    call.fail(error instanceof TypeError ? badTarget(phone, target, error) : sipErrorOf(error));
  }
}

/** Answers a call that rings once there is a microphone; without one it rings on. */
export async function answerCall(
  phone: CallingPhone,
  call: SipCall,
  options: PhoneCallOptions,
): Promise<void> {
  call.happened('answering');
  try {
    // Who asked for sound alone gets no picture: there is no place for it in the answer.
    const video = call.offersVideo && (options.video ?? phone.settings?.video ?? false);
    const mediaStream = await openStream(phone, call, { ...options, video });
    if (call.live) call.session?.answer({ mediaStream, pcConfig: phone.openAccount().pcConfig });
  } catch (error) {
    if (!call.live) return;
    // It goes on ringing: the microphone can be allowed and the call answered after all.
    call.happened('refused');
    phone.report(sipErrorOf(error));
  }
}

function badTarget({ settings }: CallingPhone, target: string, cause: TypeError): SipError {
  // Who typed it can type another; an attribute is the page owner's to correct.
  if (target === settings?.target)
    return invalid('target', target, 'is no number, user name, SIP or tel URI');
  return new SipError('call-not-found', cause.message, { cause });
}
