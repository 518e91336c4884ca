import type { NameAddrHeader } from '../../src/grammar/name-addr.ts';
import type { IncomingRequest } from '../../src/message/incoming.ts';
import type { Flow } from './sip-flow.ts';
import type { Location } from './sip-location.ts';

/** Seconds. */
const EXPIRES = { least: 10, usual: 600, most: 3600 };

/**
 * The registrar (RFC 3261 section 10.3), for a REGISTER whose sender is known to be `user`.
 */
export function register(request: IncomingRequest, user: string, flow: Flow, location: Location): void {
  const contacts = request.parseHeaders('Contact');
  if (contacts.includes('*')) {
    // RFC 3261 section 10.2.2: the star stands alone and removes all.
    if (contacts.length > 1 || request.parseHeader('Expires') !== 0) return request.reply(400);
    location.unbind(user);
    return request.reply(200);
  }
  const addresses = contacts.filter((contact) => contact !== '*');
  const times = addresses.map((contact) => secondsOf(request, contact));
  if (times.some((seconds) => seconds > 0 && seconds < EXPIRES.least)) {
    return request.reply(423, null, [`Min-Expires: ${EXPIRES.least}`]);
  }
  addresses.forEach((contact, index) => {
    location.bind(user, contact, flow, Math.min(times[index] ?? EXPIRES.usual, EXPIRES.most));
  });
  request.reply(200, null, location.of(user).map(contactLine));
}

function secondsOf(request: IncomingRequest, contact: NameAddrHeader): number {
  const own = Number(contact.getParam('expires') ?? NaN);
  return Number.isInteger(own) && own >= 0 ? own : (request.parseHeader('Expires') ?? EXPIRES.usual);
}

function contactLine({ contact, expires }: { contact: NameAddrHeader; expires: number }): string {
  const granted = contact.clone();
  granted.setParam('expires', Math.ceil((expires - Date.now()) / 1000));
  return `Contact: ${granted.toString()}`;
}
