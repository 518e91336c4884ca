import type { NameAddrHeader } from '../grammar/name-addr.ts';
import type { URI } from '../grammar/uri.ts';
import type { IncomingResponse } from '../message/incoming.ts';
import type { Call } from './call.ts';
import { inviteAgain } from './invite-again.ts';

/**
 * Installs the following of 3xx on a call (RFC 3261 section 8.1.3.4): `followRedirects` says how many targets are tried
 * in all.
 */
export function installRedirects(call: Call): void {
  /** Where a 3xx sent us and we have not been yet, most wanted first. */
  let targets: URI[] = [];
  let followed = 0;
  call.retries.push((refusal, invite, { followRedirects = 0 }) => {
    if (refusal.status_code < 400) targets = [...targets, ...redirectTargets(refusal)];
    const target = followed < followRedirects ? targets.shift() : undefined;
    if (!target) return false;
    followed += 1;
    inviteAgain(invite, (request) => (request.ruri = target));
    return true;
  });
}

/** The SIP contacts of a 3xx, most wanted first (RFC 3261 section 8.1.3.4). */
function redirectTargets(response: IncomingResponse): URI[] {
  const q = (contact: NameAddrHeader) => Number(contact.getParam('q') ?? 1);
  return response
    .parseHeaders('Contact')
    .filter((contact) => contact !== '*' && /^sips?$/.test(contact.uri.scheme))
    .map((contact) => contact as NameAddrHeader)
    .sort((a, b) => q(b) - q(a))
    .map(({ uri }) => {
      const target = uri.clone();
      // A Request-URI has neither (section 19.1.1).
      target.clearHeaders();
      target.deleteParam('method');
      return target;
    });
}
