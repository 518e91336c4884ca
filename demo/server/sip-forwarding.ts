import createDebug from 'debug';
import type { IncomingRequest, IncomingResponse } from '../../src/message/incoming.ts';
import { randomToken } from '../../src/random.ts';
import type { Flow } from './sip-flow.ts';
import { type Hop, ackOf, cancelOf, forwardedRequest, forwardedResponse } from './sip-printing.ts';

const debug = createDebug('sip-elements:demo:server:sip-forwarding');

/** A place to forward a request to. */
export interface Target {
  flow: Flow;
  /** The Request-URI that it gets. */
  ruri: string;
}

/** One of the places to which a request was forwarded (RFC 3261 section 16.6). */
export interface Branch extends Hop {
  flow: Flow;
  /** `trying`: nothing came back; `proceeding`: a provisional response; `final`: it is over. */
  state: 'trying' | 'proceeding' | 'final';
  /** To be cancelled, as soon as a provisional response allows it (RFC 3261 section 9.1). */
  cancelled: boolean;
}

/** A refusal: one that came from a branch, or one of ours. */
interface Refusal {
  status: number;
  response?: IncomingResponse;
}

/** Milliseconds. */
const TIMES = {
  /** Timer C (RFC 3261 section 16.6): how long an INVITE may ring. */
  ring: 180_000,
  /** Timer F: how long any other request waits. */
  answer: 32_000,
  /** How long a transaction that is over still passes on repeated 2xx and takes ACKs (RFC 6026, timer L). */
  linger: 32_000,
};

/** Tells the other branches that this is no missed call (RFC 3326 section 2). */
const COMPLETED = ['SIP;cause=200;text="Call completed elsewhere"'];

/** What a forwarding needs of the proxy. */
export interface ForwardingHooks {
  /** Ours, for Via and Record-Route. */
  domain: string;
  /** A branch began; responses with this branch in Via are its. */
  began(id: string, forwarding: Forwarding): void;
  /** All is over; nothing more needs to be remembered. */
  ended(forwarding: Forwarding): void;
}

/** A request on its way to one or several places, and the answer on its way back (RFC 3261 section 16). */
export class Forwarding {
  /** The request, as it came. */
  readonly request: IncomingRequest;
  /** Where it came from. */
  readonly upstream: Flow;
  readonly branches: Branch[];
  readonly #hooks: ForwardingHooks;
  readonly #refusals: Refusal[] = [];
  #answered = false;
  #reasons: readonly string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(request: IncomingRequest, upstream: Flow, targets: readonly Target[], hooks: ForwardingHooks) {
    this.request = request;
    this.upstream = upstream;
    this.#hooks = hooks;
    this.branches = targets.map(({ flow, ruri }) => ({
      id: `z9hG4bK${randomToken(16)}`,
      flow,
      ruri,
      state: 'trying',
      cancelled: false,
    }));
    const invite = request.method === 'INVITE';
    this.#startTimer(invite ? TIMES.ring : TIMES.answer, () => this.#giveUp());
    if (invite) request.reply(100);
    for (const branch of this.branches) {
      hooks.began(branch.id, this);
      branch.flow.send(forwardedRequest(request, branch, hooks.domain));
    }
  }

  /** A response came from one of the branches. */
  receive(response: IncomingResponse): void {
    const branch = this.branches.find(({ id }) => id === response.via_branch);
    // A CANCEL has the branch of its INVITE, and so has its response, which is of no interest.
    if (!branch || response.method !== this.request.method) return;
    const { status_code: status } = response;
    if (status < 200) return this.#proceed(branch, response);
    if (status < 300) return this.#succeed(branch, response);
    // The ACK of a refusal goes from hop to hop (RFC 3261 section 17.1.1.3).
    if (this.request.method === 'INVITE') {
      branch.flow.send(ackOf(this.request, branch, this.#hooks.domain, response));
    }
    if (branch.state !== 'final') this.#refuse(branch, { status, response });
  }

  /**
   * The caller has cancelled, or is gone.
   *
   * @param reasons Why, as values of Reason (RFC 3326).
   */
  cancel(reasons: readonly string[] = []): void {
    this.#reasons = reasons;
    // RFC 3261 section 9.1: a branch that does not answer a CANCEL is given up after 64 × T1.
    if (!this.#answered) this.#startTimer(TIMES.answer, () => this.#giveUp());
    for (const branch of this.branches) this.#cancelBranch(branch);
  }

  /** A connection is gone. */
  lost(flow: Flow): void {
    if (flow === this.upstream && !this.#answered) this.cancel();
    for (const branch of this.branches) {
      if (branch.flow === flow && branch.state !== 'final') this.#refuse(branch, { status: 480 });
    }
  }

  /** Ends it, without a word. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #proceed(branch: Branch, response: IncomingResponse): void {
    if (branch.state === 'final') return;
    branch.state = 'proceeding';
    if (branch.cancelled) this.#sendCancel(branch);
    // A 100 is of one hop only (RFC 3261 section 16.7 step 4).
    else if (response.status_code > 100 && !this.#answered) this.upstream.send(forwardedResponse(response));
  }

  /** Every 2xx is passed on at once, a repeated one too; the other branches are called off. */
  #succeed(branch: Branch, response: IncomingResponse): void {
    branch.state = 'final';
    this.upstream.send(forwardedResponse(response));
    if (!this.#answered) this.#finish();
    this.cancel(COMPLETED);
  }

  #refuse(branch: Branch, refusal: Refusal): void {
    branch.state = 'final';
    this.#refusals.push(refusal);
    if (refusal.status >= 600) this.cancel();
    if (this.#answered || this.branches.some(({ state }) => state !== 'final')) return;
    const { status, response } = bestOf(this.#refusals);
    if (response) this.upstream.send(forwardedResponse(response));
    else this.request.reply(status);
    this.#finish();
  }

  #cancelBranch(branch: Branch): void {
    if (branch.state === 'final' || branch.cancelled || this.request.method !== 'INVITE') return;
    branch.cancelled = true;
    if (branch.state === 'proceeding') this.#sendCancel(branch);
  }

  #sendCancel(branch: Branch): void {
    branch.flow.send(cancelOf(this.request, branch, this.#hooks.domain, this.#reasons));
  }

  #giveUp(): void {
    debug('%s: no answer', this.request.method);
    this.request.reply(408);
    this.#finish();
    this.cancel();
  }

  #startTimer(ms: number, callback: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(callback, ms);
  }

  #finish(): void {
    this.#answered = true;
    this.#startTimer(TIMES.linger, () => this.#hooks.ended(this));
  }
}

/**
 * The response that tells most (RFC 3261 section 16.7 step 6): a 6xx, else the lowest class; within it the first
 * that says more than that nobody answered.
 */
function bestOf(refusals: readonly Refusal[]): Refusal {
  const rank = ({ status }: Refusal) =>
    status >= 600
      ? 0
      : Math.floor(status / 100) + (status === 408 || status === 480 || status === 487 ? 0.5 : 0);
  return refusals.reduce((best, next) => (rank(next) < rank(best) ? next : best), { status: 500 });
}
