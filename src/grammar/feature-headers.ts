import { scanAuthenticationInfo, scanCredentials } from './headers/credentials.ts';
import { scanReplaces, scanSessionExpires, scanSubscriptionState } from './headers/events.ts';
import * as simple from './headers/simple.ts';
import { addHeaderNames } from './header-names.ts';
import { type HeaderName, addHeaderRules } from './headers.ts';
import { scanNameAddr } from './name-addr.ts';

/** The other compact forms in the registry of SIP header fields at IANA. */
const COMPACT = {
  a: 'Accept-Contact',
  b: 'Referred-By',
  d: 'Request-Disposition',
  e: 'Content-Encoding',
  j: 'Reject-Contact',
  n: 'Identity-Info',
  r: 'Refer-To',
  s: 'Subject',
  u: 'Allow-Events',
  x: 'Session-Expires',
  y: 'Identity',
};

/** Names that are not written with a capital at the start of each word and small letters elsewhere. */
const IRREGULAR = [
  'ETag',
  'MIME-Version',
  'Min-SE',
  'P-Associated-URI',
  'P-DCS-Billing-Info',
  'P-DCS-LAES',
  'P-DCS-OSPS',
  'P-DCS-Redirect',
  'P-DCS-Trace-Party-ID',
  'RAck',
  'RSeq',
  'SIP-ETag',
  'SIP-If-Match',
  'X-RTP-Stat',
];

/** Their values are addresses, several of which may share a line. */
const ADDRESS_LISTS = [
  'Diversion',
  'History-Info',
  'P-Associated-URI',
  'P-Preferred-Identity',
  'Path',
  'Route',
] satisfies HeaderName[];

/** Makes the headers known that registering and calling do without: those of other features and of applications. */
export function installFeatureHeaders(): void {
  addHeaderNames(COMPACT, IRREGULAR);
  addHeaderRules(
    {
      Allow: simple.scanTokens,
      'Allow-Events': simple.scanTokens,
      'Authentication-Info': scanAuthenticationInfo,
      Authorization: scanCredentials,
      'Content-Disposition': simple.scanDisposition,
      'Content-Encoding': simple.scanTokens,
      'Max-Forwards': simple.scanMaxForwards,
      'Min-SE': simple.scanSeconds,
      Privacy: simple.scanPrivacy,
      'Proxy-Authorization': scanCredentials,
      'Proxy-Require': simple.scanTokens,
      RAck: simple.scanRAck,
      RSeq: simple.scanNumber,
      'Referred-By': scanNameAddr,
      Replaces: scanReplaces,
      'Service-Route': scanNameAddr,
      'Session-Expires': scanSessionExpires,
      'Subscription-State': scanSubscriptionState,
      Supported: simple.scanTokens,
      Unsupported: simple.scanTokens,
      ...Object.fromEntries(ADDRESS_LISTS.map((name) => [name, scanNameAddr])),
    },
    ADDRESS_LISTS,
  );
}
