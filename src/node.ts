/**
 * SIP over WebSocket in Node.js: an entry point of its own, so that a browser bundle never contains `ws`.
 * @packageDocumentation
 */
import { createLog } from './log.ts';
import { type ClientOptions, WebSocket } from 'ws';
import { WebSocketInterface, type WebSocketLike } from './transport/websocket-interface.ts';

const debug = createLog('sip-elements:node');

/**
 * The {@link WebSocketInterface} of Node.js, over the package `ws`: unlike Node's own WebSocket it takes headers,
 * a certificate authority of one's own, and so on.
 */
export class NodeWebSocketInterface extends WebSocketInterface {
  readonly #options: ClientOptions;

  /**
   * @param url A `ws:` or `wss:` URL.
   * @param options As `ws` takes them: `headers`, `ca`, `origin`, …
   * @throws TypeError where the URL is none.
   */
  constructor(url: string, options: ClientOptions = {}) {
    super(url);
    this.#options = options;
  }

  override open(url: string): WebSocketLike {
    const webSocket = new WebSocket(url, 'sip', this.#options);
    // An error is always followed by a close; without a listener it would end the process.
    webSocket.on('error', (error) => debug('%s: %O', url, error));
    return webSocket as unknown as WebSocketLike;
  }
}
