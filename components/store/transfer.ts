/** What loads when a call is transferred or a message sent: the features of the core that do it. */
import type { PhoneSession } from '../../src/call/phone-session.ts';
import { SipError } from '../../src/errors.ts';
import { createMessage, installTransfers } from '../../src/ua/late-features.ts';
import type { PhoneAgent } from '../../src/ua/phone-agent.ts';

/**
 * Sends the far end of a call to a target, or into another call of ours (RFC 5589), and ends ours once it is there.
 *
 * @throws {SipError} why it did not get there; our call goes on then
 */
export async function transferTo(
  agent: PhoneAgent,
  session: PhoneSession,
  target: string | PhoneSession,
): Promise<void> {
  installTransfers(agent);
  const referred = badTargetOf(target, () =>
    typeof target === 'string'
      ? session.refer(target)
      : session.refer(target.remote_identity.uri, { replaces: target }),
  );
  if (!referred) throw new SipError('wrong-state');
  await referred.whenReferred();
  if (!session.isEnded()) session.terminate();
}

/**
 * Sends a message and waits until it is delivered.
 *
 * @throws {SipError} why it was not
 */
export async function sendMessageTo(agent: PhoneAgent, target: string, text: string): Promise<void> {
  const message = createMessage(agent);
  badTargetOf(target, () => message.send(target, text));
  await message.whenDelivered();
}

function badTargetOf<T>(target: unknown, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new SipError('call-not-found', `"${String(target)}": ${cause.message}`, { cause });
  }
}
