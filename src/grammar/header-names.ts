import { lowerCase } from './characters.ts';

/** The compact forms in the registry of SIP header fields at IANA. */
const COMPACT: Record<string, string> = {
  a: 'Accept-Contact',
  b: 'Referred-By',
  c: 'Content-Type',
  d: 'Request-Disposition',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  j: 'Reject-Contact',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  n: 'Identity-Info',
  o: 'Event',
  r: 'Refer-To',
  s: 'Subject',
  t: 'To',
  u: 'Allow-Events',
  v: 'Via',
  x: 'Session-Expires',
  y: 'Identity',
};

/** Names that are not written with a capital after each hyphen and small letters elsewhere. */
const IRREGULAR = [
  'Call-ID',
  'CSeq',
  'ETag',
  'MIME-Version',
  'P-DCS-Billing-Info',
  'P-DCS-LAES',
  'P-DCS-OSPS',
  'P-DCS-Redirect',
  'P-DCS-Trace-Party-ID',
  'P-Associated-URI',
  'P-Charging-Vector',
  'RAck',
  'RSeq',
  'SIP-ETag',
  'SIP-If-Match',
  'WWW-Authenticate',
  'X-RTP-Stat',
];

/** Usual spellings, and these in lower case → the long name. */
const KNOWN = new Map<string, string>();

/** Compact form → the long name. */
const LONG = new Map<string, string>();

const COMMON = [
  ...Object.values(COMPACT),
  ...IRREGULAR,
  'Accept',
  'Allow',
  'Authorization',
  'Content-Disposition',
  'Expires',
  'Max-Forwards',
  'Min-Expires',
  'Min-SE',
  'P-Asserted-Identity',
  'Path',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'Proxy-Require',
  'Reason',
  'Record-Route',
  'Replaces',
  'Require',
  'Retry-After',
  'Route',
  'Server',
  'Service-Route',
  'Subscription-State',
  'Unsupported',
  'User-Agent',
  'Warning',
  'Diversion',
  'History-Info',
  'P-Preferred-Identity',
];

for (const name of COMMON) {
  KNOWN.set(name, name);
  KNOWN.set(lowerCase(name), name);
}
for (const [letter, name] of Object.entries(COMPACT)) {
  LONG.set(letter, name);
  LONG.set(letter.toUpperCase(), name);
}

/** The usual spelling of a header's name: `CALL-ID` → `Call-ID`, `header_name` → `Header-Name` (manual, `URI.setHeader`). */
export function headerize(name: string): string {
  const known = KNOWN.get(name);
  if (known !== undefined) return known;
  const lower = lowerCase(name).replaceAll('_', '-');
  return KNOWN.get(lower) ?? lower.replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());
}

/** The usual spelling of the long form of a header's name: `v` → `Via`; for others as {@link headerize}. */
export function longName(name: string): string {
  return KNOWN.get(name) ?? LONG.get(name) ?? headerize(name);
}
