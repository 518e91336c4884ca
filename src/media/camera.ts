import { SipError, type ErrorCode } from '../errors.ts';
import { platform } from '../platform.ts';

/** Whether this browser can show a screen; telephones cannot. */
export function canShareScreen(): boolean {
  return typeof platform.mediaDevices?.getDisplayMedia === 'function';
}

/**
 * Asks the user for a screen, a window or a tab. To be called in the task of a click: a browser asks for nothing else.
 * @throws DOMException (as a rejection) `NotAllowedError` where the user chose none, or the system forbids it
 */
export async function openScreen(): Promise<MediaStreamTrack> {
  const stream = await platform.mediaDevices?.getDisplayMedia({ video: true });
  const track = stream?.getVideoTracks()[0];
  if (!track) throw new SipError('webrtc-unsupported');
  // Letters must stay legible, where a camera's picture must stay smooth (MediaStreamTrack Content Hints).
  track.contentHint = 'detail';
  return track;
}

/** What a rejection of getUserMedia means for a camera (Media Capture and Streams, section 9.2.2). */
export function cameraError(cause: unknown): SipError {
  if (cause instanceof SipError) return cause;
  const { name = '', message = '' } = cause instanceof Error ? cause : {};
  return new SipError(CODES[name] ?? 'camera-blocked', message && `(${message})`, { cause });
}

const CODES: Record<string, ErrorCode> = {
  NotFoundError: 'camera-missing',
  OverconstrainedError: 'camera-missing',
  NotReadableError: 'camera-busy',
  AbortError: 'camera-busy',
};
