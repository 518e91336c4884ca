import type { Call } from '../call/call.ts';
import { Hold } from '../call/hold.ts';
import { installInfo } from '../call/info.ts';
import { installOfferEvents } from '../call/offer-events.ts';
import { OwnOffers } from '../call/own-offers.ts';
import { PhoneSession } from '../call/phone-session.ts';
import { Recovery } from '../call/recovery.ts';
import { newsOf, type Sickness } from '../call/recovery-table.ts';
import type { CallSession } from '../call/session.ts';
import { Agent } from './agent.ts';

/** One SIP account of a phone: the small {@link Agent}, with hold, tones and calls that survive their network. */
export class PhoneAgent<Session extends PhoneSession = PhoneSession> extends Agent<Session> {
  #connectionLost = false;
  #sickness: Sickness = { signalling: false, media: false };

  /** What is out of order at present: the connection, or the media of a call. */
  get sickness(): Sickness {
    return { ...this.#sickness };
  }

  override get allow(): string {
    return `${super.allow}, INFO`;
  }

  protected override createSession(...made: ConstructorParameters<typeof CallSession>): Session {
    // Whoever extends the agent with another kind of session makes it.
    return new PhoneSession(...made) as Session;
  }

  protected override installOn(call: Call): void {
    installInfo(call);
    installOfferEvents(call);
    call.ownOffers = new OwnOffers(call);
    call.hold = new Hold(call);
    call.recovery = new Recovery(call, () => this.#healthChanged());
  }

  protected override connectionChanged(connected: boolean): void {
    this.#connectionLost = !connected;
    this.#healthChanged();
    for (const session of this.sessions) session.connectionChanged(connected);
  }

  protected override sessionEnded(_session: CallSession): void {
    this.#healthChanged();
  }

  #healthChanged(): void {
    const before = this.#sickness;
    const media = this.sessions.some(({ sickness }) => sickness.media);
    this.#sickness = { signalling: this.#connectionLost, media };
    const news = newsOf(before, this.#sickness);
    if (news) this.emit(...news);
  }
}
