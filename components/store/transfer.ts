/** What loads when a call is transferred or a message sent: the features of the core that do it. */
import type { PhoneSession } from '../../src/call/phone-session.ts';
import { SipError } from '../../src/errors.ts';
import { createMessage, installTransfers } from '../../src/ua/late-features.ts';
import type { PhoneAgent } from '../../src/ua/phone-agent.ts';
import { sipErrorOf } from './causes.ts';
import type { Transfer } from './phone-events.ts';
import type { PhoneStore } from './phone-store.ts';
import type { SipCall } from './sip-call.ts';

/** Does what {@link PhoneStore.transfer} says. */
export async function transfer(
  store: PhoneStore,
  call: SipCall | null,
  target: string | SipCall,
): Promise<void> {
  const { agent } = store;
  const session = call?.snapshot?.phase === 'connected' ? call.session : null;
  const to = typeof target === 'string' ? target : target.session;
  if (!agent || !call || !session || !to) throw new SipError('wrong-state', 'transfer');
  const name = typeof target === 'string' ? target : (target.snapshot?.name ?? '');
  const tell = (status: Transfer['status']) => store.emit('transfer', call, { target: name, status });
  tell('started');
  try {
    await transferTo(agent, session, to);
  } catch (error) {
    tell('failed');
    throw sipErrorOf(error);
  }
  tell('accepted');
}

/** Does what {@link PhoneStore.sendMessage} says. */
export async function sendMessage(store: PhoneStore, text: string, target?: string): Promise<void> {
  const to = target ?? store.activeCall?.session?.remote_identity.uri.toString() ?? store.target;
  if (!to) throw new SipError('attribute-missing', 'target');
  await store.openAccount().connected(to);
  if (!store.agent) throw new SipError('wrong-state');
  await sendMessageTo(store.agent, to, text);
}

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
