import { TOKEN } from '../characters.ts';
import { type Params, numberOf, scanPlainParams } from '../parameters.ts';
import type { Scanner } from '../scanner.ts';

/** One value of Via (RFC 3261 section 20.42). */
export interface Via {
  /** `SIP`. */
  protocol: string;
  /** `2.0`. */
  version: string;
  /** `WS`, `WSS`, `UDP`, `TCP`, `TLS` …, as written. */
  transport: string;
  /** An IPv6 address with its brackets. */
  host: string;
  port: number | null;
  /** RFC 3261 section 8.1.1.7. */
  branch?: string;
  received?: string;
  /** RFC 3581; null where it has no value yet. */
  rport?: number | null;
  maddr?: string;
  ttl?: number;
  /** All parameters. */
  params: Params;
}

/** Reads one value of Via. */
export function scanVia(scanner: Scanner): Via | undefined {
  const protocol = scanner.take(TOKEN);
  if (!scanner.separator('/')) return undefined;
  const version = scanner.take(TOKEN);
  if (!scanner.separator('/')) return undefined;
  const transport = scanner.take(TOKEN);
  scanner.skipSpace();
  const host = scanner.host();
  if (protocol === '' || version === '' || transport === '' || host === undefined) return undefined;
  // RFC 3261 section 25.1, sent-by: space may stand around this colon.
  const port = scanner.separator(':') ? scanner.number(65535) : null;
  const params = scanPlainParams(scanner);
  if (port === undefined || !params) return undefined;
  const via: Via = { protocol, version, transport, host, port, params };
  const { branch, received, maddr } = params;
  const rport = params.rport === null ? null : numberOf(params.rport);
  const ttl = numberOf(params.ttl);
  if (branch) via.branch = branch;
  if (received) via.received = received;
  if (rport !== undefined) via.rport = rport;
  if (maddr) via.maddr = maddr;
  if (ttl !== undefined) via.ttl = ttl;
  return via;
}
