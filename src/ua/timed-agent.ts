import type { Call } from '../call/call.ts';
import { refuseShortInterval, SessionTimers } from '../call/session-timers.ts';
import { addHeaderNames } from '../grammar/header-names.ts';
import { addHeaderRules } from '../grammar/headers.ts';
import { scanSessionExpires } from '../grammar/headers/events.ts';
import { scanSeconds, scanTokens } from '../grammar/headers/simple.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import type { UAConfiguration } from './configuration.ts';
import { PhoneAgent } from './phone-agent.ts';

/** A {@link PhoneAgent} with session timers (RFC 4028): most phones need none, and do not load this file. */
export class TimedAgent extends PhoneAgent {
  /** @throws ConfigurationError as the constructor of the agent does. */
  constructor(configuration: UAConfiguration) {
    super(configuration);
    // The headers of RFC 4028, which the small agent does not read.
    addHeaderNames({ x: 'Session-Expires' }, ['Min-SE']);
    addHeaderRules(
      { 'Min-SE': scanSeconds, 'Session-Expires': scanSessionExpires, Supported: scanTokens },
      [],
    );
  }

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
