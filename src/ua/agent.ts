import type { Call } from '../call/call.ts';
import { CallSession, sessionId } from '../call/session.ts';
import type { CallOptions, Target, TerminateOptions } from '../call/events.ts';
import { anonymousHost, type CallHost } from '../call/host.ts';
import { runSafely } from '../emitter.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import { assertNoLineBreak, checkedHeaders } from '../message/checked.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import { AnsweringAccount } from './incoming-requests.ts';

export { installSHA256 } from '../auth/hash.ts';

/**
 * One SIP account, small: connection, registration and calls (manual: class UA, which is this with every other
 * feature installed).
 */
export class Agent<Session extends CallSession = CallSession> extends AnsweringAccount<Session> {
  #callHost: CallHost | undefined;
  readonly #sessions = new Map<string, Session>();

  override get allow(): string {
    return 'INVITE, ACK, CANCEL, BYE, UPDATE, NOTIFY, OPTIONS';
  }

  override get supported(): string {
    return 'outbound, gruu, path';
  }

  override get sessions(): Session[] {
    return [...this.#sessions.values()];
  }

  /**
   * Starts a call.
   * @param target A user name, a SIP URI, or a URI.
   * @throws TypeError for a target or option that cannot be; NotSupportedError without WebRTC.
   */
  call(target: Target, options?: CallOptions | null): Session {
    return this.placeCall(target, options ?? {});
  }

  /** Ends all calls; options as for `RTCSession.terminate()`. */
  override terminateSessions(options?: TerminateOptions | null): void {
    for (const session of this.sessions) if (!session.isEnded()) session.terminate(options);
  }

  /**
   * Installs features on a new call.
   * @internal
   */
  protected installOn(_call: Call): void {}

  /**
   * An INVITE that {@link takeInvite} took was cancelled; for features.
   * @internal
   */
  protected inviteCancelled(_invite: IncomingRequest): void {}

  /**
   * A call is over; for features.
   * @internal
   */
  protected sessionEnded(_session: CallSession): void {}

  /**
   * Makes the object of a call; for features.
   * @internal
   */
  protected createSession(...made: ConstructorParameters<typeof CallSession>): Session {
    // Whoever extends the agent with another kind of session makes it.
    return new CallSession(...made) as Session;
  }

  /**
   * Starts a call; for features. `handler` is told of it instead of the application.
   * @internal
   */
  protected placeCall(target: Target, options: CallOptions, handler?: (session: Session) => void): Session {
    const uri = this.requireTarget(target);
    checkedHeaders('extraHeaders', options.extraHeaders);
    assertNoLineBreak('fromUserName', options.fromUserName ?? '');
    assertNoLineBreak('fromDisplayName', options.fromDisplayName ?? '');
    const request = this.requests.createInvite(uri, options);
    const host = options.anonymous ? anonymousHost(this.#host) : this.#host;
    const session = this.createSession(host, request, 'outgoing');
    session.start(request, options, () => this.#announce('local', session, request, handler));
    return session;
  }

  /**
   * Takes an INVITE as a new call; for features. `handler` is told of it instead of the application.
   * @internal
   */
  protected override receiveCall(request: IncomingRequest, handler?: (session: Session) => void): Session {
    const session = this.createSession(this.#host, request, 'incoming');
    session.receive(request, () => this.#announce('remote', session, request, handler));
    return session;
  }

  protected override receiveCancel(invite: IncomingRequest, cancel: IncomingRequest): void {
    const session = this.#sessions.get(sessionId(invite));
    if (session) session.receiveCancel(cancel);
    else this.inviteCancelled(invite);
  }

  #announce(
    originator: 'local' | 'remote',
    session: Session,
    request: IncomingRequest | OutgoingRequest,
    handler?: (session: Session) => void,
  ): void {
    this.#sessions.set(session.id, session);
    if (handler) runSafely(() => handler(session));
    else this.emit('newRTCSession', { originator, session, request });
  }

  /** Made with the first call: most accounts of a server that watches many have none. */
  get #host(): CallHost {
    return (this.#callHost ??= {
      configuration: this.settings,
      signalling: this.signalling,
      allow: () => this.allow,
      supported: () => this.supported,
      contactHeader: (options) => `Contact: ${this.contact.toString({ ...options, outbound: true })}`,
      install: (call) => this.installOn(call),
      forget: (session) => {
        this.#sessions.delete(session.id);
        this.sessionEnded(session);
      },
    });
  }
}
