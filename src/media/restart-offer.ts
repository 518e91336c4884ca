import { iceGeneration } from './call-media.ts';

/** The highest priority that a candidate can have, by the formula of RFC 8445 section 5.1.2.1. */
const HIGHEST_PRIORITY = 0x7effffff;

/**
 * Our offer of new ICE candidates, as a far end needs it that is a browser.
 * @returns The offer unchanged where it restarts nothing, or nothing was agreed on yet.
 */
export function asRestart(
  offer: string,
  { currentLocalDescription, currentRemoteDescription }: RTCPeerConnection,
): string {
  if (!currentLocalDescription || !currentRemoteDescription) return offer;
  if (iceGeneration(offer) === iceGeneration(currentLocalDescription.sdp)) return offer;
  const own = currentLocalDescription.type === 'answer';
  const answer = (own ? currentLocalDescription : currentRemoteDescription).sdp;
  const active = (/^a=setup:(\w+)/m.exec(answer)?.[1] === 'active') === own;
  return withHighPriorities(withDtlsRole(offer, active ? 'active' : 'passive'));
}

/**
 * With the DTLS role that we have: the association outlives its path (RFC 8842 section 5.4). Firefox takes the other
 * role where it may choose (`actpass`), which Chromium cannot follow.
 */
function withDtlsRole(offer: string, role: 'active' | 'passive'): string {
  return offer.replace(/^a=setup:actpass/gm, `a=setup:${role}`);
}

/**
 * With candidates of the highest priorities, in the order that they have. Beside the path of before, Chromium does not
 * try one of a lower priority until that has been silent for 2.5 s; and the next network may rank below the last.
 */
function withHighPriorities(offer: string): string {
  const candidates = /^(a=candidate:\S+ \d \S+ )(\d+)/gm;
  const highest = Math.max(...[...offer.matchAll(candidates)].map(([, , priority]) => Number(priority)));
  const raised = (_line: string, start: string, priority: string) =>
    start + (Number(priority) + HIGHEST_PRIORITY - highest);
  return offer.replace(candidates, raised);
}
