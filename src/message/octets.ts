const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** How many octets `text` has in UTF-8; that is what Content-Length counts (RFC 3261 section 20.14). */
export function octetLength(text: string): number {
  return isAscii(text) ? text.length : encoder.encode(text).length;
}

/** What ends a message: Content-Length, the empty line, and the body. */
export function lengthAndBody(body: string | null | undefined): string {
  return `Content-Length: ${octetLength(body ?? '')}\r\n\r\n${body ?? ''}`;
}

/** The first `length` octets of `text` in UTF-8. */
export function firstOctets(text: string, length: number): string {
  return isAscii(text) ? text.slice(0, length) : decode(encoder.encode(text).subarray(0, length));
}

/** Octets as text: UTF-8, or, where they are not that, one character of the same number for each octet. */
export function decode(octets: Uint8Array): string {
  try {
    return decoder.decode(octets);
  } catch {
    let text = '';
    for (const octet of octets) text += String.fromCharCode(octet);
    return text;
  }
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
