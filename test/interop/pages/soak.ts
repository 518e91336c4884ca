/** A page in which two accounts call each other again and again, with real media, and what of it stays behind. */
import { type RTCSession, WebSocketInterface } from '../../../src/index.ts';
import { Call } from '../../../src/call/call.ts';
import { Dialog } from '../../../src/dialog/dialog.ts';
import { OutgoingRequest } from '../../../src/message/outgoing.ts';
import { CallLoop } from '../../support/call-loop.ts';
import { CountingPlatform } from '../../support/counting-platform.ts';

/** Longer than SIP remembers anything of a call: 64*T1 and as long again. */
const FORGOTTEN_MS = 70_000;

/** What tests reach as `window.soak`. */
export class SoakPage {
  /** Whose objects a test counts. */
  readonly prototypes = {
    Call: Call.prototype,
    Dialog: Dialog.prototype,
    OutgoingRequest: OutgoingRequest.prototype,
  };
  readonly #platform = new CountingPlatform({ RTCPeerConnection: this.#countedConnections() });
  #openConnections = 0;
  #loop: CallLoop | undefined;
  #calls = 0;
  #tracks = 0;

  async start(url: string, domain: string, password: string): Promise<void> {
    this.#countTracks();
    const sockets = [new WebSocketInterface(url), new WebSocketInterface(url)] as const;
    this.#loop = await CallLoop.open({
      sockets,
      domain,
      password,
      untilUsed: (session) => this.#use(session),
    });
  }

  /** Makes so many calls one after another, or as many at a time as there are lanes; then SIP forgets them. */
  async call(times: number, lanes = 1): Promise<void> {
    const lane = async () => {
      for (let i = 0; i < times / lanes; i++) await this.#loop?.call();
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    await this.#loop?.settled();
    this.#platform.skip(FORGOTTEN_MS);
  }

  /** What is still held. */
  held(): Record<string, number> {
    return {
      ...this.#loop?.held,
      timers: this.#platform.timers,
      liveTracks: this.#tracks,
      openConnections: this.#openConnections,
    };
  }

  /** Every tenth call lasts until media can flow; the others end as soon as they are up. */
  async #use(session: RTCSession): Promise<void> {
    this.#calls += 1;
    if (this.#calls % 10 === 0) await connected(session);
  }

  /** Chromium lets go of a peer connection some time after it was closed: those that were not are counted. */
  #countedConnections(): typeof RTCPeerConnection {
    const count = (change: number) => (this.#openConnections += change);
    return class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        count(1);
      }

      override close(): void {
        if (this.signalingState !== 'closed') count(-1);
        super.close();
      }
    };
  }

  /** Counts the tracks of the microphone that were opened and not stopped. */
  #countTracks(): void {
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      for (const track of stream.getTracks()) {
        this.#tracks += 1;
        const stop = track.stop.bind(track);
        track.stop = () => {
          if (track.readyState === 'live') this.#tracks -= 1;
          stop();
        };
      }
      return stream;
    };
  }
}

/** Resolves when media can flow. */
async function connected(session: RTCSession): Promise<void> {
  const { connection } = session;
  if (!connection) throw new Error('a call without a peer connection');
  while (connection.connectionState !== 'connected') {
    await new Promise((resolve) =>
      connection.addEventListener('connectionstatechange', resolve, { once: true }),
    );
  }
}

declare global {
  interface Window {
    soak: SoakPage;
  }
}

window.soak = new SoakPage();
