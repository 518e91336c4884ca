import { splitList } from './headers/contact.ts';
import { scanChallenges, type Challenge } from './headers/credentials.ts';
import type { CSeq } from './headers/cseq.ts';
import type { Event, Reason, Replaces, SessionExpires } from './headers/events.ts';
import type { Via } from './headers/via.ts';
import { installFeatureHeaders } from './feature-headers.ts';
import { headerize } from './header-names.ts';
import { isKnownHeader, parseHeaderValue } from './headers.ts';
import { NameAddrHeader } from './name-addr.ts';
import { type Rule, type Scanner, parseAll } from './scanner.ts';
import { type StatusLine, parseStatusLine } from './start-line.ts';
import { URI } from './uri.ts';

/** A host (RFC 3261 section 25.1). */
export interface Host {
  /** In lower case; an IPv6 address with its brackets. */
  host: string;
  host_type: 'domain' | 'IPv4' | 'IPv6';
}

/** The rules that applications use and what each gives; any other header by its name, `_` for `-`, is a rule too. */
export interface GrammarRules {
  CSeq: CSeq;
  /** Every address of the text, or `*`. */
  Contact: NameAddrHeader[] | '*';
  Event: Event;
  Name_Addr_Header: NameAddrHeader;
  Reason: Reason;
  Refer_To: NameAddrHeader;
  Replaces: Replaces;
  SIP_URI: URI;
  Session_Expires: SessionExpires;
  Status_Line: StatusLine;
  Via: Via;
  /** One challenge of WWW-Authenticate or Proxy-Authenticate. */
  challenge: Challenge;
  host: Host;
}

const RULES: Record<string, (text: string) => unknown> = {
  Contact: parseContacts,
  Name_Addr_Header: (text) => NameAddrHeader.parse(text),
  SIP_URI: parseSIPURI,
  Status_Line: parseStatusLine,
  challenge: (text) => parseAll(text, scanChallenges)?.[0],
  host: (text) => parseAll(text, scanHost),
};

function parse<Name extends keyof GrammarRules>(text: string, rule: Name): GrammarRules[Name] | -1;
function parse(text: string, rule: string): unknown;
function parse(text: string, rule: string): unknown {
  const unfolded = typeof text === 'string' ? unfold(text) : undefined;
  if (unfolded === undefined) return -1;
  const special = Object.hasOwn(RULES, rule) ? RULES[rule] : undefined;
  if (special) return special(unfolded) ?? -1;
  const name = headerize(rule);
  return (isKnownHeader(name) ? parseHeaderValue(name, unfolded) : undefined) ?? -1;
}

installFeatureHeaders();

/** The grammar of SIP, for applications that read values by themselves. */
export const Grammar = {
  /**
   * Reads `text`, all of it, by a rule of {@link GrammarRules}; -1 where it does not match or there is no such
   * rule. It never throws.
   */
  parse,
};

/** Every address of a Contact header, or `*`; undefined where one of them is malformed. */
export function parseContacts(text: string): NameAddrHeader[] | '*' | undefined {
  const contacts: NameAddrHeader[] = [];
  const values = splitList(text);
  for (const value of values) {
    const contact = parseHeaderValue('Contact', value);
    if (contact === '*') return values.length === 1 ? '*' : undefined;
    if (contact === undefined) return undefined;
    contacts.push(contact);
  }
  return contacts;
}

function parseSIPURI(text: string): URI | undefined {
  const uri = URI.parse(text);
  return uri?.opaque === null ? uri : undefined;
}

const scanHost: Rule<Host> = (scanner: Scanner) => {
  const host = scanner.host();
  if (host === undefined) return undefined;
  return { host: host.toLowerCase(), host_type: hostType(host) };
};

function hostType(host: string): Host['host_type'] {
  if (host.startsWith('[')) return 'IPv6';
  return /^[0-9]{1,3}(\.[0-9]{1,3}){3}$/.test(host) ? 'IPv4' : 'domain';
}

/** Joins folded lines (RFC 3261 section 7.3.1); undefined where a line break is no folding. */
function unfold(text: string): string | undefined {
  const lines = text.split('\r\n');
  if (lines.slice(1).some((line) => !/^[ \t]/.test(line))) return undefined;
  return lines.join(' ');
}
