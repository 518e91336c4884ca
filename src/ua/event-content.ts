import type { Dialog } from '../dialog/dialog.ts';
import { assertNoLineBreak, checkedHeaders } from '../message/checked.ts';

/** What the requests of one subscription or publication have in common. */
export interface EventHeaders {
  accept?: string | undefined;
  allowEvents?: string | undefined;
  /** Of the bodies. */
  contentType?: string | undefined;
  extraHeaders?: string[] | undefined;
}

/** Headers and body of one request: those that all have, `more`, and the type where there is a body. */
export type EventContent = (
  more: string[],
  body?: string | null,
) => { extraHeaders: string[]; body: string | null };

/**
 * What goes into each SUBSCRIBE, NOTIFY (RFC 6665) or PUBLISH (RFC 3903) for one event.
 * @throws TypeError for a value or a header that cannot be.
 */
export function eventContent(eventName: string, options: EventHeaders): EventContent {
  const { accept, allowEvents, contentType, extraHeaders } = options;
  if (!eventName) throw new TypeError('eventName: there is none');
  for (const [option, value] of Object.entries({ eventName, accept, allowEvents, contentType })) {
    assertNoLineBreak(option, value ?? '');
  }
  checkedHeaders('extraHeaders', extraHeaders);
  const all = [
    `Event: ${eventName}`,
    ...(accept === undefined ? [] : [`Accept: ${accept}`]),
    ...(allowEvents ? [`Allow-Events: ${allowEvents}`] : []),
    ...(extraHeaders ?? []),
  ];
  const type = contentType ? [`Content-Type: ${contentType}`] : [];
  return (more, body = null) => ({ extraHeaders: [...all, ...more, ...(body ? type : [])], body });
}

/** Lets a number of seconds pass, from `least`; `TypeError` for anything else. */
export function checkedExpires(expires: number, least: 0 | 1): number {
  if (Number.isInteger(expires) && expires >= least) return expires;
  throw new TypeError(`expires: ${JSON.stringify(expires)} is not a number of seconds`);
}

/** Names a subscription: Call-ID and tags. */
export function subscriptionId({ id: { callId, localTag, remoteTag } }: Dialog): string {
  return `${callId}${localTag}${remoteTag}`;
}
