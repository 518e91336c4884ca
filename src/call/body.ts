import type { IncomingMessage } from '../message/incoming.ts';

const SDP = 'application/sdp';

/**
 * The session description in a message: its body, or the first part of a multipart body that is one (RFC 2046
 * section 5.1, RFC 5621 section 3); else null. Types are compared without case and parameters.
 */
export function sdpOf(message: IncomingMessage): string | null {
  const { body } = message;
  if (!body) return null;
  if (mediaType(message.getHeader('Content-Type')) === SDP) return body;
  const contentType = message.parseHeader('Content-Type');
  const boundary = contentType?.type.startsWith('multipart/') && contentType.params['boundary'];
  return boundary ? sdpPart(body, boundary) : null;
}

function sdpPart(body: string, boundary: string): string | null {
  // What stands before the first delimiter and after the last one is for nobody.
  for (const text of `\r\n${body}`.split(`\r\n--${boundary}`).slice(1)) {
    const end = text.indexOf('\r\n\r\n');
    const head = text.slice(0, Math.max(end, 0));
    if (mediaType(/^content-type:(.*)$/im.exec(head)?.[1]) !== SDP) continue;
    const part = text.slice(end + 4);
    // The line end before a delimiter is the delimiter's, but every line of an SDP needs one (RFC 8866 section 5).
    return part.endsWith('\r\n') ? part : `${part}\r\n`;
  }
  return null;
}

/** The type of a Content-Type, without parameters and in lower case. */
export function mediaType(contentType: string | null | undefined): string | undefined {
  return contentType?.split(';')[0]?.trim().toLowerCase();
}
