import { createHmac } from 'node:crypto';
import { settings } from '../../../demo/kamailio/stack.ts';

/** A credential that Kamailio and coturn take until it expires. */
export interface Credential {
  readonly username: string;
  readonly password: string;
}

/**
 * What a site's back end would make: `<unix time of expiry>:<user>` and its HMAC-SHA1.
 *
 * @param lifetime seconds; a negative one makes a credential that has expired
 */
export function timeLimitedCredential(user: string, lifetime = 600): Credential {
  const username = `${Math.floor(Date.now() / 1000) + lifetime}:${user}`;
  return { username, password: createHmac('sha1', settings.secret).update(username).digest('base64') };
}

/** coturn as an ICE server. */
export function turnServer(transport: 'udp' | 'tcp'): RTCIceServer {
  const { username, password } = timeLimitedCredential('turn');
  return { urls: `turn:${settings.ip}:3478?transport=${transport}`, username, credential: password };
}
