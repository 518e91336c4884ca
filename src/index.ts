/**
 * The headless core: SIP over WebSocket and WebRTC calls, with the public API of the manual (the JsSIP 3 API).
 * @packageDocumentation
 */
import createDebug from 'debug';
import * as causes from './causes.ts';
import { ReferSubscriber } from './call/refer-subscriber.ts';
import { RTCSession } from './call/rtc-session.ts';
import { ERRORS, SipError } from './errors.ts';
import * as Exceptions from './exceptions.ts';
import { Grammar } from './grammar/grammar.ts';
import { NameAddrHeader } from './grammar/name-addr.ts';
import { URI } from './grammar/uri.ts';
import { WebSocketInterface } from './transport/websocket-interface.ts';
import { Message } from './ua/exchange.ts';
import { Registrator } from './ua/registrator.ts';
import { Notifier } from './ua/notifier.ts';
import { Publisher } from './ua/publisher.ts';
import { Subscriber } from './ua/subscriber.ts';
import { UA } from './ua/ua.ts';
import * as Utils from './utils.ts';
import { NAME as name, VERSION as version } from './version.ts';

/** Constants: `C.causes` says why something ended. */
const C = { causes: { ...causes } } as const;
/** Switches logs on (`debug.enable('sip-elements:*')`) and off; remembered by the browser. */
const debug = { enable: createDebug.enable, disable: createDebug.disable };

export {
  C,
  debug,
  ERRORS,
  Exceptions,
  Grammar,
  Message,
  NameAddrHeader,
  Notifier,
  Publisher,
  name,
  Registrator,
  ReferSubscriber,
  RTCSession,
  SipError,
  Subscriber,
  UA,
  URI,
  Utils,
  version,
  WebSocketInterface,
};
export type * from './call/events.ts';
export type { Sickness } from './call/recovery-table.ts';
export type { DTMF, DTMFOptions, DTMFTransport } from './call/dtmf.ts';
export type { Info } from './call/info.ts';
export type { ReferEvents, ReferOptions } from './call/refer-subscriber.ts';
export type { ErrorCode, ErrorEntry } from './errors.ts';
export type { StatusLine } from './grammar/start-line.ts';
export type { EventMap, Listener, ListenerOptions } from './emitter.ts';
export type { IncomingMessage, IncomingRequest, IncomingResponse } from './message/incoming.ts';
export type { OutgoingRequest } from './message/outgoing.ts';
export type { Socket, WeightedSocket } from './transport/socket.ts';
export type { Configuration, UAConfiguration } from './ua/configuration.ts';
export type { UAEvents } from './ua/events.ts';
export type * from './ua/exchange.ts';
export type { NotifierEvents, NotifyOptions } from './ua/notifier.ts';
export type { PublisherEvents, PublishOptions } from './ua/publisher.ts';
export type { SubscribeOptions, SubscriberEvents } from './ua/subscriber.ts';

export default {
  C,
  debug,
  ERRORS,
  Exceptions,
  Grammar,
  Message,
  NameAddrHeader,
  Notifier,
  Publisher,
  name,
  Registrator,
  ReferSubscriber,
  RTCSession,
  SipError,
  Subscriber,
  UA,
  URI,
  Utils,
  version,
  WebSocketInterface,
};
