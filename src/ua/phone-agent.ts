import type { Call } from '../call/call.ts';
import { Hold } from '../call/hold.ts';
import { installInfo } from '../call/info.ts';
import { installOfferEvents } from '../call/offer-events.ts';
import { OwnOffers } from '../call/own-offers.ts';
import { PhoneSession } from '../call/phone-session.ts';
import { Recovery } from '../call/recovery.ts';
import { newsOf, type Sickness } from '../call/recovery-table.ts';
import type { CallSession } from '../call/session.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import { Agent } from './agent.ts';
import type { ExchangeCore } from './core.ts';

/** One SIP account of a phone: the small {@link Agent}, with hold, tones and calls that survive their network. */
export class PhoneAgent<Session extends PhoneSession = PhoneSession> extends Agent<Session> {
  #connectionLost = false;
  #sickness: Sickness = { signalling: false, media: false };
  /** Features of calls that were installed while the agent ran. */
  readonly #late: ((call: Call) => void)[] = [];
  /** Who takes requests outside dialogs, by method. */
  readonly #takers = new Map<string, (request: IncomingRequest) => void>();

  /** What is out of order at present: the connection, or the media of a call. */
  get sickness(): Sickness {
    return { ...this.#sickness };
  }

  override get allow(): string {
    return [super.allow, 'INFO', ...this.#takers.keys()].join(', ');
  }

  /**
   * Installs a feature on the calls that live and on all to come. For features that load late (late-features.ts).
   * @internal
   */
  install(feature: (call: Call) => void): void {
    this.#late.push(feature);
    for (const session of this.sessions) session.install(feature);
  }

  /**
   * Has requests of a method outside dialogs taken, and names it in Allow. For features that load late.
   * @internal
   */
  takeMethod(method: string, take: (request: IncomingRequest) => void): void {
    this.#takers.set(method, take);
  }

  /**
   * What sends a request outside a dialog. For features that load late.
   * @internal
   */
  get exchangeCore(): ExchangeCore {
    return {
      signalling: this.signalling,
      requireTarget: (target) => this.requireTarget(target),
      createRequest: (method, target, content) => this.requests.create(method, target, content),
    };
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
    for (const feature of this.#late) feature(call);
  }

  protected override takeRequest(request: IncomingRequest): boolean {
    const take = this.#takers.get(request.method);
    take?.(request);
    return take !== undefined || super.takeRequest(request);
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
