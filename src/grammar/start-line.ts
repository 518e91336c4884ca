import { TOKEN, consistsOf } from './characters.ts';
import { URI } from './uri.ts';

/** A Status-Line (RFC 3261 section 7.2). */
export interface StatusLine {
  /** 100–699. */
  status_code: number;
  /** May be empty. */
  reason_phrase: string;
}

/** A Request-Line (RFC 3261 section 7.1), as far as it can be read. */
export interface RequestLine {
  method: string;
  /** Undefined where what stands in its place is no URI. */
  ruri: URI | undefined;
  /** The version of SIP, such as `2.0`; undefined where what stands in its place is none. */
  version: string | undefined;
}

/** Whether this is the start line of a response, well-formed or not. */
export function isStatusLine(line: string): boolean {
  return /^SIP\//i.test(line);
}

/** Reads a Status-Line of SIP/2.0; undefined where the line is none. */
export function parseStatusLine(line: string): StatusLine | undefined {
  const match = /^SIP\/2\.0 ([1-6][0-9][0-9]) ([^\r\n]*)$/i.exec(line);
  return match ? { status_code: Number(match[1]), reason_phrase: match[2] ?? '' } : undefined;
}

/** Reads a Request-Line. Undefined where not even a method begins it, so that it is none at all. */
export function parseRequestLine(line: string): RequestLine | undefined {
  const first = line.indexOf(' ');
  const last = line.lastIndexOf(' ');
  const method = line.slice(0, first);
  if (first < 0 || !consistsOf(method, TOKEN)) return undefined;
  // Exactly one space on both sides of the URI, and none in it: anything else leaves no URI here.
  const target = line.slice(first + 1, last);
  const ruri = /^[^ \t]/.test(target) && !/[ \t]$/.test(target) ? URI.parse(target) : undefined;
  const version = /^SIP\/([0-9]{1,9}\.[0-9]{1,9})$/i.exec(line.slice(last + 1));
  return { method, ruri, version: version?.[1] };
}
