import type { IncomingMessage } from '../message/incoming.ts';

/** The body of a message where it is of a type; else null. Types are compared without case and parameters. */
export function bodyOfType(message: IncomingMessage, type: string): string | null {
  const contentType = message.getHeader('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  return contentType === type && message.body ? message.body : null;
}
