import { createLog } from '../log.ts';
import { NotSupportedError } from '../errors.ts';
import { platform } from '../platform.ts';
import type { Socket } from './socket.ts';

const debug = createLog('sip-elements:transport:websocket-interface');

/** What is used of a WebSocket: the standard's, or that of a library of the same interface. */
export type WebSocketLike = Pick<
  WebSocket,
  'binaryType' | 'readyState' | 'onopen' | 'onmessage' | 'onclose' | 'send' | 'close'
>;

/** SIP over WebSocket (RFC 7118) for browsers, and for every platform with a WebSocket of the same interface. */
export class WebSocketInterface implements Socket {
  onconnect?: (() => void) | undefined;
  ondisconnect?: ((error?: boolean, code?: number, reason?: string) => void) | undefined;
  ondata?: ((data: string | ArrayBuffer | ArrayBufferView) => void) | undefined;

  readonly url: string;
  readonly sip_uri: string;
  #viaTransport: string;
  #webSocket: WebSocketLike | undefined;

  /**
   * @param url A `ws:` or `wss:` URL.
   * @throws TypeError where it is none.
   */
  constructor(url: string) {
    const parsed = parseUrl(url);
    this.url = url;
    // RFC 7118 section 5.5: the transport parameter of a SIP URI is "ws" for both.
    this.sip_uri = `sip:${parsed.host};transport=ws`;
    this.#viaTransport = parsed.protocol === 'wss:' ? 'WSS' : 'WS';
  }

  /** The transport in the Via header: `WS` or `WSS`, unless it is set. */
  get via_transport(): string {
    return this.#viaTransport;
  }

  set via_transport(value: string) {
    this.#viaTransport = value.toUpperCase();
  }

  connect(): void {
    if (this.#webSocket) return;
    let webSocket: WebSocketLike;
    try {
      webSocket = this.open(this.url);
    } catch (error) {
      // There is none on this platform, the browser blocks the port, or a policy forbids the URL.
      debug('cannot connect to %s: %O', this.url, error);
      this.ondisconnect?.(true, 1006, String(error));
      return;
    }
    webSocket.binaryType = 'arraybuffer';
    webSocket.onopen = () => this.onconnect?.();
    webSocket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => this.ondata?.(event.data);
    // An error is always followed by a close.
    webSocket.onclose = (event) => {
      this.#webSocket = undefined;
      this.ondisconnect?.(!event.wasClean, event.code, event.reason);
    };
    this.#webSocket = webSocket;
  }

  disconnect(): void {
    const webSocket = this.#webSocket;
    if (!webSocket) return;
    this.#webSocket = undefined;
    webSocket.onopen = webSocket.onmessage = webSocket.onclose = null;
    webSocket.close();
  }

  /**
   * Opens a WebSocket with the subprotocol `sip`. For classes that bring their own.
   * @internal
   */
  open(url: string): WebSocketLike {
    if (!platform.WebSocket) throw new NotSupportedError('no WebSocket on this platform');
    return new platform.WebSocket(url, 'sip');
  }

  send(data: string): boolean {
    const webSocket = this.#webSocket;
    if (webSocket?.readyState !== 1 /* OPEN */) return false;
    webSocket.send(data);
    return true;
  }
}

function parseUrl(url: string): URL {
  let parsed: URL | undefined;
  try {
    parsed = new URL(url);
  } catch {
    // Told below.
  }
  if (parsed?.protocol !== 'ws:' && parsed?.protocol !== 'wss:') {
    throw new TypeError(`url: ${JSON.stringify(url)} is not a ws: or wss: URL`);
  }
  return parsed;
}
