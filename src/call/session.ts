import { causes } from '../causes.ts';
import type { DialogId } from '../dialog/dialog.ts';
import { InvalidStateError, NotSupportedError } from '../errors.ts';
import { AwaitableSession } from './awaitable-session.ts';
import { consistsOf, TOKEN } from '../grammar/characters.ts';
import type { NameAddrHeader } from '../grammar/name-addr.ts';
import type { MediaKinds } from '../media/call-media.ts';
import type { HoldState } from '../media/sdp.ts';
import { assertNoLineBreak, assertStatusCode, checkedHeaders } from '../message/checked.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import { TRANSACTION_TIMEOUT } from '../transaction/timers.ts';
import { Call } from './call.ts';
import { DTMF, DTMFSender, type DTMFOptions } from './dtmf.ts';
import type {
  AnswerOptions,
  CallOptions,
  EndEvent,
  EventHandlers,
  RenegotiateOptions,
  SendRequestOptions,
  SessionEvents,
  Target,
  TerminateOptions,
} from './events.ts';
import type { CallHost } from './host.ts';
import { IncomingCall } from './incoming-call.ts';
import { Info } from './info.ts';
import { InDialogRequests } from './in-dialog.ts';
import { OutgoingCall } from './outgoing-call.ts';
import type { ReferOptions, ReferSubscriber } from './refer-subscriber.ts';
import { Reoffer, type ReofferPlan } from './reoffer.ts';
import { isEnded, isEstablished, isInProgress, STATUS } from './state.ts';

/** One call (manual: class RTCSession). It holds one RTCPeerConnection. */
export class RTCSession extends AwaitableSession {
  /** `STATUS_*`: the numbers of {@link status}. */
  static readonly C = Object.fromEntries(
    Object.entries(STATUS).map(([name, number]) => [`STATUS_${name}`, number]),
  ) as { readonly [Name in keyof typeof STATUS as `STATUS_${Name}`]: (typeof STATUS)[Name] };
  /** One tone. */
  static readonly DTMF = DTMF;
  /** One INFO. */
  static readonly Info = Info;

  /** The application's own. */
  data: unknown = {};

  readonly #call: Call;
  readonly #direction: 'incoming' | 'outgoing';
  readonly #reoffer: Reoffer;
  readonly #dtmf: DTMFSender;
  readonly #inDialog: InDialogRequests;
  readonly #id: string;
  readonly #local: NameAddrHeader;
  readonly #remote: NameAddrHeader;
  #incoming: IncomingCall | undefined;
  /** ICE failed, and was restarted; it has not been connected since. */
  #repair: symbol | undefined;

  private constructor(host: CallHost, request: IncomingRequest | OutgoingRequest, outgoing: boolean) {
    super();
    this.#direction = outgoing ? 'outgoing' : 'incoming';
    this.#id = `${request.call_id}${request.from.getParam('tag') ?? ''}`;
    this.#local = outgoing ? request.from : request.to;
    this.#remote = outgoing ? request.to : request.from;
    this.#call = new Call(this, host, (inDialog, transaction) =>
      this.#inDialog.receive(inDialog, transaction),
    );
    this.#reoffer = new Reoffer(this.#call);
    this.#dtmf = new DTMFSender(this.#call);
    this.#inDialog = new InDialogRequests(this.#call, this.#reoffer, (ack) =>
      this.#incoming?.acknowledged(ack),
    );
    this.#call.onIceState = (state) => {
      if (state === 'failed') this.#repairMedia();
      else if (state === 'connected' || state === 'completed') this.#repair = undefined;
    };
  }

  /**
   * Starts a call. For the UA.
   * @internal
   */
  static outgoing(
    host: CallHost,
    request: OutgoingRequest,
    options: CallOptions,
    handler?: (session: RTCSession) => void,
  ): RTCSession {
    const session = new RTCSession(options.anonymous ? withoutName(host) : host, request, true);
    const call = session.#call;
    if (options.data !== undefined) session.data = options.data;
    session.#bind(options.eventHandlers);
    const { media } = call.openMedia(options.pcConfig);
    const outgoing = new OutgoingCall(call, request, options);
    call.inviter = outgoing;
    session.#reoffer.offerOptions = options.rtcOfferConstraints;
    if (call.timers) call.timers.interval = options.sessionTimersExpires;
    host.announce({ originator: 'local', session, request }, handler);
    if (call.ended) return session;
    session.emit('peerconnection', { peerconnection: media.connection });
    if (!call.ended) outgoing.start();
    return session;
  }

  /**
   * Takes a call that came. For the UA.
   * @internal
   */
  static incoming(
    host: CallHost,
    request: IncomingRequest,
    handler?: (session: RTCSession) => void,
  ): RTCSession {
    const session = new RTCSession(host, request, false);
    const incoming = new IncomingCall(session.#call, request);
    session.#incoming = session.#call.inviter = incoming;
    incoming.start(handler);
    return session;
  }

  /**
   * The CANCEL of the INVITE came. For the UA.
   * @internal
   */
  receiveCancel(cancel: IncomingRequest): void {
    this.#incoming?.cancelled(cancel);
  }

  /**
   * There is a new connection. Where our Contact does not lead to it by itself, the far end is told of it by an
   * UPDATE without offer (RFC 3311 section 5.1), or by a re-INVITE where it takes none. For the UA.
   * @internal
   */
  reconnected(): void {
    const { dialog, host, state } = this.#call;
    if (state !== 'CONFIRMED' || !dialog || host.hasLastingContact()) return;
    this.#call.send(
      dialog,
      'UPDATE',
      { extraHeaders: [host.contactHeader()] },
      {
        response: ({ status_code }) => {
          if (status_code === 405 || status_code === 501) this.#reoffer.start({});
        },
        timeout() {},
        transportError() {},
      },
    );
  }

  /** Names the call: unique among those of its UA. */
  get id(): string {
    return this.#id;
  }

  /** The RTCPeerConnection: from `ua.call()` on for outgoing calls, from `answer()` on for incoming ones. */
  get connection(): RTCPeerConnection | undefined {
    return this.#call.media?.connection;
  }

  /**
   * Names the dialog of the call. For transfers.
   * @internal
   */
  get dialogId(): DialogId | undefined {
    return this.#call.dialog?.id;
  }

  /** Who called. */
  get direction(): 'incoming' | 'outgoing' {
    return this.#direction;
  }

  /** Our side: From of the INVITE when outgoing, To when incoming. */
  get local_identity(): NameAddrHeader {
    return this.#local;
  }

  /** The far end. */
  get remote_identity(): NameAddrHeader {
    return this.#remote;
  }

  /** When the call was answered; null before. */
  get start_time(): Date | null {
    return this.#call.startTime;
  }

  /** When it ended; null before. */
  get end_time(): Date | null {
    return this.#call.endTime;
  }

  /** One of `RTCSession.C.STATUS_*`. */
  get status(): number {
    return STATUS[this.#call.state];
  }

  /** The Contact that we gave the far end. */
  get contact(): string {
    return this.#call.host.contactHeader().slice('Contact: '.length);
  }

  /** Who the far end is, by the word of a trusted server (P-Asserted-Identity, RFC 3325). */
  get asserted_identity(): NameAddrHeader[] {
    return this.#call.peerMessage?.parseHeaders('P-Asserted-Identity') ?? [];
  }

  /** What was said of the caller's number: `verstat` of the asserted identity or From, and the raw Identity (RFC 8224). It is not verified here. */
  get verification(): { verstat: string | null; identity: string | null } {
    return {
      verstat: [...this.asserted_identity, this.#remote].map(verstatOf).find(Boolean) ?? null,
      identity: this.#call.peerMessage?.getHeader('Identity') ?? null,
    };
  }

  /** By whom an incoming call was diverted, the last one first, with their parameters (RFC 5806). */
  get diversion(): NameAddrHeader[] {
    return this.#call.peerMessage?.parseHeaders('Diversion') ?? [];
  }

  /** Where the call has been, with its parameters (History-Info, RFC 7044). */
  get history(): NameAddrHeader[] {
    return this.#call.peerMessage?.parseHeaders('History-Info') ?? [];
  }

  /** Neither answered nor ended. */
  isInProgress(): boolean {
    return isInProgress(this.#call.state);
  }

  /** Answered and not ended. */
  override isEstablished(): boolean {
    return isEstablished(this.#call.state);
  }

  override isEnded(): boolean {
    return isEnded(this.#call.state);
  }

  /** Whether `hold`, `unhold` or `renegotiate` may start now. */
  override isReadyToReOffer(): boolean {
    return this.#reoffer.ready;
  }

  /**
   * Answers an incoming call.
   * @throws InvalidStateError where it does not wait for an answer; NotSupportedError for an outgoing one or
   * without WebRTC; TypeError for a line break in a header.
   */
  answer(options?: AnswerOptions | null): void {
    options ??= {};
    checkedHeaders('extraHeaders', options.extraHeaders);
    if (!this.#incoming) throw new InvalidStateError(this.status);
    this.#reoffer.offerOptions = options.rtcOfferConstraints;
    if (this.#call.timers) this.#call.timers.interval = options.sessionTimersExpires;
    this.#incoming.answer(options);
  }

  /**
   * Ends the call, whatever its direction and state (manual: `terminate()`).
   * @throws InvalidStateError where it is over; TypeError for a status code out of range.
   */
  terminate(options?: TerminateOptions | null): void {
    options ??= {};
    if (this.isEnded()) throw new InvalidStateError(this.status);
    const { status_code, reason_phrase } = options;
    const least = this.#direction === 'outgoing' && this.isInProgress() ? 200 : 300;
    if (status_code !== undefined) assertStatusCode(status_code, least);
    assertNoLineBreak('reason_phrase', reason_phrase ?? '');
    checkedHeaders('extraHeaders', options.extraHeaders);
    this.#call.step('terminate', {
      originator: 'local',
      cause: options.cause ?? this.#endingCause(),
      options,
    });
  }

  /**
   * Sends tones, one after another (manual: `sendDTMF()`).
   * @throws InvalidStateError outside an established call; TypeError for tones or options that cannot be.
   */
  sendDTMF(tones: string | number, options?: DTMFOptions | null): void {
    options ??= {};
    this.#assertEstablished();
    checkedHeaders('extraHeaders', options.extraHeaders);
    this.#dtmf.send(tones, options);
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
    this.#assertEstablished();
    assertNoLineBreak('contentType', contentType);
    checkedHeaders('extraHeaders', options?.extraHeaders);
    this.#inDialog.sendInfo(contentType, body, options?.extraHeaders ?? []);
  }

  /**
   * Sends the far end to another target (manual: `refer()`; RFC 3515), with `replaces` into another call of ours
   * (RFC 3891). Returns false outside an established call.
   * @throws TypeError for a target or option that cannot be; NotSupportedError in the small agent, which has no REFER.
   */
  refer(target: Target, options?: ReferOptions | null): ReferSubscriber | false {
    if (!this.#call.refer) throw new NotSupportedError('REFER is not installed');
    checkedHeaders('extraHeaders', options?.extraHeaders);
    return this.isEstablished() && this.#call.refer(target, options ?? {});
  }

  /**
   * Sends any request inside the dialog. Its answers go to the handlers, as the reference names them.
   * @throws InvalidStateError before there is a dialog; TypeError for a method or header that cannot be.
   */
  sendRequest(method: string, options?: SendRequestOptions | null): void {
    const { dialog } = this.#call;
    if (!dialog || this.isEnded()) throw new InvalidStateError(this.status);
    if (!consistsOf(method, TOKEN)) throw new TypeError(`method: ${JSON.stringify(method)} is not a token`);
    checkedHeaders('extraHeaders', options?.extraHeaders);
    this.#inDialog.sendRequest(dialog, method.toUpperCase(), options ?? {});
  }

  /** Puts the far end on hold. Returns whether it was started; `done` runs after success only. */
  hold(options?: RenegotiateOptions | null, done?: (() => void) | null): boolean {
    return !this.isOnHold().local && this.#renegotiate({ ...options, hold: true, done: done ?? undefined });
  }

  /** Takes the far end from hold. Returns whether it was started; `done` runs after success only. */
  unhold(options?: RenegotiateOptions | null, done?: (() => void) | null): boolean {
    return this.isOnHold().local && this.#renegotiate({ ...options, hold: false, done: done ?? undefined });
  }

  /** Forces a new offer. Returns whether it was started; `done` runs after success only. */
  renegotiate(options?: RenegotiateOptions | null, done?: (() => void) | null): boolean {
    return this.#renegotiate({ ...options, done: done ?? undefined });
  }

  /** Who holds whom. */
  override isOnHold(): HoldState {
    return { ...(this.#call.negotiation?.hold ?? { local: false, remote: false }) };
  }

  /** Mutes the microphone, the camera or both; without argument the microphone. */
  mute(kinds?: MediaKinds | null): void {
    this.#setMuted(kinds ?? { audio: true }, true);
  }

  /** Unmutes the microphone, the camera or both; without argument both. */
  unmute(kinds?: MediaKinds | null): void {
    this.#setMuted(kinds ?? { audio: true, video: true }, false);
  }

  /** What is muted. */
  isMuted(): Required<MediaKinds> {
    return this.#call.media?.muted ?? { audio: false, video: false };
  }

  /** Makes the local tracks live again, unless the far end has us on hold (manual). */
  resetLocalMedia(): void {
    this.#call.media?.silence(this.isOnHold().remote);
    this.#setMuted({ audio: true, video: true }, false);
  }

  #bind(handlers: CallOptions['eventHandlers']): void {
    for (const event of Object.keys(handlers ?? {}) as (keyof EventHandlers)[]) {
      const handler = handlers?.[event] as ((...args: SessionEvents[typeof event]) => void) | undefined;
      if (handler) this.on(event, handler);
    }
  }

  protected override get endEvent(): EndEvent | undefined {
    return this.#call.endEvent;
  }

  protected override whenAgreed(callback: () => void): void {
    this.#reoffer.whenAgreed(callback);
  }

  #renegotiate(plan: ReofferPlan): boolean {
    checkedHeaders('extraHeaders', plan.extraHeaders);
    return this.#reoffer.start(plan);
  }

  #setMuted(kinds: MediaKinds, muted: boolean): void {
    const changed = this.#call.media?.setMuted(kinds, muted);
    if (changed && (changed.audio || changed.video)) this.emit(muted ? 'muted' : 'unmuted', changed);
  }

  /** RFC 8839 section 4.4.1.1.1: an ICE restart, once; where that does not help, an honest end. */
  #repairMedia(): void {
    if (this.#repair || this.#call.state !== 'CONFIRMED') return this.#giveMediaUp();
    const repair = Symbol();
    this.#repair = repair;
    // Where an offer is under way already, it may be the restart of the far end.
    this.#reoffer.start({ rtcOfferConstraints: { iceRestart: true } });
    // First the connection, then the restart: the offer waits for it as long.
    void this.#call.host.connected(TRANSACTION_TIMEOUT).then(() => {
      if (this.#call.ended) return;
      this.#call.setTimeout(() => {
        if (this.#repair === repair && this.connection?.iceConnectionState === 'failed') this.#giveMediaUp();
      }, ICE_REPAIR_WITHIN_MS);
    });
  }

  #giveMediaUp(): void {
    this.#call.step('terminate', {
      originator: 'system',
      cause: causes.RTP_TIMEOUT,
      options: { status_code: 408, reason_phrase: causes.RTP_TIMEOUT },
    });
  }

  #endingCause(): string {
    if (this.#call.state === 'WAITING_FOR_ACK' || this.#call.state === 'CONFIRMED') return causes.BYE;
    return this.#direction === 'outgoing' ? causes.CANCELED : causes.REJECTED;
  }

  #assertEstablished(): void {
    if (!this.isEstablished()) throw new InvalidStateError(this.status);
  }
}

const ICE_REPAIR_WITHIN_MS = 15_000;

/** A parameter of the number, which stands within the URI (3GPP TS 24.229 section 7.2A.20), or behind it. */
const verstatOf = (identity: NameAddrHeader) =>
  identity.getParam('verstat') ?? /;verstat=([\w-]+)/i.exec(identity.uri.toString())?.[1];

/** RFC 3323 section 4.1.1.3: no Contact of an anonymous call tells who we are, that of a later request neither. */
const withoutName = (host: CallHost): CallHost => ({
  ...host,
  contactHeader: () => host.contactHeader({ anonymous: true }),
});
