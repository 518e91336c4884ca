import { TRANSACTION_TIMEOUT } from '../transaction/timers.ts';
import type { Call } from './call.ts';

/** A restart helps within this time, or not at all. */
const ICE_REPAIR_WITHIN_MS = 15_000;

/** Where ICE fails it is restarted, once (RFC 8839 section 4.4.1.1.1); where that does not help, the call ends. */
export class IceRestart {
  readonly #call: Call;
  /** ICE failed, and was restarted; it has not been connected since. */
  #repair: symbol | undefined;

  constructor(call: Call) {
    this.#call = call;
  }

  /** The state of ICE changed. */
  stateChanged(state: RTCIceConnectionState): void {
    if (state === 'failed') this.#restart();
    else if (state === 'connected' || state === 'completed') this.#repair = undefined;
  }

  #restart(): void {
    const call = this.#call;
    if (this.#repair || call.state !== 'CONFIRMED') return call.loseMedia();
    const repair = Symbol();
    this.#repair = repair;
    // Where an offer is under way already, it may be the restart of the far end.
    call.ownOffers?.start({ rtcOfferConstraints: { iceRestart: true } });
    // First the connection, then the restart: the offer waits for it as long.
    void call.host.signalling.connected(TRANSACTION_TIMEOUT).then(() => {
      if (call.ended) return;
      call.setTimeout(() => {
        if (this.#repair === repair && call.media?.connection.iceConnectionState === 'failed')
          call.loseMedia();
      }, ICE_REPAIR_WITHIN_MS);
    });
  }
}
