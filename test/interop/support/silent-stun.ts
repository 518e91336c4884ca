import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';

/** A STUN server that never answers: an open UDP port that says nothing. */
export interface SilentStun {
  readonly iceServer: RTCIceServer;
  close(): void;
}

/** Opens one on loopback. */
export async function silentStun(): Promise<SilentStun> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  return { iceServer: { urls: `stun:127.0.0.1:${port}` }, close: () => socket.close() };
}
