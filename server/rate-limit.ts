/** A limit of requests per address, in the memory of one process. */

/** How much is too much. */
export interface RateLimitOptions {
  /** So many requests of one address … */
  readonly requests: number;
  /** … in so many seconds. */
  readonly seconds: number;
  /**
   * Whose request it is. A `Request` does not know; the server does: the socket's address in Node.js, a header that the
   * platform sets in a worker. Never a header that the visitor may have written.
   */
  readonly addressOf: (request: Request) => string;
  /** The clock, in milliseconds since 1970; the real one by default. */
  readonly now?: () => number;
}

/** Of so many addresses the limit is kept; then the oldest is forgotten, so that many addresses cannot fill the memory. */
const ADDRESSES = 10_000;

/**
 * A limit for the option `limit` of the handler. It counts in windows of `seconds`, for each IPv4 address and each /64
 * of IPv6; several processes, or workers, each count for themselves: where that is not enough, count in your own store.
 *
 * @returns gives the seconds to wait, 0 for none
 */
export function createRateLimit(options: RateLimitOptions): (request: Request) => number {
  const { requests, seconds, addressOf, now = Date.now } = options;
  const windows = new Map<string, { end: number; count: number }>();
  return (request) => {
    const address = networkOf(addressOf(request));
    const time = now();
    const open = windows.get(address);
    if (open && open.end > time) {
      open.count += 1;
      return open.count > requests ? Math.ceil((open.end - time) / 1000) : 0;
    }
    // Set anew, so that the order of the map is that of the windows' ends.
    windows.delete(address);
    windows.set(address, { end: time + seconds * 1000, count: 1 });
    const [oldest] = windows.keys();
    if (windows.size > ADDRESSES && oldest !== undefined) windows.delete(oldest);
    return 0;
  };
}

/**
 * Of an IPv6 address the first 64 bits, for the others are the visitor's to choose (RFC 4291 section 2.5.4); of an IPv4
 * address in IPv6 (section 2.5.5.2) that one. All else is as it is.
 */
function networkOf(address: string): string {
  const [, ipv4] = /^::ffff:([\d.]+)$/i.exec(address) ?? [];
  if (ipv4 !== undefined) return ipv4;
  if (!address.includes(':')) return address;
  const [start = [], end] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = end ? Math.max(8 - start.length - end.length, 0) : 0;
  const groups = [...start, ...Array<string>(zeros).fill('0'), ...(end ?? [])];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
