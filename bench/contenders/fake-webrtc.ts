/** A peer connection that has everything ready at once, so that a call costs what the library itself costs. */
import { SDP } from './data.ts';

class ReadyPeerConnection extends EventTarget {
  signalingState: RTCSignalingState = 'stable';
  iceGatheringState: RTCIceGatheringState = 'complete';
  iceConnectionState: RTCIceConnectionState = 'new';
  connectionState: RTCPeerConnectionState = 'new';
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;

  getConfiguration(): RTCConfiguration {
    return {};
  }

  addTrack(): void {}

  getSenders(): [] {
    return [];
  }

  getReceivers(): [] {
    return [];
  }

  getTransceivers(): [] {
    return [];
  }

  createOffer(): Promise<RTCSessionDescriptionInit> {
    return Promise.resolve({ type: 'offer', sdp: SDP });
  }

  setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.localDescription = description;
    this.signalingState = 'have-local-offer';
    return Promise.resolve();
  }

  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.remoteDescription = description;
    this.signalingState = 'stable';
    return Promise.resolve();
  }

  close(): void {
    this.signalingState = 'closed';
  }
}

/** A stream without tracks, as an application may hand one over. */
export const emptyStream = {
  getTracks: () => [],
  getAudioTracks: () => [],
  getVideoTracks: () => [],
} as unknown as MediaStream;

/** Makes Node.js look as if it had WebRTC. */
export function installWebRTC(): void {
  Object.assign(globalThis, {
    window: globalThis,
    RTCPeerConnection: ReadyPeerConnection,
    RTCSessionDescription: class {
      constructor(init: RTCSessionDescriptionInit) {
        Object.assign(this, init);
      }
    },
  });
}
