/** Sound, as a listener would hear it: proven by the statistics of the receiving peer connection. */

/** Below this total energy there was only comfort noise (about 1e-10); the fake microphones beep well above it. */
export const AUDIBLE = 1e-3;

/** What arrived so far. */
export interface ReceivedAudio {
  /** RTP packets. */
  packets: number;
  /** `totalAudioEnergy` of the WebRTC statistics: the square of the level over time, in seconds. */
  energy: number;
}

/** What the peer connection has received so far, over all its audio. */
export async function receivedAudio(connection: RTCPeerConnection): Promise<ReceivedAudio> {
  const received = { packets: 0, energy: 0 };
  for (const entry of (await connection.getStats()).values() as Iterable<RTCInboundRtpStreamStats>) {
    if (entry.type !== 'inbound-rtp' || entry.kind !== 'audio') continue;
    received.packets += entry.packetsReceived ?? 0;
    received.energy += entry.totalAudioEnergy ?? 0;
  }
  return received;
}

/**
 * Waits until audio above {@link AUDIBLE} has arrived and returns what did.
 *
 * @param timeout milliseconds; when they are over, an error says what has arrived instead
 * @param before what had arrived earlier, and counts no more
 */
export async function untilAudible(
  connection: RTCPeerConnection,
  timeout = 30_000,
  before: ReceivedAudio = { packets: 0, energy: 0 },
): Promise<ReceivedAudio> {
  const end = performance.now() + timeout;
  for (;;) {
    const received = await receivedAudio(connection);
    const packets = received.packets - before.packets;
    const energy = received.energy - before.energy;
    if (packets > 0 && energy > AUDIBLE) return received;
    if (performance.now() > end) {
      throw new Error(
        `no audible audio: ${packets} packets, energy ${energy}, ICE ${connection.iceConnectionState}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Plays a stream, its picture too: browsers decode, and so count energy and frames, only what an element plays. */
export function play(stream: MediaStream): HTMLMediaElement {
  const player = document.createElement('video');
  player.autoplay = true;
  player.srcObject = stream;
  document.body.append(player);
  return player;
}
