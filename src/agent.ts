/**
 * The small agent and what it is used with (`sip-elements/agent`): connection, registration and calls, without what
 * only some applications need. `sip-elements/phone-agent` is the same with hold, tones and new offers.
 * @packageDocumentation
 */
export type * from './call/events.ts';
export { CallSession } from './call/session.ts';
export { SipError } from './errors.ts';
export { WebSocketInterface } from './transport/websocket-interface.ts';
export { Agent, installSHA256 } from './ua/agent.ts';
export type { UAConfiguration } from './ua/configuration.ts';
export type { UAEvents } from './ua/events.ts';
