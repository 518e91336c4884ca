import { createLog } from '../log.ts';
import * as causes from '../causes.ts';
import { NOBODY } from '../transaction/client-transaction.ts';
import type { IncomingMessage, IncomingRequest, IncomingResponse } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import type { Timer } from '../platform.ts';
import type { Call } from './call.ts';
import { endWhereGone } from './dialog-gone.ts';
import { inviteAgain } from './invite-again.ts';
import { isEstablished } from './state.ts';

const debug = createLog('sip-elements:call:session-timers');

/** RFC 4028 section 4: nothing below is asked for or accepted, in seconds. */
export const LEAST_INTERVAL = 90;
/** Each proxy on the way may want a longer interval; one that never has enough must not keep us busy for ever. */
const MOST_RAISES = 5;

/** What session timers need of the configuration. */
export interface SessionTimersConfiguration {
  readonly session_timers: boolean;
  readonly session_timers_refresh_method: 'UPDATE' | 'INVITE';
  readonly session_timers_force_refresher: boolean;
}

/** Who sends the refreshes: the client or the server of the transaction that agreed on it. */
type Refresher = 'uac' | 'uas';

/** When a call ends that nobody refreshes, in seconds (RFC 4028 section 10): before the interval is over. */
export function expiryAfter(interval: number): number {
  return interval - Math.min(32, interval / 3);
}

/**
 * Session timers of one call (RFC 4028): proof, again and again, that the far end still lives, for proxies that
 * keep its state.
 */
export class SessionTimers {
  readonly #call: Call;
  readonly #configuration: SessionTimersConfiguration;
  #interval = LEAST_INTERVAL;
  /** The Min-SE of a 422: asked for with every later request (section 7.4). */
  #least = LEAST_INTERVAL;
  #raises = 0;
  #refreshTimer: Timer;
  #expiryTimer: Timer;
  /** UPDATE was refused: refreshes are re-INVITEs from then on. */
  #updateRefused = false;

  constructor(call: Call, configuration: SessionTimersConfiguration) {
    this.#call = call;
    this.#configuration = configuration;
    call.retries.push((refusal, invite) => {
      const again = refusal.status_code === 422 && this.tooSmall(refusal);
      if (again) inviteAgain(invite, (request) => this.ask(request));
      return again;
    });
  }

  /** What to ask for, in seconds: never below 90. */
  set interval(seconds: number | undefined) {
    this.#interval = Math.max(seconds ?? LEAST_INTERVAL, LEAST_INTERVAL);
  }

  /** Asks for them in our INVITE. */
  ask(invite: OutgoingRequest): void {
    for (const line of this.requestHeaders()) {
      const colon = line.indexOf(':');
      invite.setHeader(line.slice(0, colon), line.slice(colon + 2));
    }
  }

  /** Header lines of an INVITE or UPDATE of ours. */
  requestHeaders(): string[] {
    const { session_timers, session_timers_force_refresher } = this.#configuration;
    if (!session_timers) return [];
    const refresher = session_timers_force_refresher ? ';refresher=uac' : '';
    return [
      `Session-Expires: ${this.#interval}${refresher}`,
      ...(this.#least > LEAST_INTERVAL ? [`Min-SE: ${this.#least}`] : []),
    ];
  }

  /** A 422 came: takes its Min-SE. Returns whether the request is worth sending again (section 7.4). */
  tooSmall(response: IncomingResponse): boolean {
    const least = response.parseHeader('Min-SE');
    if (least === undefined || least <= this.#interval || this.#raises >= MOST_RAISES) return false;
    this.#raises += 1;
    this.#interval = this.#least = least;
    return true;
  }

  /** The 2xx to a request of ours came (section 7.2). */
  agreed(response: IncomingResponse): void {
    const agreed = response.parseHeader('Session-Expires');
    if (!agreed || !this.#configuration.session_timers) return this.#stop();
    // Without a refresher, it is us who asked (table 2).
    this.#run(Math.max(agreed.expires, LEAST_INTERVAL), agreed.refresher !== 'uas');
  }

  /** Refuses an INVITE or UPDATE whose interval is shorter than we accept (section 9). Returns whether it did. */
  readonly refuses = refuseShortInterval;

  /** Header lines of our 2xx to an INVITE or UPDATE (section 9); starts the timers. A call that rings has none. */
  responseHeaders(request: IncomingRequest): string[] {
    if (!this.#configuration.session_timers || !isEstablished(this.#call.state)) return [];
    const asked = request.parseHeader('Session-Expires');
    const supported = supportsTimer(request);
    const least = request.parseHeader('Min-SE') ?? LEAST_INTERVAL;
    const interval = Math.max(asked?.expires ?? this.#interval, least, LEAST_INTERVAL);
    const refresher = this.#chooseRefresher(asked?.refresher, supported);
    this.#run(interval, refresher === 'uas');
    return [
      `Session-Expires: ${interval};refresher=${refresher}`,
      // Section 9: who is to refresh must know how.
      ...(refresher === 'uac' ? ['Require: timer'] : []),
    ];
  }

  #chooseRefresher(asked: string | undefined, supported: boolean): Refresher {
    if (asked === 'uac' || asked === 'uas') return asked;
    if (!supported || this.#configuration.session_timers_force_refresher) return 'uas';
    return 'uac';
  }

  #run(interval: number, refreshing: boolean): void {
    this.#stop();
    this.#interval = interval;
    debug('%d s, %s', interval, refreshing ? 'we refresh' : 'they refresh');
    if (refreshing) this.#scheduleRefresh(interval / 2);
    this.#expiryTimer = this.#call.setTimeout(() => this.#expired(), expiryAfter(interval) * 1000);
  }

  #stop(): void {
    this.#call.clearTimeout(this.#refreshTimer);
    this.#call.clearTimeout(this.#expiryTimer);
  }

  #scheduleRefresh(seconds: number): void {
    this.#call.clearTimeout(this.#refreshTimer);
    this.#refreshTimer = this.#call.setTimeout(() => this.#refresh(), seconds * 1000);
  }

  #refresh(): void {
    const { dialog, host } = this.#call;
    if (!dialog || this.#call.state !== 'CONFIRMED') return;
    // A refresh that fails is tried again until the interval is over.
    this.#scheduleRefresh(this.#interval / 10);
    if (this.#configuration.session_timers_refresh_method === 'INVITE' || this.#updateRefused) {
      return void this.#call.ownOffers?.start({});
    }
    const extraHeaders = [host.contactHeader(), `Supported: ${host.supported()}`, ...this.requestHeaders()];
    this.#call.send(
      dialog,
      'UPDATE',
      { extraHeaders },
      { ...NOBODY, response: (response) => this.#refreshed(response) },
    );
  }

  #refreshed(response: IncomingResponse): void {
    const { status_code: status } = response;
    if (status < 200 || this.#call.ended) return;
    if (status < 300) {
      this.#call.dialog?.refreshTarget(response);
      return this.agreed(response);
    }
    if (status === 422 && this.tooSmall(response)) return this.#refresh();
    if (status === 405 || status === 501) {
      this.#updateRefused = true;
      return void this.#call.ownOffers?.start({});
    }
    endWhereGone(this.#call, response);
  }

  #expired(): void {
    debug('nobody refreshed the session');
    this.#call.step('terminate', {
      originator: 'local',
      cause: causes.REQUEST_TIMEOUT,
      options: { status_code: 408, reason_phrase: 'Session Timer Expired' },
    });
  }
}

/**
 * Refuses an INVITE or UPDATE whose interval is shorter than we accept (RFC 4028 section 9). Returns whether it did.
 */
export function refuseShortInterval(request: IncomingRequest): boolean {
  const asked = request.parseHeader('Session-Expires');
  if (!asked || asked.expires >= LEAST_INTERVAL || !supportsTimer(request)) return false;
  request.reply(422, undefined, [`Min-SE: ${LEAST_INTERVAL}`]);
  return true;
}

function supportsTimer(message: IncomingMessage): boolean {
  const tags = [...message.parseHeaders('Supported'), ...message.parseHeaders('Require')].flat();
  return tags.some((tag) => tag.toLowerCase() === 'timer');
}
