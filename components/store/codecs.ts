/**
 * Has a call prefer these codecs, most wanted first (WebRTC, section 5.4, setCodecPreferences). Those that this browser
 * has not are passed over; all others stay behind them, so that a call with anybody is as possible as without.
 *
 * @param names of media subtypes (RFC 3551, IANA), in any case
 */
export function preferCodecs(connection: RTCPeerConnection, names: readonly string[]): void {
  for (const transceiver of names.length > 0 ? connection.getTransceivers() : []) {
    const { kind } = transceiver.receiver.track;
    const codecs = globalThis.RTCRtpReceiver?.getCapabilities(kind)?.codecs ?? [];
    const wanted = names.flatMap((name) =>
      codecs.filter(({ mimeType }) => mimeType.toLowerCase() === `${kind}/${name.toLowerCase()}`),
    );
    const others = codecs.filter((codec) => !wanted.includes(codec));
    if (wanted.length > 0) transceiver.setCodecPreferences?.([...wanted, ...others]);
  }
}
