import { createLog } from '../log.ts';
import { platform } from '../platform.ts';
import type { Socket } from './socket.ts';
import type { Transport } from './transport.ts';
import { WebSocketInterface } from './websocket-interface.ts';

const debug = createLog('sip-elements:transport:scout');

/** A connection that no scout can be compared with has so long for a sign of life, */
const WITHOUT_SCOUT_MS = 800;
/** and one beside which a new one cannot be had either: that says more of the network than of the connection. */
const WHILE_SCOUTING_MS = 4_000;
/** Once the scout has arrived, a server that is busy has this time at least. */
const LEAST_MS = 200;

/** The sockets beside which a scout is under way: all calls of an account share one. */
const scouted = new WeakSet<Socket>();

/**
 * Sees as soon as can be whether a connection lives that is suspect with good reason: one is opened beside it, a scout.
 * That takes two round trips or more (TCP, TLS, HTTP), and a sign of life takes one. So a connection that has said
 * nothing in twice the time that the scout took is lost, on a fast link after a moment; on a slow one nothing is
 * taken for dead that is only far away. The scout is closed as soon as it is there, and after four seconds anyway.
 */
export function checkWithScout(transport: Transport): void {
  const { socket } = transport;
  if (!(socket instanceof WebSocketInterface)) return transport.check(WITHOUT_SCOUT_MS);
  transport.check(WHILE_SCOUTING_MS);
  if (!transport.isConnected() || scouted.has(socket)) return;
  scouted.add(socket);
  const began = platform.now();
  const scout = socket.open(socket.url);
  const end = () => {
    platform.clearTimeout(timer);
    scouted.delete(socket);
    scout.onopen = scout.onclose = null;
    scout.close();
  };
  const timer = platform.setTimeout(end, WHILE_SCOUTING_MS);
  scout.onopen = () => {
    const took = platform.now() - began;
    debug('there after %d ms', took);
    end();
    transport.check(Math.max(LEAST_MS, 2 * took));
  };
  scout.onclose = () => {
    // Where the network has just changed, a browser drops what it is opening.
    end();
    transport.check(WITHOUT_SCOUT_MS);
  };
}
