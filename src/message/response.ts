import { assertNoLineBreak, assertStatusCode, checkedHeaders } from './checked.ts';
import type { IncomingRequest } from './incoming.ts';
import { lengthAndBody } from './octets.ts';
import { reasonPhrase } from './reason-phrases.ts';

/** Requests whose answers may make a dialog: the route is told to the far end (RFC 3261 section 12.1.1). */
const DIALOG_FORMING = new Set(['INVITE', 'SUBSCRIBE', 'REFER', 'NOTIFY', 'UPDATE']);

/**
 * The text of a response (RFC 3261 section 8.2.6).
 *
 * @param status 100–699.
 * @param reason The reason phrase; the usual one where it is missing.
 * @param extraHeaders Each as `Name: value`.
 * @param body Its Content-Type is application/sdp unless it is among the extra headers.
 * @throws TypeError For a status out of range, a malformed header, and a CR, LF or NUL outside the body.
 */
export function buildResponse(
  request: IncomingRequest,
  status: number,
  reason?: string | null,
  extraHeaders?: readonly string[],
  body?: string | null,
): string {
  assertStatusCode(status, 100);
  const phrase = reason ?? reasonPhrase(status);
  assertNoLineBreak('reason_phrase', phrase);
  const extra = checkedHeaders('extraHeaders', extraHeaders);

  let text = `SIP/2.0 ${status} ${phrase}\r\n`;
  text += copied(request, 'Via');
  if (status > 100 && status < 300 && DIALOG_FORMING.has(request.method))
    text += copied(request, 'Record-Route');
  text += copied(request, 'From');
  text += toLine(request, status);
  text += copied(request, 'Call-ID');
  text += copied(request, 'CSeq');
  // RFC 3261 section 8.2.6.1: a 100 repeats it.
  if (status === 100) text += copied(request, 'Timestamp');
  for (const [name, value] of extra) text += `${name}: ${value}\r\n`;
  if (body && !extra.some(([name]) => name === 'Content-Type')) text += 'Content-Type: application/sdp\r\n';
  return text + lengthAndBody(body);
}

/** The lines of a header as they came, so that odd spellings come back unharmed. */
function copied(request: IncomingRequest, name: string): string {
  return (request.headerLines().get(name) ?? []).map((value) => `${name}: ${value}\r\n`).join('');
}

function toLine(request: IncomingRequest, status: number): string {
  if (status === 100 || request.to_tag !== undefined) return copied(request, 'To');
  const [value] = request.headerLines().get('To') ?? [];
  return value === undefined ? '' : `To: ${value};tag=${request.ensureLocalTag()}\r\n`;
}
