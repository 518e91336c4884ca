/** The page's one AudioContext, and how a gesture unlocks sound. */

let context: AudioContext | null = null;

/** The page's AudioContext, made when it is first asked for; null where there is none. */
export function soundContext(): AudioContext | null {
  if (typeof AudioContext === 'undefined') return null;
  context ??= new AudioContext();
  return context;
}

/** An element to hear the other party with. It stays out of the page, where nothing that moves nodes can stop it. */
export function makeAudio(): HTMLAudioElement {
  const audio = document.createElement('audio');
  audio.setAttribute('playsinline', '');
  audio.autoplay = true;
  return audio;
}

/**
 * Spends a gesture on sound: resumes the AudioContext and lets the element play silence, so that it may play the
 * call later. To be called in the task of a click, before anything asynchronous.
 */
export function unlockSound(audio: HTMLAudioElement): void {
  const sound = soundContext();
  if (!sound) return;
  if (sound.state !== 'running') void sound.resume().catch(() => {});
  if (audio.srcObject) return;
  audio.srcObject = sound.createMediaStreamDestination().stream;
  // Whether it may play is asked again when there is something to hear.
  void audio.play().catch(() => {});
}
