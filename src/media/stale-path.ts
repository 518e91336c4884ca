/**
 * Whether media go to a candidate that the far end had before a restart of ICE. Until the answer comes, Chromium tries
 * its new address with the candidates that it knows. A Firefox goes on to answer there, and sends nothing; of the
 * candidates of the answer Chromium then tries none that rank lower.
 * @returns False also where the browser does not tell (Firefox, Safari).
 */
export function isPathStale(connection: RTCPeerConnection): boolean {
  const transport = connection.getReceivers()[0]?.transport?.iceTransport;
  const fragment = transport?.getSelectedCandidatePair?.()?.remote?.usernameFragment;
  return Boolean(fragment) && !connection.remoteDescription?.sdp.includes(`a=ice-ufrag:${fragment}\r\n`);
}
