import { createLog } from '../log.ts';
import * as causes from '../causes.ts';
import { NOBODY } from '../transaction/client-transaction.ts';
import { iceGeneration } from '../media/call-media.ts';
import { newestPacket, PacketWatch } from '../media/packet-watch.ts';
import { isPathStale } from '../media/stale-path.ts';
import type { IncomingResponse } from '../message/incoming.ts';
import { platform, type Timer } from '../platform.ts';
import { checkWithScout } from '../transport/scout.ts';
import type { Call } from './call.ts';
import { endWhereGone } from './dialog-gone.ts';
import { glarePause } from './own-offers.ts';
import {
  newsOf,
  recoveryTable,
  sicknessOf,
  type RecoveryEffect,
  type RecoveryEvent,
  type RecoveryState,
  type Sickness,
} from './recovery-table.ts';

const debug = createLog('sip-elements:call:recovery');

/** How often it is looked whether packets come. */
const LOOK_EVERY_MS = 100;
/** How long ICE may look for the far end by itself. */
const GRACE_MS = 1_000;
/** Who called restarts ICE first; who was called, so much later. */
const CALLED_WAITS_MS = 2_000;
/** For so long after our connection was lost and made again, media that get lost are taken for the same fault: ours. */
const SAME_FAULT_MS = 10_000;
/** How soon packets should come after a restart of the far end. */
const HEARD_WITHIN_MS = 1_000;
/** How long a restart may take, from gathering to its answer. Then it is withdrawn, which lets one of the far end through. */
const ANSWER_WITHIN_MS = 8_000;
/** After this time with an agreed restart, ICE is believed that the path is there, though nobody says anything. */
const BELIEVE_ICE_AFTER_MS = 3_000;
/** Where nothing has helped after this time, the call ends: with the ten seconds that Firefox's ICE takes to notice, within 30. */
const GIVE_UP_AFTER_MS = 17_000;
/** How often the far end is told of our new Contact where it has no time for it. */
const MOST_REFRESHES = 5;

/** What follows the signalling and the media of one call, and heals them as {@link recoveryTable} says. */
export class Recovery {
  readonly #call: Call;
  readonly #changed: () => void;
  readonly #packets = new PacketWatch();
  #state: RecoveryState = 'well';
  #watching = false;
  /** Until it is our turn, or ICE has had its time. */
  #wait: Timer;
  /** Until the call is given up. */
  #clock: Timer;
  #reconnectedAt = -Infinity;
  /** The offer of ours that is under way; aborting it withdraws the offer. */
  #attempt: AbortController | undefined;
  #refreshes = 0;

  /** @param changed What is out of order changed. */
  constructor(call: Call, changed: () => void = () => {}) {
    this.#call = call;
    this.#changed = changed;
  }

  /** What is out of order. */
  get sickness(): Sickness {
    return sicknessOf(this.#state);
  }

  /** The connection of the account was lost, or there is a new one. */
  connectionChanged(connected: boolean): void {
    if (connected) this.#reconnectedAt = platform.now();
    this.#step(connected ? 'connected' : 'connection lost');
  }

  /** The state of ICE changed. */
  iceStateChanged(state: RTCIceConnectionState): void {
    if (state === 'failed' && this.#call.state !== 'CONFIRMED') return this.#call.giveUp(causes.RTP_TIMEOUT);
    if (state === 'failed') this.#step('media lost');
    else if (state === 'disconnected') this.#step('media doubtful');
    else if (isConnected(state)) {
      this.#watchPackets();
      this.#step('media found');
    }
  }

  /** Whoever measures the media says that none come for seconds, or that they do again. */
  mediaHealth(health: 'lost' | 'found'): void {
    this.#step(`media ${health}`);
  }

  #step(event: RecoveryEvent): void {
    const call = this.#call;
    const next = recoveryTable[this.#state][event];
    if (!next || call.state !== 'CONFIRMED') return;
    const before = this.sickness;
    const [state, ...effects] = next;
    debug('%s: %s, %s → %s', call.session.id, event, this.#state, state);
    this.#state = state;
    if (state !== 'over') this.#tell(before);
    // A listener may have ended the call.
    for (const effect of effects) if (!call.ended) this.#run(effect, event);
  }

  #tell(before: Sickness): void {
    const news = newsOf(before, this.sickness);
    if (!news) return;
    this.#call.emit(...news);
    this.#changed();
  }

  #run(effect: RecoveryEffect, event: RecoveryEvent): void {
    const call = this.#call;
    switch (effect) {
      case 'check connection':
        return checkWithScout(call.host.signalling.transport);
      case 'refresh target':
        this.#refreshes = 0;
        return this.#refreshTarget();
      case 'wait a little':
        return this.#waitFor('grace over', this.#ownFault ? 0 : GRACE_MS);
      case 'wait for our turn':
        return this.#waitFor('our turn', this.#untilOurTurn(event));
      case 'stop waiting':
        return call.clearTimeout(this.#wait);
      case 'restart ICE':
        return this.#restart();
      case 'withdraw':
        return this.#withdraw();
      case 'start clock':
        this.#clock = call.setTimeout(() => this.#step('time is up'), GIVE_UP_AFTER_MS);
        return;
      case 'stop clock':
        return call.clearTimeout(this.#clock);
      case 'end: RTP Timeout':
        return call.giveUp(causes.RTP_TIMEOUT);
      case 'end: Connection Error':
        return call.giveUp(causes.CONNECTION_ERROR);
    }
  }

  /** Our own connection was lost just now: it is our end of the path that changed, and the far end waits for us. */
  get #ownFault(): boolean {
    return platform.now() - this.#reconnectedAt < SAME_FAULT_MS;
  }

  #untilOurTurn(event: RecoveryEvent): number {
    if (event === 'refused') return glarePause(this.#call);
    return this.#ownFault || this.#call.session.direction === 'outgoing' ? 0 : CALLED_WAITS_MS;
  }

  #waitFor(event: 'grace over' | 'our turn' | 'restarted in vain', ms: number): void {
    const call = this.#call;
    call.clearTimeout(this.#wait);
    const before = this.#farGeneration();
    this.#wait = call.setTimeout(() => {
      // The far end has restarted meanwhile: its candidates are being tried.
      if (event === 'our turn' && this.#farGeneration() !== before) this.#agreed();
      else this.#step(event);
    }, ms);
  }

  #restart(): void {
    const attempt = (this.#attempt = new AbortController());
    const call = this.#call;
    const timer = call.setTimeout(() => attempt.abort(), ANSWER_WITHIN_MS);
    const settled = (agreed: boolean) => {
      call.clearTimeout(timer);
      // One that was withdrawn is none of the present.
      if (attempt !== this.#attempt) return;
      if (agreed) this.#agreed();
      else this.#step('refused');
    };
    const plan = { rtcOfferConstraints: { iceRestart: true }, signal: attempt.signal, settled };
    // Another offer is under way: then a little later.
    if (!call.ownOffers?.start(plan)) settled(false);
  }

  #withdraw(): void {
    this.#attempt?.abort();
    this.#attempt = undefined;
  }

  #agreed(): void {
    const call = this.#call;
    this.#step('agreed');
    if (this.#state !== 'restarted') return;
    // One agreement at a time: that of a restart before says nothing of the path of this one.
    call.clearTimeout(this.#wait);
    this.#wait = call.setTimeout(() => {
      const connection = call.media?.connection;
      if (this.#state !== 'restarted' || !connection || !isConnected(connection.iceConnectionState)) return;
      if (!this.#packets.silent || !isPathStale(connection)) this.#step('media found');
    }, BELIEVE_ICE_AFTER_MS);
  }

  /**
   * There is a new connection. The far end is told of it by an UPDATE without offer (RFC 3311 section 5.1), or by a
   * re-INVITE where it takes none. Also where our Contact leads to it by itself (a GRUU, RFC 5627): whether the call
   * was ended while nobody could tell us, shows the answer.
   */
  #refreshTarget(): void {
    const call = this.#call;
    const { dialog, host } = call;
    if (!dialog) return;
    this.#refreshes += 1;
    const user = {
      ...NOBODY,
      response: (response: IncomingResponse) => this.#refreshed(response),
      timeout: () => this.#refreshLater(),
    };
    call.send(dialog, 'UPDATE', { extraHeaders: [host.contactHeader()] }, user);
  }

  #refreshed(response: IncomingResponse): void {
    const { status_code: status } = response;
    endWhereGone(this.#call, response);
    if (this.#call.ended) return;
    if (status < 300) this.#call.dialog?.refreshTarget(response);
    else if (status === 405 || status === 501) this.#call.ownOffers?.start({});
    else this.#refreshLater();
  }

  /** The far end could not be told: it may be changing its own address. */
  #refreshLater(): void {
    const call = this.#call;
    if (this.#refreshes >= MOST_REFRESHES || call.ended) return;
    call.setTimeout(() => {
      if (!this.sickness.signalling) this.#refreshTarget();
    }, glarePause(call));
  }

  #watchPackets(): void {
    if (this.#watching) return;
    this.#watching = true;
    let farBefore = '';
    const look = () => {
      const { media, hold } = this.#call;
      if (!media) return;
      const expected = !hold?.state.local && !hold?.state.remote;
      const news = this.#packets.look(newestPacket(media.connection), platform.now(), expected);
      if (news === 'silence') this.#step('silence');
      else if (news === 'sound' && isAlive(media.connection.iceConnectionState)) this.#step('media found');
      if (this.#state === 'silent') {
        const generation = this.#farGeneration();
        if (news !== 'silence' && generation !== farBefore)
          this.#waitFor('restarted in vain', HEARD_WITHIN_MS);
        farBefore = generation;
      }
      this.#call.setTimeout(look, LOOK_EVERY_MS);
    };
    look();
  }

  /** Names the far end's candidates: new ones after a restart. */
  #farGeneration(): string {
    return iceGeneration(this.#call.media?.connection.remoteDescription?.sdp ?? '');
  }
}

const isConnected = (state: RTCIceConnectionState) => state === 'connected' || state === 'completed';
const isAlive = (state: RTCIceConnectionState) => state !== 'disconnected' && state !== 'failed';
