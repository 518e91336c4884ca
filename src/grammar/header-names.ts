import { lowerCase } from './characters.ts';

/** The compact forms of what registering and calling read, from the registry of SIP header fields at IANA. */
const COMPACT: Record<string, string> = {
  c: 'Content-Type',
  f: 'From',
  i: 'Call-ID',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  o: 'Event',
  t: 'To',
  v: 'Via',
};

/** Usual spellings, and what the rule makes of them → the usual spelling. */
const KNOWN = new Map<string, string>();

/** Makes more names known: compact forms by their letter, and names that the rule would spell in another way. */
export function addHeaderNames(compact: Readonly<Record<string, string>>, names: readonly string[]): void {
  Object.assign(COMPACT, compact);
  for (const name of [...Object.values(compact), ...names])
    KNOWN.set(name, name).set(capitalized(name), name);
}

// Those after WWW-Authenticate follow the rule, and are in most messages: here they are found faster.
addHeaderNames(COMPACT, [
  'CSeq',
  'WWW-Authenticate',
  'Allow',
  'Authorization',
  'Expires',
  'Max-Forwards',
  'Record-Route',
  'Route',
  'Server',
  'User-Agent',
]);

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
