import * as causes from '../causes.ts';
import type { DialogId } from '../dialog/dialog.ts';
import { InvalidStateError } from '../errors.ts';
import { addHandlers, Emitter } from '../emitter.ts';
import type { NameAddrHeader } from '../grammar/name-addr.ts';
import type { MediaKinds } from '../media/call-media.ts';
import { assertNoLineBreak, assertStatusCode, checkedHeaders } from '../message/checked.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import { Call } from './call.ts';
import type { AnswerOptions, CallOptions, SessionEvents, TerminateOptions } from './events.ts';
import type { CallHost } from './host.ts';
import { IncomingCall } from './incoming-call.ts';
import { OutgoingCall } from './outgoing-call.ts';
import { isEstablished, isInProgress, statusOf } from './state.ts';

/**
 * One call of the small agent: what of the `RTCSession` of `rtc-session.ts` needs no feature. It holds one
 * RTCPeerConnection.
 */
export class CallSession extends Emitter<SessionEvents> {
  /** The application's own. */
  data: unknown = {};

  /**
   * What the parts of the call share.
   * @internal
   */
  protected readonly call: Call;
  /** Names the call: unique among those of its UA. */
  readonly id: string;
  /** Who called. */
  readonly direction: 'incoming' | 'outgoing';
  /** Our side: From of the INVITE when outgoing, To when incoming. */
  readonly local_identity: NameAddrHeader;
  /** The far end. */
  readonly remote_identity: NameAddrHeader;
  #incoming: IncomingCall | undefined;

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
    this.direction = direction;
    this.id = sessionId(request);
    const { from, to } = request;
    [this.local_identity, this.remote_identity] = direction === 'outgoing' ? [from, to] : [to, from];
    this.call = new Call(this, host);
  }

  /**
   * Starts the call. For the UA.
   * @param announce Tells the application of it.
   * @internal
   */
  start(request: OutgoingRequest, options: CallOptions, announce: () => void): void {
    const { call } = this;
    if (options.data !== undefined) this.data = options.data;
    addHandlers<SessionEvents>(this, options.eventHandlers);
    const { connection } = call.openMedia(options.pcConfig);
    const outgoing = new OutgoingCall(call, request, options);
    call.inviter = outgoing;
    this.#prepareOffers(options);
    announce();
    if (call.ended) return;
    this.emit('peerconnection', { peerconnection: connection });
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
    return statusOf(this.call.state);
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
    return this.call.ended;
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
    this.#incoming.answer(options);
    this.#prepareOffers(options);
  }

  /**
   * Ends the call, whatever its direction and state (manual: `terminate()`).
   * @throws InvalidStateError where it is over; TypeError for a status code out of range.
   */
  terminate(options?: TerminateOptions | null): void {
    options ??= {};
    if (this.isEnded()) throw new InvalidStateError(this.status);
    const { status_code, reason_phrase } = options;
    const least = this.direction === 'outgoing' && this.isInProgress() ? 200 : 300;
    if (status_code !== undefined) assertStatusCode(status_code, least);
    assertNoLineBreak('reason_phrase', reason_phrase ?? '');
    checkedHeaders('extraHeaders', options.extraHeaders);
    this.call.step('terminate', {
      originator: 'local',
      cause: options.cause ?? this.#endingCause(),
      options,
    });
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

  /** What the application wants of later offers, and of their times. */
  #prepareOffers({ rtcOfferConstraints, sessionTimersExpires }: CallOptions | AnswerOptions): void {
    this.call.remoteOffers.offerOptions = rtcOfferConstraints;
    if (this.call.timers) this.call.timers.interval = sessionTimersExpires;
  }

  #setMuted(kinds: MediaKinds, muted: boolean): void {
    const changed = this.call.media?.setMuted(kinds, muted);
    if (changed && (changed.audio || changed.video)) this.emit(muted ? 'muted' : 'unmuted', changed);
  }

  #endingCause(): string {
    if (this.call.state === 'WAITING_FOR_ACK' || this.call.state === 'CONFIRMED') return causes.BYE;
    return this.direction === 'outgoing' ? causes.CANCELED : causes.REJECTED;
  }
}

/** The id of the call that an INVITE makes. */
export const sessionId = ({ call_id, from }: IncomingRequest | OutgoingRequest) =>
  `${call_id}${from.getParam('tag') ?? ''}`;
