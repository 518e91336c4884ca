import type { RTCSession } from '../call/session.ts';
import type { NameAddrHeader } from '../grammar/name-addr.ts';
import type { URI } from '../grammar/uri.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import type { Capabilities } from './capabilities.ts';
import type { Configuration } from './configuration.ts';
import type { Contact } from './contact.ts';
import type { Signalling } from './signalling.ts';

/** What goes into a request outside a dialog. */
export interface RequestContent {
  /** The account by default. A tag is added. */
  from?: NameAddrHeader;
  /** The target by default. */
  to?: NameAddrHeader;
  extraHeaders?: string[];
  body?: string | null;
}

/** What a feature of the UA builds on. */
export interface AgentCore {
  readonly configuration: Configuration;
  readonly contact: Contact;
  readonly capabilities: Capabilities;
  readonly signalling: Signalling;
  /** A request outside a dialog (RFC 3261 section 8.1.1). */
  createRequest(method: string, target: URI, content?: RequestContent): OutgoingRequest;
  /** Takes an INVITE as a new call; `handler` is told of it instead of the application. */
  receiveCall(request: IncomingRequest, handler?: (session: RTCSession) => void): RTCSession;
}
