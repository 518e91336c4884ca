import type { NameAddrHeader } from '../grammar/name-addr.ts';
import type { URI } from '../grammar/uri.ts';
import type { IncomingResponse } from '../message/incoming.ts';
import type { Call } from './call.ts';
import { inviteAgain } from './invite-again.ts';

/** Installs the following of 3xx on a call, as far as the option `followRedirects` says. */
export function installRedirects(call: Call): void {
  const redirects = new Redirects();
  call.retries.push((refusal, invite, { followRedirects = 0 }) => {
    const target = redirects.next(refusal, followRedirects);
    if (target) inviteAgain(invite, (request) => (request.ruri = target));
    return target !== undefined;
  });
}

/** Where the INVITE of a call is sent on to (RFC 3261 section 8.1.3.4). */
class Redirects {
  /** Where a 3xx sent us and we have not been yet, most wanted first. */
  #targets: URI[] = [];
  #followed = 0;

  /**
   * A refusal came.
   * @param most How many targets may be tried in all.
   * @returns where to try next, if anywhere
   */
  next(response: IncomingResponse, most: number): URI | undefined {
    if (response.status_code < 400) this.#targets = [...this.#targets, ...redirectTargets(response)];
    if (this.#followed >= most) return undefined;
    this.#followed += 1;
    return this.#targets.shift();
  }
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
