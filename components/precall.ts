/** What a visitor wrote before a call, as options of the call. Pure. */
import { headerName, isOwnHeader } from './settings.ts';
import type { PhoneCallOptions } from './store/phone-events.ts';

/** How many characters of one field reach the server. */
const LONGEST = 500;

/**
 * The field `name` becomes the caller's name; every other one a header: `x-…` and `user-to-user` as they are, all others
 * with `X-` before them. What is empty, or can be no header, is left out; a text of several lines becomes one.
 */
export function callOptionsOf(fields: Iterable<readonly [name: string, value: string]>): PhoneCallOptions {
  const options: PhoneCallOptions = {};
  const headers: string[] = [];
  for (const [field, text] of fields) {
    const value = oneLine(text);
    const header = headerOf(field);
    if (!value) continue;
    if (field === 'name') options.displayName = value;
    else if (header) headers.push(`${header}: ${value}`);
  }
  return headers.length > 0 ? { ...options, extraHeaders: headers } : options;
}

function headerOf(field: string): string | undefined {
  const name = field.trim().toLowerCase();
  return [name, `x-${name}`].filter(isOwnHeader).map(headerName)[0];
}

/** A line break would end the header (RFC 3261 section 25.1). */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return [...line].slice(0, LONGEST).join('');
}
