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

/** Names that are not written with a capital at the start of each word and small letters elsewhere. */
const IRREGULAR = [
  'Call-ID',
  'CSeq',
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
  'WWW-Authenticate',
  'X-RTP-Stat',
];

/** Regular names that most messages have: in this list they are found faster. */
const FREQUENT = [
  'Allow',
  'Authorization',
  'Expires',
  'Max-Forwards',
  'Record-Route',
  'Route',
  'Server',
  'User-Agent',
];

/** Usual spellings, and what the rule makes of them → the usual spelling. */
const KNOWN = new Map<string, string>();

for (const name of [...Object.values(COMPACT), ...IRREGULAR, ...FREQUENT]) {
  KNOWN.set(name, name).set(capitalized(name), name);
}

function capitalized(name: string): string {
  return lowerCase(name)
    .replaceAll('_', '-')
    .replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());
}

/** The usual spelling of a header's name: `CALL-ID` → `Call-ID`, `header_name` → `Header-Name` (manual, `URI.setHeader`). */
export function headerize(name: string): string {
  const known = KNOWN.get(name);
  if (known !== undefined) return known;
  const regular = capitalized(name);
  return KNOWN.get(regular) ?? regular;
}

/** The usual spelling of the long form of a header's name: `v` → `Via`; for others as {@link headerize}. */
export function longName(name: string): string {
  return (name.length === 1 ? COMPACT[lowerCase(name)] : undefined) ?? headerize(name);
}

/** Adds a value to those of a header. */
export function addValue(headers: Map<string, string[]>, name: string, value: string): void {
  const values = headers.get(name);
  if (values) values.push(value);
  else headers.set(name, [value]);
}
