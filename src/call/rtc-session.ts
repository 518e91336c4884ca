import { runSafely } from '../emitter.ts';
import { InvalidStateError, SipError } from '../errors.ts';
import { consistsOf, TOKEN } from '../grammar/characters.ts';
import type { NameAddrHeader } from '../grammar/name-addr.ts';
import { assertNoLineBreak, checkedHeaders } from '../message/checked.ts';
import type { RequestUser } from '../transaction/request-sender.ts';
import { errorOfCause, when } from '../when.ts';
import { DTMF } from './dtmf.ts';
import type { EndEvent, NegotiationFailedEvent, SendRequestOptions, SessionEvents } from './events.ts';
import { Info } from './info.ts';
import { PhoneSession } from './phone-session.ts';
import { sendInfo } from './send-info.ts';
import { STATES, type CallState } from './state.ts';

/**
 * One call (manual: class RTCSession): that of a phone, and what else applications ask of it. What takes time
 * is there as a promise, too, beside the events: all of them are named `when…()`.
 */
export class RTCSession extends PhoneSession {
  /** `STATUS_*`: the numbers of {@link status}. */
  static readonly C = Object.fromEntries(STATES.map((name, number) => [`STATUS_${name}`, number])) as {
    readonly [Name in CallState as `STATUS_${Name}`]: number;
  };
  /** One tone. */
  static readonly DTMF = DTMF;
  /** One INFO. */
  static readonly Info = Info;

  /** The Contact that we gave the far end. */
  get contact(): string {
    return this.call.host.contactHeader().slice('Contact: '.length);
  }

  /** What was said of the caller's number: `verstat` of the asserted identity or From, and the raw Identity (RFC 8224). It is not verified here. */
  get verification(): { verstat: string | null; identity: string | null } {
    return {
      verstat: [...this.asserted_identity, this.remote_identity].map(verstatOf).find(Boolean) ?? null,
      identity: this.call.peerMessage?.getHeader('Identity') ?? null,
    };
  }

  /** By whom an incoming call was diverted, the last one first, with their parameters (RFC 5806). */
  get diversion(): NameAddrHeader[] {
    return this.call.peerMessage?.parseHeaders('Diversion') ?? [];
  }

  /** Where the call has been, with its parameters (History-Info, RFC 7044). */
  get history(): NameAddrHeader[] {
    return this.call.peerMessage?.parseHeaders('History-Info') ?? [];
  }

  /** Makes the local tracks live again, unless the far end has us on hold (manual). */
  resetLocalMedia(): void {
    this.call.media?.silence(this.isOnHold().remote);
    this.unmute();
  }

  /**
   * Sends an INFO (manual: `sendInfo()`; RFC 6086).
   * @throws InvalidStateError outside an established call; TypeError for a line break in the type or a header.
   */
  sendInfo(
    contentType: string,
    body: string | null = null,
    options?: { extraHeaders?: string[] } | null,
  ): void {
    if (!this.isEstablished()) throw new InvalidStateError(this.status);
    assertNoLineBreak('contentType', contentType);
    checkedHeaders('extraHeaders', options?.extraHeaders);
    const info = new Info('outgoing', contentType, body);
    sendInfo(this.call, contentType, body, options?.extraHeaders, (request) =>
      this.emit('newInfo', { originator: 'local', info, request }),
    );
  }

  /**
   * Sends any request inside the dialog. Its answers go to the handlers, as the reference names them.
   * @throws InvalidStateError before there is a dialog; TypeError for a method or header that cannot be.
   */
  sendRequest(method: string, options?: SendRequestOptions | null): void {
    const { dialog } = this.call;
    if (!dialog || this.isEnded()) throw new InvalidStateError(this.status);
    if (!consistsOf(method, TOKEN)) throw new TypeError(`method: ${JSON.stringify(method)} is not a token`);
    const { extraHeaders = [], body = null, eventHandlers = {} } = options ?? {};
    checkedHeaders('extraHeaders', extraHeaders);
    this.call.send(dialog, method.toUpperCase(), { extraHeaders, body }, userOf(eventHandlers));
  }

  /** Resolves when the call is answered; rejects with a SipError where it is over before. */
  whenAnswered(): Promise<void> {
    if (this.isEstablished()) return Promise.resolve();
    return this.#whenDone({ accepted: () => ({ done: undefined }) });
  }

  /** Resolves with why, when the call is over; it never rejects. */
  whenEnded(): Promise<EndEvent> {
    const { endEvent } = this.call;
    if (endEvent) return Promise.resolve(endEvent);
    return when<SessionEvents, EndEvent>(this, {
      ended: (event) => ({ done: event }),
      failed: (event) => ({ done: event }),
    });
  }

  /** Resolves when the far end is held by us; rejects with a SipError where it refused, or the call is over. */
  whenHeld(): Promise<void> {
    return this.#whenDone({ hold: byUs }, this.isOnHold().local);
  }

  /** Resolves when the far end is held by us no more; rejects with a SipError where it refused, or the call is over. */
  whenUnheld(): Promise<void> {
    return this.#whenDone({ unhold: byUs }, !this.isOnHold().local);
  }

  /** Resolves when the new offer that is under way is agreed on; rejects with a SipError where it is not. */
  whenRenegotiated(): Promise<void> {
    const failed = this.#whenDone({}, this.isReadyToReOffer());
    const settled = new Promise<void>((resolve, reject) =>
      this.call.ownOffers?.whenSettled((agreed) => (agreed ? resolve() : reject(new SipError('call-media')))),
    );
    const outcome = Promise.race([failed, settled]);
    outcome.catch(() => {});
    return outcome;
  }

  /** Resolves by one of `successes`, or where it is `done`; rejects where the call is or gets over. */
  #whenDone(successes: Parameters<typeof when<SessionEvents, void>>[1], done = false): Promise<void> {
    const over = this.isEnded() ? { error: new SipError('wrong-state') } : undefined;
    const known = over ?? (done ? { done: undefined } : undefined);
    return when<SessionEvents, void>(this, { ...successes, ...this.#failures() }, known);
  }

  /** What ends every hope. */
  #failures() {
    return {
      negotiationfailed: ({ cause }: NegotiationFailedEvent) => ({ error: errorOfCause(cause) }),
      ended: ({ cause }: EndEvent) => ({ error: errorOfCause(cause) }),
      failed: ({ cause }: EndEvent) => ({ error: errorOfCause(cause) }),
    };
  }
}

/** A parameter of the number, which stands within the URI (3GPP TS 24.229 section 7.2A.20), or behind it. */
const verstatOf = (identity: NameAddrHeader) =>
  identity.getParam('verstat') ?? /;verstat=([\w-]+)/i.exec(identity.uri.toString())?.[1];

const byUs = ({ originator }: { originator: string }) =>
  originator === 'local' ? { done: undefined } : undefined;

/** Tells the application's handlers how its request came out. */
function userOf(handlers: NonNullable<SendRequestOptions['eventHandlers']>): RequestUser {
  return {
    response: (response) => {
      const { status_code: status } = response;
      if (status < 200) return;
      runSafely(() => {
        if (status < 300) handlers.onSuccessResponse?.(response);
        else if (status === 408 || status === 481) handlers.onDialogError?.(response);
        else handlers.onErrorResponse?.(response);
      });
    },
    timeout: () => runSafely(() => handlers.onRequestTimeout?.()),
    transportError: () => runSafely(() => handlers.onTransportError?.()),
  };
}
