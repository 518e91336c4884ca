import { saysRemoteHold, withHold, type HoldState } from '../media/sdp.ts';
import type { Call } from './call.ts';
import type { SdpEvent } from './events.ts';

/** Who holds whom, by the directions of the descriptions (RFC 3264 section 8.4, RFC 6337 section 5.3). */
export class Hold {
  readonly #call: Call;
  /** What the two sides agreed. */
  #state: HoldState = { local: false, remote: false };
  /** What the offer or answer under way would make of it. */
  #wanted = this.#state;
  #ownOffer = '';
  #asked = false;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Who holds whom. */
  get state(): Readonly<HoldState> {
    return this.#state;
  }

  /** The far end asks for an offer of ours: that says what we want, whoever holds us at present (RFC 6337 section 5.1). */
  asked(): void {
    this.#asked = true;
  }

  /**
   * Gives a description of ours its directions.
   * @param hold Whether we want to hold the far end by our offer; as it is where this is absent.
   */
  direct(own: SdpEvent, hold = this.#state.local): void {
    if (own.type === 'offer') {
      this.#wanted = { local: hold, remote: this.#state.remote && !this.#asked };
      this.#asked = false;
    }
    own.sdp = withHold(own.sdp, this.#wanted);
  }

  /** Reads the description that is used or sent. */
  read({ originator, type, sdp }: SdpEvent): void {
    if (originator === 'remote') {
      const own = type === 'answer' ? this.#ownOffer : undefined;
      const wanted = type === 'answer' ? this.#wanted : this.#state;
      this.#wanted = { ...wanted, remote: saysRemoteHold(sdp, own) ?? this.#state.remote };
    } else if (type === 'offer') this.#ownOffer = sdp;
  }

  /** Both sides agree. While either holds we send silence: who is held must not overhear the room. */
  agreed(): void {
    const before = this.#state;
    const { local, remote } = (this.#state = this.#wanted);
    this.#call.media?.silence(local || remote);
    if (local !== before.local) this.#tell('local', local);
    if (remote !== before.remote) this.#tell('remote', remote);
  }

  #tell(originator: 'local' | 'remote', held: boolean): void {
    this.#call.emit(held ? 'hold' : 'unhold', { originator });
  }
}
