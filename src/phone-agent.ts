/**
 * The agent of the elements and what it is used with (`sip-elements/phone-agent`): the small one, with hold, tones, and
 * new offers, so that a call survives its network.
 * @packageDocumentation
 */
export * from './agent.ts';
export { PhoneSession } from './call/phone-session.ts';
export { PhoneAgent } from './ua/phone-agent.ts';
