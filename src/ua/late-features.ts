/**
 * Features that a {@link PhoneAgent} gets while it runs: whoever wants one loads this file. The `UA` has them from its
 * start, and is left as it is.
 */
import { installTransfer } from '../call/refer.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import { Message } from './exchange.ts';
import type { PhoneAgent } from './phone-agent.ts';

const withTransfers = new WeakSet<PhoneAgent>();

/** Makes `refer()` of an agent's calls work, of those that live, too. */
export function installTransfers(agent: PhoneAgent): void {
  if (withTransfers.has(agent)) return;
  withTransfers.add(agent);
  agent.install((call) => {
    if (!call.refer) installTransfer(call, agent.exchangeCore);
  });
}

/** An instant message (RFC 3428) of an agent, to be sent: `newMessage` of the agent tells of it. */
export function createMessage(agent: PhoneAgent): Message {
  return new Message(agent.exchangeCore, (event) => agent.emit('newMessage', event));
}

/** Takes an instant message that came: `newMessage` of the agent tells of it, and it is answered 200. */
export function receiveMessage(agent: PhoneAgent, request: IncomingRequest): void {
  createMessage(agent).receive(request);
}
