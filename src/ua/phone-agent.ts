import type { Call } from '../call/call.ts';
import { Hold } from '../call/hold.ts';
import { IceRestart } from '../call/ice-restart.ts';
import { installInfo } from '../call/info.ts';
import { installOfferEvents } from '../call/offer-events.ts';
import { OwnOffers } from '../call/own-offers.ts';
import { PhoneSession } from '../call/phone-session.ts';
import type { CallSession } from '../call/session.ts';
import { Agent } from './agent.ts';

/** One SIP account of a phone: the small {@link Agent}, with hold, tones and calls that survive their network. */
export class PhoneAgent<Session extends PhoneSession = PhoneSession> extends Agent<Session> {
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
    call.iceRestart = new IceRestart(call);
  }
}
