/** What the buttons of camera and screen do to the active call. */
import type { CallVideo } from '../../src/call/call-video.ts';
import { SipError } from '../../src/errors.ts';
import type { PhoneStore } from './phone-store.ts';
import type { SipCall } from './sip-call.ts';

/** Shows the camera, or no picture where it is shown. */
export function toggleCamera(store: PhoneStore): Promise<void> {
  return change(store.activeCall, (video) => (video.source === 'camera' ? video.hide() : video.showCamera()));
}

/** Shows a screen, or what was shown before where one is. To be called in the task of a click. */
export function toggleScreen(store: PhoneStore): Promise<void> {
  return change(store.activeCall, (video) =>
    video.source === 'screen' ? video.endScreen() : video.showScreen(),
  );
}

/** The calls whose picture is being changed: a second click waits for no third. */
const changing = new WeakSet<SipCall>();

async function change(call: SipCall | null, act: (video: CallVideo) => Promise<void>): Promise<void> {
  const video = call?.video;
  if (!call || !video || changing.has(call)) return;
  changing.add(call);
  try {
    await act(video);
  } catch (error) {
    // Who chooses no screen has changed his mind: that is no error.
    if (error instanceof SipError) call.report(error);
  } finally {
    changing.delete(call);
  }
}
