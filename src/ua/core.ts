import type { NameAddrHeader } from '../grammar/name-addr.ts';
import type { URI } from '../grammar/uri.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
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

/** What a request outside a dialog, and its answer, need. */
export interface ExchangeCore {
  readonly signalling: Signalling;
  /**
   * The URI that a target means.
   * @throws TypeError where it means none.
   */
  requireTarget(target: string | URI): URI;
  /** A request outside a dialog (RFC 3261 section 8.1.1). */
  createRequest(method: string, target: URI, content?: RequestContent): OutgoingRequest;
}

/** What a feature of the UA builds on. */
export interface AgentCore extends ExchangeCore {
  readonly configuration: Configuration;
  readonly contact: Contact;
  /**
   * By Call-ID and To tag: who gets a request of a dialog that is not known yet, whoever sends it. It is the NOTIFY
   * that comes before the response to its SUBSCRIBE (RFC 6665 section 4.4.1).
   */
  readonly expected: Map<string, (request: IncomingRequest) => void>;
  /** The subscriptions of ours that live: each is told of a new connection. */
  readonly subscribers: Set<{ reconnected(): void }>;
  /** The URI that a target means; undefined where it means none. */
  normalizeTarget(target: string | URI): URI | undefined;
}
