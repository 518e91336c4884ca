/**
 * The outside world, in one place: clock, timers, random, WebSocket, WebRTC, and what the browser says about
 * network and visibility. Everything else in `src/` reaches them through {@link platform}, so that a test can
 * put another world in ({@link usePlatform}) and run an hour of SIP in a millisecond.
 */

/** What a timer function returns; only ever handed back to `clearTimeout`. */
export type Timer = unknown;

/** What the core needs of the outside world. */
export interface Platform {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `callback` once, after `ms` milliseconds. */
  setTimeout(callback: () => void, ms: number): Timer;
  /** Stops a timer; one that is over or undefined is ignored. */
  clearTimeout(timer: Timer): void;
  /** `length` octets from a cryptographic source. */
  randomBytes(length: number): Uint8Array;
  /** The WebSocket constructor, if there is one. */
  readonly WebSocket: typeof WebSocket | undefined;
  /** The RTCPeerConnection constructor, undefined where the browser has no WebRTC. */
  readonly RTCPeerConnection: typeof RTCPeerConnection | undefined;
  /** The MediaStream constructor, if there is one. */
  readonly MediaStream: typeof MediaStream | undefined;
  /** Access to microphone and camera; undefined on an insecure page. */
  readonly mediaDevices: MediaDevices | undefined;
  /** Locks that the pages of a site share; where they are not given, the browser's; null where there are none. */
  readonly locks?: LockManager | null;
  /** Whether the page is visible; true where there is no page. */
  readonly visible: boolean;
  /** Runs `callback` when the network comes back or is another, the page becomes visible or is restored; returns how to stop. */
  onWake(callback: () => void): () => void;
}

/** The longest time that timers know, in ms: a longer one would be over at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** The world of a browser or of Node.js: each part is looked up when it is used. */
export function systemPlatform(): Platform {
  return {
    now: () => Date.now(),
    setTimeout: (callback, ms) => setTimeout(callback, Math.min(ms, LONGEST_TIMEOUT)),
    clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    get WebSocket() {
      return globalThis.WebSocket;
    },
    get RTCPeerConnection() {
      return globalThis.RTCPeerConnection;
    },
    get MediaStream() {
      return globalThis.MediaStream;
    },
    get mediaDevices() {
      return globalThis.navigator?.mediaDevices;
    },
    get visible() {
      return typeof document === 'undefined' || document.visibilityState === 'visible';
    },
    onWake,
  };
}

function onWake(callback: () => void): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => {};
  const stop = new AbortController();
  const whenVisible = () => document.visibilityState === 'visible' && callback();
  window.addEventListener('online', callback, { signal: stop.signal });
  window.addEventListener('pageshow', callback, { signal: stop.signal });
  document.addEventListener('visibilitychange', whenVisible, { signal: stop.signal });
  // From one network to another a page may never be offline (Network Information API; not in every browser).
  const { connection } = navigator as Navigator & { connection?: EventTarget };
  connection?.addEventListener('change', callback, { signal: stop.signal });
  return () => stop.abort();
}

/** The world in use. */
export let platform: Platform = systemPlatform();

/** Puts another world in use and returns the one before. For tests and for hosts that are no browser. */
export function usePlatform(next: Platform): Platform {
  const before = platform;
  platform = next;
  return before;
}
