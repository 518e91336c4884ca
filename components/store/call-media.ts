/** What a call sends and receives, as a user sees it. Pure, but for the peer connection that it is read from. */
import type { MicrophoneState, VideoSource } from '../../src/media/local-media.ts';
import { videoOf } from '../../src/media/local-media.ts';
import { receives } from '../../src/media/sdp.ts';

/** The media of one call at one moment. */
export interface CallMediaState {
  /** `silenced`: the system, or a switch of the hardware, lets nothing through. `lost`: there is none any more. */
  readonly microphone: MicrophoneState;
  /** Which picture we send; null for none. */
  readonly localVideo: VideoSource | null;
  /** Whether the other party sends a picture. */
  readonly remoteVideo: boolean;
}

/** A call of sound, in which nothing is wrong. */
export const SOUND_ONLY: CallMediaState = { microphone: 'on', localVideo: null, remoteVideo: false };

/** The track of the other party's picture; null where there is none. */
export function remotePicture(connection: RTCPeerConnection | null | undefined): MediaStreamTrack | null {
  const video = videoOf(connection);
  return receives(video?.currentDirection) ? (video?.receiver.track ?? null) : null;
}
