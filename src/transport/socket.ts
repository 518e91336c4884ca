/**
 * The interface behind which any carrier of SIP can stand (manual: class Socket). One `send` and one `ondata`
 * carry one whole SIP message each.
 */
export interface Socket {
  /** The transport in the Via header, `WS` or `WSS` for instance. */
  via_transport: string;
  /** Names the socket in logs. */
  readonly url: string;
  /** The SIP URI of the server, for the Route header: `<sip:sip.example.com;transport=ws;lr>` without brackets. */
  readonly sip_uri: string;
  /** Opens the socket; `onconnect` or `ondisconnect` tells how it went. */
  connect(): void | Promise<void>;
  /** Closes it; no handler runs after that. */
  disconnect(): void | Promise<void>;
  /** Sends one message; returns, or promises, whether it could be sent: where it could not, the connection is lost. */
  send(data: string): boolean | Promise<boolean>;
  /** Set by the core: the socket can be used. */
  onconnect?: (() => void) | undefined;
  /** Set by the core: the socket cannot be used, or not any more. `error`: this was not asked for. */
  ondisconnect?: ((error?: boolean, code?: number, reason?: string) => void) | undefined;
  /** Set by the core: one whole message has come. */
  ondata?: ((data: string | ArrayBuffer | ArrayBufferView) => void) | undefined;
}

/** A socket and how much it is wanted: the highest weight is tried first, equals at random. */
export interface WeightedSocket {
  socket: Socket;
  weight?: number;
}

/** Whether a value has what a {@link Socket} needs. */
export function isSocket(value: unknown): value is Socket {
  if (typeof value !== 'object' || value === null) return false;
  const socket = value as Record<keyof Socket, unknown>;
  return (
    typeof socket.via_transport === 'string' &&
    typeof socket.url === 'string' &&
    typeof socket.sip_uri === 'string' &&
    typeof socket.connect === 'function' &&
    typeof socket.disconnect === 'function' &&
    typeof socket.send === 'function'
  );
}
