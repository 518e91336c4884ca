import { iceGeneration } from './call-media.ts';

/**
 * Our offer of new ICE candidates, with the DTLS role that we have: the association outlives its path (RFC 8842
 * section 5.4). Firefox takes the other role where it may choose (`actpass`), which Chromium cannot follow.
 * @returns The offer unchanged where it restarts nothing, or nothing was agreed on yet.
 */
export function withDtlsRole(
  offer: string,
  { currentLocalDescription, currentRemoteDescription }: RTCPeerConnection,
): string {
  if (!currentLocalDescription || !currentRemoteDescription) return offer;
  if (iceGeneration(offer) === iceGeneration(currentLocalDescription.sdp)) return offer;
  const own = currentLocalDescription.type === 'answer';
  const answer = (own ? currentLocalDescription : currentRemoteDescription).sdp;
  const active = (/^a=setup:(\w+)/m.exec(answer)?.[1] === 'active') === own;
  return offer.replace(/^a=setup:actpass/gm, `a=setup:${active ? 'active' : 'passive'}`);
}
