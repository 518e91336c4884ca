import createDebug from 'debug';
import type { WebSocket } from 'ws';

const debug = createDebug('sip-elements:demo:server:sip-flow');

/** RFC 5626 section 4.4.1 and RFC 7118 section 6: a client asks so whether we are there … */
const PING = '\r\n\r\n';
/** … and this is the answer. */
const PONG = '\r\n';

let count = 0;

/** One WebSocket of a client: where its messages come from, and the only way to reach it. */
export class Flow {
  /** For logs. */
  readonly id = ++count;
  readonly #socket: WebSocket;

  /** @param receive Gets every frame that is not a keep-alive. */
  constructor(socket: WebSocket, receive: (flow: Flow, data: string | ArrayBufferView) => void) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary) => {
      const frame = isBinary ? data : data.toString('utf8');
      if (frame === PING) socket.send(PONG);
      else if (frame !== PONG) receive(this, frame);
    });
    socket.on('error', (error) => debug('#%d: %s', this.id, error.message));
  }

  /** Sends a message; nothing happens where the connection is gone. */
  send(text: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(text);
    debug('#%d ← %s', this.id, text.slice(0, text.indexOf('\r\n')));
  }

  /** Cuts the connection, without a word: as a network does. */
  cut(): void {
    this.#socket.terminate();
  }
}
