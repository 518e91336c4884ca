/**
 * What a page of the bench sees of any library, from outside: it stands between the library and the browser's
 * WebSocket and RTCPeerConnection, and is imported before the library.
 */

/** What each page does with its library. */
export interface PagePhone {
  /** Connects; registers where there is a password. */
  start(account: { url: string; uri: string; password?: string }): void;
  /** Calls with a microphone. */
  call(target: string, iceServers: RTCIceServer[]): void;
  /** Ends the call. */
  hangUp(): void;
}

/** When each step of a call happened, in ms since `call()`. */
export interface CallTimes {
  invite: number;
  ringing: number;
  accepted: number;
  audio: number;
}

interface Frame {
  at: number;
  sent: boolean;
  text: string;
}

const frames: Frame[] = [];
const watchers = new Set<(frame: Frame) => void>();
const connections: RTCPeerConnection[] = [];
let lastClose = NaN;
/** What is put in place of the library's own configuration of ICE. */
let iceInstead: RTCConfiguration = {};

function seen(sent: boolean, data: unknown): void {
  const text = typeof data === 'string' ? data : new TextDecoder().decode(data as ArrayBuffer);
  const frame = { at: performance.now(), sent, text };
  frames.push(frame);
  for (const watcher of watchers) watcher(frame);
}

window.WebSocket = class extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    this.addEventListener('message', ({ data }) => seen(false, data));
    this.addEventListener('close', () => {
      // A failed attempt closes too; the first close is the loss.
      if (Number.isNaN(lastClose)) lastClose = performance.now();
    });
  }

  override send(data: string): void {
    seen(true, data);
    super.send(data);
  }
};

window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super({ ...configuration, ...iceInstead });
    connections.push(this);
    // Chromium decodes, and tells of sources, only what is played.
    this.addEventListener('track', ({ track }) => {
      const player = new Audio();
      player.srcObject = new MediaStream([track]);
      void player.play();
    });
  }
};

const isRequest = (method: string) => (frame: Frame) => frame.sent && frame.text.startsWith(`${method} `);
const isAnswer = (status: number, method: string) => (frame: Frame) =>
  !frame.sent &&
  frame.text.startsWith(`SIP/2.0 ${status} `) &&
  new RegExp(`CSeq: *\\d+ ${method}`, 'i').test(frame.text);

/** The first frame that fits, of those that were seen since the last {@link forget} and of those to come. */
function frame(fits: (frame: Frame) => boolean): Promise<Frame> {
  const known = frames.find(fits);
  if (known) return Promise.resolve(known);
  return new Promise((resolve) => {
    const watcher = (next: Frame) => {
      if (!fits(next)) return;
      watchers.delete(watcher);
      resolve(next);
    };
    watchers.add(watcher);
  });
}

function forget(): void {
  frames.length = 0;
  connections.length = 0;
  lastClose = NaN;
}

/** When the first audio of the far end was received. */
async function firstAudio(): Promise<number> {
  for (;;) {
    for (const connection of connections) {
      for (const receiver of connection.getReceivers()) {
        if (receiver.getSynchronizationSources().length > 0) return performance.now();
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** The RTP packets that all connections have received so far. */
async function received(): Promise<number> {
  let packets = 0;
  for (const connection of connections) {
    for (const entry of (await connection.getStats()).values() as Iterable<RTCInboundRtpStreamStats>)
      if (entry.type === 'inbound-rtp') packets += entry.packetsReceived ?? 0;
  }
  return packets;
}

/** What Node.js asks of a page. */
export interface Probe {
  phone: PagePhone;
  /** Gives every connection from now on this configuration of ICE, whatever the library says. */
  useIce(configuration: RTCConfiguration): void;
  /** The RTP packets received so far, in all calls since the last `forget`. */
  received(): Promise<number>;
  forget(): void;
  /** Makes a call and ends it; resolves with its times. */
  measureCall(target: string, iceServers: RTCIceServer[]): Promise<CallTimes>;
  /** Makes a call and ends it as soon as its INVITE was sent; resolves with that time. */
  measureInvite(target: string, iceServers: RTCIceServer[]): Promise<number>;
  /** When the account was registered, in ms since the epoch. */
  registered(): Promise<number>;
  /** When the socket was lost, in ms since the epoch; NaN where it was not. */
  lost(): number;
}

/** Offers the page's library to Node.js, as `window.probe`. */
export function offer(phone: PagePhone): void {
  const probe: Probe = {
    phone,
    forget,
    useIce: (configuration) => (iceInstead = configuration),
    received,
    async measureCall(target, iceServers) {
      forget();
      const start = performance.now();
      phone.call(target, iceServers);
      const [invite, ringing, accepted, audio] = await Promise.all([
        frame(isRequest('INVITE')),
        frame(isAnswer(180, 'INVITE')),
        frame(isAnswer(200, 'INVITE')),
        firstAudio(),
      ]);
      // The ACK is out before the BYE.
      await frame(isRequest('ACK'));
      phone.hangUp();
      await frame(isAnswer(200, 'BYE'));
      const since = ({ at }: Frame) => at - start;
      return {
        invite: since(invite),
        ringing: since(ringing),
        accepted: since(accepted),
        audio: audio - start,
      };
    },
    async measureInvite(target, iceServers) {
      forget();
      const start = performance.now();
      phone.call(target, iceServers);
      const { at } = await frame(isRequest('INVITE'));
      await frame(isRequest('ACK'));
      phone.hangUp();
      await frame(isAnswer(200, 'BYE'));
      return at - start;
    },
    registered: async () => performance.timeOrigin + (await frame(isAnswer(200, 'REGISTER'))).at,
    lost: () => performance.timeOrigin + lastClose,
  };
  Object.assign(window, { probe });
}
