import { createLog } from '../log.ts';
import { platform, type Timer } from '../platform.ts';

const debug = createLog('sip-elements:media:gathering');

/** After the candidate that suffices, others that are about to come are waited for so long. */
const QUIET_MS = 20;
/** and where there are only candidates of the host, which come of one look at its interfaces, so long. */
const HOST_QUIET_MS = 10;
/** With servers configured: the longest wait after the first candidate, */
const CAP_AFTER_FIRST_MS = 500;
/** and in all; */
const CAP_MS = 1_000;
/**
 * in a new offer within a call: after a change of our address Chromium on Linux has candidates of the new one two seconds
 * later, and a far end that does not know them from the offer tries them last;
 */
const RESTART_CAP_MS = 2_500;
/** and where only relayed candidates may be used, there is nothing to offer before one. */
const RELAY_CAP_MS = 5_000;

/** What is known of a gathering: all times are ms since it began. */
export interface GatheringFacts {
  /** Any STUN or TURN server is configured. */
  servers: boolean;
  /** `iceTransportPolicy: 'relay'`. */
  relayOnly: boolean;
  /** It is for a new offer within a call: a restart of ICE. */
  restart: boolean;
  complete: boolean;
  /** When the first candidate came. */
  firstAt: number | undefined;
  /** When the newest candidate came. */
  lastAt: number | undefined;
  /** Whether a candidate of the wanted kind has come. */
  sufficient: boolean;
}

/**
 * When the description may leave, in ms since the gathering began, if nothing more happens (design.md: "ICE").
 * A gathering that stalls, on a STUN server that never answers for instance, delays nobody for longer than the caps.
 */
export function gatheringDeadline(facts: GatheringFacts): number {
  const { servers, relayOnly, restart, complete, firstAt, lastAt, sufficient } = facts;
  if (complete) return 0;
  const cap = relayOnly ? RELAY_CAP_MS : restart ? RESTART_CAP_MS : CAP_MS;
  if (sufficient && lastAt !== undefined) return Math.min(lastAt + (servers ? QUIET_MS : HOST_QUIET_MS), cap);
  return relayOnly || firstAt === undefined ? cap : Math.min(firstAt + CAP_AFTER_FIRST_MS, cap);
}

/**
 * Whether a candidate is of the wanted kind: without servers any, since nothing better can come; with them one
 * that the far end can reach from outside.
 */
export function isSufficient(candidate: RTCIceCandidate, servers: boolean, relayOnly: boolean): boolean {
  const type = candidate.type ?? / typ (\w+)/.exec(candidate.candidate)?.[1];
  if (relayOnly) return type === 'relay';
  return !servers || type === 'srflx' || type === 'relay';
}

/**
 * An active TCP candidate can be reached by a passive one only (RFC 6544 section 4.1), which no browser has. Chromium
 * makes one even of an address that is gone.
 */
const isReachable = ({ candidate }: RTCIceCandidate) => !/ tcptype active/i.test(candidate);

/** Options of {@link gather}. */
export interface GatheringOptions {
  /** Each local candidate; `ready` ends the gathering at once. */
  onCandidate(candidate: RTCIceCandidate, ready: () => void): void;
  /** Gives the gathering up. */
  signal: AbortSignal;
}

/** Right after a restart of ICE the state may still be that of the gathering before: then there are no candidates. */
const isComplete = ({ iceGatheringState, localDescription }: RTCPeerConnection) =>
  iceGatheringState === 'complete' && /^a=(candidate|end-of-candidates)/m.test(localDescription?.sdp ?? '');

/** Resolves when the local description may leave; also when `signal` aborts. Call it right after setLocalDescription. */
export function gather(connection: RTCPeerConnection, options: GatheringOptions): Promise<void> {
  const { iceServers = [], iceTransportPolicy } = connection.getConfiguration();
  const facts: GatheringFacts = {
    servers: iceServers.length > 0,
    relayOnly: iceTransportPolicy === 'relay',
    restart: connection.signalingState === 'have-local-offer' && Boolean(connection.currentRemoteDescription),
    complete: isComplete(connection),
    firstAt: undefined,
    lastAt: undefined,
    sufficient: false,
  };
  const began = platform.now();
  const done = new AbortController();
  const signal = AbortSignal.any([done.signal, options.signal]);
  let timer: Timer;

  return new Promise((resolve) => {
    const finish = () => {
      platform.clearTimeout(timer);
      if (!done.signal.aborted)
        debug('the description leaves after %d ms: %o', platform.now() - began, facts);
      done.abort();
      resolve();
    };
    const schedule = () => {
      platform.clearTimeout(timer);
      const wait = gatheringDeadline(facts) - (platform.now() - began);
      if (wait <= 0) finish();
      else timer = platform.setTimeout(finish, wait);
    };
    const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent) => {
      // The end of candidates, of one component or of all: the state change tells.
      if (!candidate?.candidate) return;
      if (isReachable(candidate)) {
        const now = platform.now() - began;
        facts.firstAt ??= now;
        facts.lastAt = now;
        facts.sufficient ||= isSufficient(candidate, facts.servers, facts.relayOnly);
        schedule();
      }
      options.onCandidate(candidate, finish);
    };
    const onStateChange = () => {
      facts.complete = connection.iceGatheringState === 'complete';
      schedule();
    };
    connection.addEventListener('icecandidate', onCandidate, { signal });
    connection.addEventListener('icegatheringstatechange', onStateChange, { signal });
    if (options.signal.aborted) return finish();
    options.signal.addEventListener('abort', finish, { signal: done.signal });
    schedule();
  });
}
