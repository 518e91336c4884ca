import type { Call } from '../call/call.ts';
import { refuseShortInterval, SessionTimers } from '../call/session-timers.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import { PhoneAgent } from './phone-agent.ts';

/** A {@link PhoneAgent} with session timers (RFC 4028): most phones need none, and do not load this file. */
export class TimedAgent extends PhoneAgent {
  override get supported(): string {
    return `${super.supported}, timer`;
  }

  protected override installOn(call: Call): void {
    super.installOn(call);
    call.timers = new SessionTimers(call, this.settings);
  }

  protected override takeInvite(request: IncomingRequest): boolean {
    return refuseShortInterval(request) || super.takeInvite(request);
  }
}
