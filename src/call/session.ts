import { causes } from '../causes.ts';
import type { DialogId } from '../dialog/dialog.ts';
import { InvalidStateError, NotSupportedError } from '../errors.ts';
import { Emitter } from '../emitter.ts';
import type { NameAddrHeader } from '../grammar/name-addr.ts';
import type { MediaKinds } from '../media/call-media.ts';
import type { HoldState } from '../media/sdp.ts';
import { assertNoLineBreak, assertStatusCode, checkedHeaders } from '../message/checked.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import { TRANSACTION_TIMEOUT } from '../transaction/timers.ts';
import { Call } from './call.ts';
import { DTMFSender, type DTMFOptions } from './dtmf.ts';
import type {
  AnswerOptions,
  CallOptions,
  EventHandlers,
  RenegotiateOptions,
  SessionEvents,
  Target,
  TerminateOptions,
} from './events.ts';
import type { CallHost } from './host.ts';
import { IncomingCall } from './incoming-call.ts';
import { receiveInDialog } from './in-dialog.ts';
import { OutgoingCall } from './outgoing-call.ts';
import type { ReferOptions, ReferSubscriber } from './refer-subscriber.ts';
import { Reoffer, type ReofferPlan } from './reoffer.ts';
import { isEnded, isEstablished, isInProgress, STATUS } from './state.ts';

/** One call of the small agent: what of the `RTCSession` of `rtc-session.ts` needs no feature. It holds one RTCPeerConnection. */
export class CallSession extends Emitter<SessionEvents> {
  /** The application's own. */
  data: unknown = {};

  /**
   * What the parts of the call share.
   * @internal
   */
  protected readonly call: Call;
  /**
   * New offers in it.
   * @internal
   */
  protected readonly reoffer: Reoffer;
  readonly #direction: 'incoming' | 'outgoing';
  readonly #dtmf: DTMFSender;
  readonly #id: string;
  readonly #local: NameAddrHeader;
  readonly #remote: NameAddrHeader;
  #incoming: IncomingCall | undefined;
  /** ICE failed, and was restarted; it has not been connected since. */
  #repair: symbol | undefined;

  /**
   * Prepares a call. For the UA.
   * @internal
   */
  constructor(
    host: CallHost,
    request: IncomingRequest | OutgoingRequest,
    direction: 'incoming' | 'outgoing',
  ) {
    super();
    this.#direction = direction;
    this.#id = `${request.call_id}${request.from.getParam('tag') ?? ''}`;
    const { from, to } = request;
    [this.#local, this.#remote] = direction === 'outgoing' ? [from, to] : [to, from];
    this.call = new Call(this, host, (inDialog, transaction) =>
      receiveInDialog(this.call, this.reoffer, inDialog, transaction),
    );
    this.reoffer = new Reoffer(this.call);
    this.#dtmf = new DTMFSender(this.call);
    this.call.onIceState = (state) => {
      if (state === 'failed') this.#repairMedia();
      else if (state === 'connected' || state === 'completed') this.#repair = undefined;
    };
  }

  /**
   * Starts the call. For the UA.
   * @param announce Tells the application of it.
   * @internal
   */
  start(request: OutgoingRequest, options: CallOptions, announce: () => void): void {
    const { call } = this;
    if (options.data !== undefined) this.data = options.data;
    this.#bind(options.eventHandlers);
    const { media } = call.openMedia(options.pcConfig);
    const outgoing = new OutgoingCall(call, request, options);
    call.inviter = outgoing;
    this.#prepareOffers(options);
    announce();
    if (call.ended) return;
    this.emit('peerconnection', { peerconnection: media.connection });
    if (!call.ended) outgoing.start();
  }

  /**
   * Takes the call that came. For the UA.
   * @param announce Tells the application of it.
   * @internal
   */
  receive(request: IncomingRequest, announce: () => void): void {
    this.#incoming = this.call.inviter = new IncomingCall(this.call, request);
    this.#incoming.start(announce);
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
    const { dialog, host, state } = this.call;
    if (state !== 'CONFIRMED' || !dialog || host.hasLastingContact()) return;
    this.call.send(
      dialog,
      'UPDATE',
      { extraHeaders: [host.contactHeader()] },
      {
        response: ({ status_code }) => {
          if (status_code === 405 || status_code === 501) this.reoffer.start({});
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
    return this.call.media?.connection;
  }

  /**
   * Names the dialog of the call. For transfers.
   * @internal
   */
  get dialogId(): DialogId | undefined {
    return this.call.dialog?.id;
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
    return this.call.startTime;
  }

  /** When it ended; null before. */
  get end_time(): Date | null {
    return this.call.endTime;
  }

  /** One of `RTCSession.C.STATUS_*`. */
  get status(): number {
    return STATUS[this.call.state];
  }

  /** The Contact that we gave the far end. */
  get contact(): string {
    return this.call.host.contactHeader().slice('Contact: '.length);
  }

  /** Who the far end is, by the word of a trusted server (P-Asserted-Identity, RFC 3325). */
  get asserted_identity(): NameAddrHeader[] {
    return this.call.peerMessage?.parseHeaders('P-Asserted-Identity') ?? [];
  }

  /** Neither answered nor ended. */
  isInProgress(): boolean {
    return isInProgress(this.call.state);
  }

  /** Answered and not ended. */
  isEstablished(): boolean {
    return isEstablished(this.call.state);
  }

  isEnded(): boolean {
    return isEnded(this.call.state);
  }

  /** Whether `hold`, `unhold` or `renegotiate` may start now. */
  isReadyToReOffer(): boolean {
    return this.reoffer.ready;
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
    this.#prepareOffers(options);
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
    this.call.step('terminate', {
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
   * Sends the far end to another target (manual: `refer()`; RFC 3515), with `replaces` into another call of ours
   * (RFC 3891). Returns false outside an established call.
   * @throws TypeError for a target or option that cannot be; NotSupportedError in the small agent, which has no REFER.
   */
  refer(target: Target, options?: ReferOptions | null): ReferSubscriber | false {
    if (!this.call.refer) throw new NotSupportedError('REFER is not installed');
    checkedHeaders('extraHeaders', options?.extraHeaders);
    return this.isEstablished() && this.call.refer(target, options ?? {});
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
  isOnHold(): HoldState {
    return { ...(this.call.negotiation?.hold ?? { local: false, remote: false }) };
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
    return this.call.media?.muted ?? { audio: false, video: false };
  }

  /** Makes the local tracks live again, unless the far end has us on hold (manual). */
  resetLocalMedia(): void {
    this.call.media?.silence(this.isOnHold().remote);
    this.#setMuted({ audio: true, video: true }, false);
  }

  #bind(handlers: CallOptions['eventHandlers']): void {
    for (const event of Object.keys(handlers ?? {}) as (keyof EventHandlers)[]) {
      const handler = handlers?.[event] as ((...args: SessionEvents[typeof event]) => void) | undefined;
      if (handler) this.on(event, handler);
    }
  }

  /** What the application wants of later offers, and of their times. */
  #prepareOffers({ rtcOfferConstraints, sessionTimersExpires }: CallOptions | AnswerOptions): void {
    this.reoffer.offerOptions = rtcOfferConstraints;
    if (this.call.timers) this.call.timers.interval = sessionTimersExpires;
  }

  #renegotiate(plan: ReofferPlan): boolean {
    checkedHeaders('extraHeaders', plan.extraHeaders);
    return this.reoffer.start(plan);
  }

  #setMuted(kinds: MediaKinds, muted: boolean): void {
    const changed = this.call.media?.setMuted(kinds, muted);
    if (changed && (changed.audio || changed.video)) this.emit(muted ? 'muted' : 'unmuted', changed);
  }

  /** RFC 8839 section 4.4.1.1.1: an ICE restart, once; where that does not help, an honest end. */
  #repairMedia(): void {
    if (this.#repair || this.call.state !== 'CONFIRMED') return this.#giveMediaUp();
    const repair = Symbol();
    this.#repair = repair;
    // Where an offer is under way already, it may be the restart of the far end.
    this.reoffer.start({ rtcOfferConstraints: { iceRestart: true } });
    // First the connection, then the restart: the offer waits for it as long.
    void this.call.host.signalling.connected(TRANSACTION_TIMEOUT).then(() => {
      if (this.call.ended) return;
      this.call.setTimeout(() => {
        if (this.#repair === repair && this.connection?.iceConnectionState === 'failed') this.#giveMediaUp();
      }, ICE_REPAIR_WITHIN_MS);
    });
  }

  #giveMediaUp(): void {
    this.call.step('terminate', {
      originator: 'system',
      cause: causes.RTP_TIMEOUT,
      options: { status_code: 408, reason_phrase: causes.RTP_TIMEOUT },
    });
  }

  #endingCause(): string {
    if (this.call.state === 'WAITING_FOR_ACK' || this.call.state === 'CONFIRMED') return causes.BYE;
    return this.#direction === 'outgoing' ? causes.CANCELED : causes.REJECTED;
  }

  #assertEstablished(): void {
    if (!this.isEstablished()) throw new InvalidStateError(this.status);
  }
}

const ICE_REPAIR_WITHIN_MS = 15_000;
