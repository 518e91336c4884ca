import { scanContact } from './headers/contact.ts';
import { type AuthenticationInfo, type Challenge, scanChallenges } from './headers/credentials.ts';
import { type CSeq, scanCSeq } from './headers/cseq.ts';
import {
  type Event,
  type Reason,
  type Replaces,
  type SessionExpires,
  type SubscriptionState,
  scanEvent,
  scanReason,
} from './headers/events.ts';
import * as simple from './headers/simple.ts';
import { type Via, scanVia } from './headers/via.ts';
import { type NameAddrHeader, scanNameAddr } from './name-addr.ts';
import { type Rule, parseAll } from './scanner.ts';

/** What one value of each header is, once it is read. */
export interface HeaderValues {
  Allow: string[];
  'Allow-Events': string[];
  'Authentication-Info': AuthenticationInfo;
  Authorization: Challenge;
  'Call-ID': string;
  Contact: NameAddrHeader | '*';
  'Content-Disposition': simple.Disposition;
  'Content-Encoding': string[];
  'Content-Length': number;
  'Content-Type': simple.MediaType;
  CSeq: CSeq;
  Diversion: NameAddrHeader;
  Event: Event;
  Expires: number;
  From: NameAddrHeader;
  'History-Info': NameAddrHeader;
  'Max-Forwards': number;
  'Min-Expires': number;
  'Min-SE': number;
  'P-Asserted-Identity': NameAddrHeader;
  'P-Associated-URI': NameAddrHeader;
  'P-Preferred-Identity': NameAddrHeader;
  Path: NameAddrHeader;
  Privacy: string[];
  'Proxy-Authenticate': Challenge[];
  'Proxy-Authorization': Challenge;
  'Proxy-Require': string[];
  RAck: simple.RAck;
  RSeq: number;
  Reason: Reason;
  'Record-Route': NameAddrHeader;
  'Refer-To': NameAddrHeader;
  'Referred-By': NameAddrHeader;
  Replaces: Replaces;
  Require: string[];
  'Retry-After': simple.RetryAfter;
  Route: NameAddrHeader;
  'Service-Route': NameAddrHeader;
  'Session-Expires': SessionExpires;
  'Subscription-State': SubscriptionState;
  Supported: string[];
  To: NameAddrHeader;
  Unsupported: string[];
  Via: Via;
  'WWW-Authenticate': Challenge[];
}

/** The name of a header whose value can be read. */
export type HeaderName = keyof HeaderValues;

/** The rules by the names of the headers. */
export type HeaderRules = { [Name in HeaderName]: Rule<HeaderValues[Name]> };

/** What registering and calling read; {@link addHeaderRules} adds the rest, so that they need not load it. */
const RULES: Partial<HeaderRules> = {
  'Call-ID': simple.scanCallId,
  Contact: scanContact,
  'Content-Length': simple.scanNumber,
  'Content-Type': simple.scanMediaType,
  CSeq: scanCSeq,
  Event: scanEvent,
  Expires: simple.scanNumber,
  From: scanNameAddr,
  'Min-Expires': simple.scanNumber,
  'P-Asserted-Identity': scanNameAddr,
  'Proxy-Authenticate': scanChallenges,
  Reason: scanReason,
  'Record-Route': scanNameAddr,
  'Refer-To': scanNameAddr,
  Require: simple.scanTokens,
  'Retry-After': simple.scanRetryAfter,
  To: scanNameAddr,
  Via: scanVia,
  'WWW-Authenticate': scanChallenges,
};

/** The headers that {@link isListHeader} means. */
const LISTS = new Set<string>([
  'Contact',
  'P-Asserted-Identity',
  'Reason',
  'Record-Route',
  'Service-Route',
  'Via',
] satisfies HeaderName[]);

/** Makes more headers known, those of `lists` as lists of addresses. */
export function addHeaderRules(rules: Partial<HeaderRules>, lists: readonly HeaderName[]): void {
  Object.assign(RULES, rules);
  for (const name of lists) LISTS.add(name);
}

/**
 * Whether values of this header that share a line, with commas between them, count as so many values of their
 * own (RFC 3261 section 7.3.1). For lists of words, such as Supported, the line is one value.
 *
 * @param name The usual long name.
 */
export function isListHeader(name: string): boolean {
  return LISTS.has(name);
}

/** Whether the value of this header can be read. `name` is the usual long name. */
export function isKnownHeader(name: string): name is HeaderName {
  return Object.hasOwn(RULES, name);
}

/** Reads one value of a header; undefined where it is malformed. `text` is unfolded. */
export function parseHeaderValue<Name extends HeaderName>(
  name: Name,
  text: string,
): HeaderValues[Name] | undefined {
  const rule: Rule<HeaderValues[Name]> | undefined = RULES[name];
  return rule && parseAll(text, rule);
}
