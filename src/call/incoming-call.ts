import * as causes from '../causes.ts';
import { Dialog } from '../dialog/dialog.ts';
import { InvalidStateError } from '../errors.ts';
import { offersKind } from '../media/sdp.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import { platform } from '../platform.ts';
import { sdpOf } from './body.ts';
import type { Call, Ending, Inviter } from './call.ts';
import type { AnswerOptions, TerminateOptions } from './events.ts';
import { CallOver } from './lifetime.ts';
import { RepeatedResponse } from './repeated-response.ts';
import { isInProgress, statusOf } from './state.ts';

/** The INVITE that came, and what comes of it (RFC 3261 section 13.3). */
export class IncomingCall implements Inviter {
  readonly #call: Call;
  readonly #request: IncomingRequest;
  readonly #offer: string | null;
  #accepted: RepeatedResponse | undefined;
  /** A BYE that waits for the ACK (RFC 3261 section 15). */
  #heldBye: TerminateOptions | undefined;

  constructor(call: Call, request: IncomingRequest) {
    this.#call = call;
    this.#request = request;
    call.peerMessage = request;
    this.#offer = sdpOf(request);
    const stop = () => !this.#heldBye && this.#accepted?.stop();
    call.life.signal.addEventListener('abort', stop, { once: true });
  }

  /**
   * Makes the dialog, tells the application and rings.
   * @param announce Tells the application.
   */
  start(announce: () => void): void {
    const call = this.#call;
    call.step('INVITE received');
    this.#request.reply(100);
    const dialog = Dialog.fromRequest(this.#request, this.#request.ensureLocalTag());
    if (!dialog) return this.#request.reply(400, 'Bad Contact');
    call.addDialog(dialog);
    this.#watchExpiry();
    announce();
    // A listener may have answered or ended the call.
    if (call.state !== 'INVITE_RECEIVED') return;
    call.step('ringing');
    this.#ring();
    this.#endAfter(call.host.configuration.no_answer_timeout, {
      originator: 'local',
      cause: causes.NO_ANSWER,
      options: { status_code: 408 },
    });
    call.emit('progress', { originator: 'local' });
  }

  /** Answers the call. */
  answer(options: AnswerOptions): void {
    const call = this.#call;
    if (!isInProgress(call.state)) throw new InvalidStateError(statusOf(call.state));
    // This throws where pcConfig cannot be: the call then still waits for an answer.
    const { connection } = call.openMedia(options.pcConfig);
    // Answered inside newRTCSession it has not rung.
    call.step('ringing');
    call.step('answer');
    call.emit('peerconnection', { peerconnection: connection });
    if (call.ended) return;
    call.life.run(
      () => this.#establish(options),
      () => this.#call.fail(488, causes.WEBRTC_ERROR),
    );
  }

  reject({ status_code = 480, reason_phrase, extraHeaders, body }: TerminateOptions): void {
    this.#request.reply(status_code, reason_phrase, extraHeaders, body);
  }

  holdsBye(options: TerminateOptions): boolean {
    if (!this.#accepted) return false;
    this.#heldBye = options;
    return true;
  }

  /** The far end cancelled the INVITE. */
  cancelled(cancel: IncomingRequest): void {
    const cancelled = this.#call.step('CANCEL received', {
      originator: 'remote',
      cause: causes.CANCELED,
      message: cancel,
    });
    if (cancelled) this.#request.reply(487);
  }

  /** The ACK of our 200 came. Returns whether it was waited for. */
  acknowledged(ack: IncomingRequest): boolean {
    // That of an INVITE before may come again, with its CSeq (section 13.2.2.4).
    if (!this.#accepted || ack.cseq !== this.#request.cseq) return false;
    this.#accepted.stop();
    this.#accepted = undefined;
    if (this.#call.ended) this.#releaseBye();
    else if (this.#offer === null) this.#takeLateAnswer(ack);
    else this.#confirm(ack);
    return true;
  }

  async #establish(options: AnswerOptions): Promise<void> {
    const call = this.#call;
    const { life, negotiation } = call;
    if (!negotiation) return;
    if (this.#offer !== null) await this.#takeOffer(this.#offer);
    await this.#openStream(options);
    call.emit('connecting', { request: this.#request });
    const body = await life.during(
      this.#offer === null
        ? negotiation.createOffer(options.rtcOfferConstraints)
        : negotiation.createAnswer(options.rtcAnswerConstraints),
    );
    const extraHeaders = [
      ...call.offerHeaders(),
      ...(call.timers?.responseHeaders(this.#request) ?? []),
      ...(options.extraHeaders ?? []),
    ];
    call.reliable?.answered();
    this.#accepted = RepeatedResponse.accept(this.#request, extraHeaders, body, () => this.#noAck());
    call.dialog?.confirm();
    call.startTime = new Date(platform.now());
    call.step('2xx sent');
    call.emit('accepted', { originator: 'local' });
  }

  async #takeOffer(offer: string): Promise<void> {
    try {
      await this.#call.life.during(this.#call.negotiation?.acceptOffer(offer));
    } catch (error) {
      if (error instanceof CallOver) throw error;
      this.#call.fail(488, causes.BAD_MEDIA_DESCRIPTION);
      throw new CallOver();
    }
  }

  /** Opens what the answer says, by default what the offer holds. */
  #openStream({ mediaStream, mediaConstraints }: AnswerOptions): Promise<void> {
    const offer = this.#offer;
    const constraints = mediaConstraints ?? {
      audio: offer === null || offersKind(offer, 'audio'),
      video: offer === null || offersKind(offer, 'video'),
    };
    return this.#call.openStream(mediaStream, constraints);
  }

  /** Our 200 offered, the ACK answers (RFC 3261 section 13.2.1). */
  #takeLateAnswer(ack: IncomingRequest): void {
    const answer = sdpOf(ack) ?? '';
    this.#call.life.run(
      async () => {
        await this.#call.life.during(this.#call.negotiation?.acceptAnswer(answer));
        this.#confirm(ack);
      },
      () => {
        const [cause, status_code] =
          answer === '' ? [causes.MISSING_SDP, 400] : [causes.BAD_MEDIA_DESCRIPTION, 488];
        const options = { status_code };
        this.#call.step('fail', { originator: 'remote', cause, message: ack, options });
      },
    );
  }

  #confirm(ack: IncomingRequest): void {
    if (this.#call.step('ACK received')) this.#call.emit('confirmed', { originator: 'remote', ack });
  }

  #noAck(): void {
    this.#accepted = undefined;
    if (this.#call.ended) return this.#releaseBye();
    this.#call.giveUp(causes.NO_ACK);
  }

  #releaseBye(): void {
    if (this.#heldBye) this.#call.sendBye(this.#heldBye);
  }

  /** Rings; reliably where the INVITE requires that (RFC 3262 section 3). */
  #ring(): void {
    const { host, reliable } = this.#call;
    const headers = [host.contactHeader()];
    if (!reliable?.ring(this.#request, headers)) this.#request.reply(180, undefined, headers);
  }

  /** RFC 3261 section 13.3.1: the INVITE says for how long it stands. */
  #watchExpiry(): void {
    const seconds = this.#request.parseHeader('Expires');
    if (seconds !== undefined)
      this.#endAfter(seconds, { originator: 'system', cause: causes.EXPIRES, options: { status_code: 487 } });
  }

  /** Ends the call that nobody has answered until then. */
  #endAfter(seconds: number, ending: Ending): void {
    const call = this.#call;
    const end = () => isInProgress(call.state) && call.step('terminate', ending);
    call.setTimeout(end, seconds * 1000);
  }
}
