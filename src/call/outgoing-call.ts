import * as causes from '../causes.ts';
import { sipErrorCause } from '../cause-of.ts';
import { Dialog } from '../dialog/dialog.ts';
import type { IncomingResponse } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import { platform } from '../platform.ts';
import { sdpOf } from './body.ts';
import { reasonHeader, type Call, type Ending, type Inviter } from './call.ts';
import type { CallOptions, TerminateOptions } from './events.ts';
import type { SentRequest } from '../transaction/request-sender.ts';

/** The INVITE that we send, and what comes of it (RFC 3261 section 13.2). */
export class OutgoingCall implements Inviter {
  readonly #call: Call;
  readonly #request: OutgoingRequest;
  readonly #options: CallOptions;
  #sent: SentRequest | undefined;
  /** The ACK of each 2xx, by the tag of its sender: forks send several, and each may come again. */
  readonly #acks = new Map<string, OutgoingRequest>();
  /** Descriptions are taken one after another: a 200 may come while that of a 183 is still worked on. */
  #described: Promise<unknown> = Promise.resolve();
  /** Of a late offer: whether it came, and our answer for the ACK. */
  #offered = false;
  #answer: string | null = null;

  constructor(call: Call, request: OutgoingRequest, options: CallOptions) {
    this.#call = call;
    this.#request = request;
    this.#options = options;
  }

  /** Opens the microphone, makes the offer and sends the INVITE. */
  start(): void {
    this.#call.life.run(
      () => this.#invite(),
      () => this.#call.step('fail', { originator: 'local', cause: causes.WEBRTC_ERROR }),
    );
  }

  /** The INVITE, as it was sent last. */
  get request(): OutgoingRequest {
    return this.#sent?.request ?? this.#request;
  }

  /** Whether a 2xx has come. */
  get #answered(): boolean {
    return this.#acks.size > 0 || this.#call.state === 'WAITING_FOR_ACK';
  }

  cancel(options: TerminateOptions): void {
    this.#sent?.cancel(reasonHeader(options));
  }

  /** A BYE never comes before the ACK. */
  holdsBye(): boolean {
    const dialog = this.#call.dialog;
    if (dialog) this.#acknowledge(dialog);
    return false;
  }

  async #invite(): Promise<void> {
    const { life, negotiation } = this.#call;
    if (!negotiation) return;
    const { mediaStream, mediaConstraints = { audio: true, video: true } } = this.#options;
    await this.#call.openStream(mediaStream, mediaConstraints);
    this.#call.timers?.ask(this.#request);
    this.#call.emit('connecting', { request: this.#request });
    if (!this.#options.lateOffer) {
      this.#request.body = await life.during(negotiation.createOffer(this.#options.rtcOfferConstraints));
    }
    this.#call.emit('sending', { request: this.#request });
    // A listener may have ended the call.
    if (this.#call.step('INVITE sent')) this.send(this.#request);
  }

  /** Sends the INVITE, or another in its place. */
  send(request: OutgoingRequest): void {
    this.#sent = this.#call.host.signalling.send(request, {
      response: (response) => this.#receive(response),
      timeout: () => this.#fail({ originator: 'system', cause: causes.REQUEST_TIMEOUT }),
      transportError: () => this.#fail({ originator: 'system', cause: causes.CONNECTION_ERROR }),
    });
    // A listener of the UA's newTransaction may have ended the call while it was sent.
    if (this.#call.ended) this.#sent.cancel();
  }

  #receive(response: IncomingResponse): void {
    const { status_code: status } = response;
    // Another branch of a fork that answers later is not who has the call.
    if (!this.#answered) this.#call.peerMessage = response;
    if (status >= 200 && status < 300) return this.#receiveAccepted(response);
    if (this.#call.ended) return;
    if (status >= 300) return this.#receiveRefusal(response);
    this.#call.step('1xx received');
    if (status > 100) this.#receiveProgress(response);
  }

  #receiveRefusal(response: IncomingResponse): void {
    if (this.#call.retries.some((retry) => retry(response, this, this.#options))) return;
    const cause = sipErrorCause(response.status_code);
    this.#call.step('refused', { originator: 'remote', cause, message: response });
  }

  #receiveProgress(response: IncomingResponse): void {
    const reliable = this.#call.reliable?.isReliable(response) ? this.#call.reliable : undefined;
    // One that came before, or whose predecessor was lost (RFC 3262 section 4).
    if (reliable && !reliable.receive(response)) return;
    const dialog = this.#findDialog(response);
    this.#call.emit('progress', { originator: 'remote', response });
    if (this.#call.ended) return;
    const sdp = sdpOf(response);
    const late = this.#options.lateOffer && !this.#offered;
    const acknowledge = (answer?: string | null) => dialog && reliable?.acknowledge(dialog, response, answer);
    // Only a reliable response may hold the offer that a late one waits for (RFC 3262 section 5).
    if (sdp === null || (late && !reliable)) return acknowledge();
    this.#call.life.run(
      async () => acknowledge(await this.#call.life.during(this.#describe(sdp))),
      () => acknowledge(),
    );
  }

  #receiveAccepted(response: IncomingResponse): void {
    const tag = response.to_tag ?? '';
    const again = this.#acks.get(tag);
    if (again) return this.#call.host.signalling.sendAck(again);
    const dialog = this.#findDialog(response);
    // It came again, before its description was looked at: it gets its ACK then.
    if (this.#answered && dialog && dialog === this.#call.dialog) return;
    if (this.#answered || this.#call.ended) {
      // It crossed our CANCEL, or it is the second of a fork: that call is taken and ended (section 13.2.2.4).
      const other = Dialog.fromResponse(this.request, response);
      if (!other) return;
      this.#acknowledge(other);
      this.#call.sendBye({}, other);
      return;
    }
    this.#call.step('2xx received');
    if (!dialog) {
      this.#fail({ originator: 'remote', cause: causes.SIP_FAILURE_CODE, message: response });
      return;
    }
    dialog.confirm(response);
    this.#call.keepOnly(dialog);
    this.#call.life.run(
      () => this.#establish(dialog, response),
      () => this.#refuseAnswer(dialog, response, { status_code: 488 }),
    );
  }

  async #establish(dialog: Dialog, response: IncomingResponse): Promise<void> {
    const sdp = sdpOf(response) ?? this.#call.reliable?.described(dialog) ?? null;
    if (sdp === null) {
      const options = { status_code: 400, reason_phrase: 'Missing session description' };
      return this.#refuseAnswer(dialog, response, options);
    }
    this.#answer = await this.#call.life.during(this.#describe(sdp));
    this.#call.startTime = new Date(platform.now());
    this.#call.emit('accepted', { originator: 'remote', response });
    if (this.#call.ended) return;
    this.#acknowledge(dialog);
    this.#call.step('ACK sent');
    this.#call.timers?.agreed(response);
    this.#call.emit('confirmed', { originator: 'local', response });
  }

  #refuseAnswer(dialog: Dialog, response: IncomingResponse, options: TerminateOptions): void {
    this.#acknowledge(dialog);
    this.#fail({
      originator: 'remote',
      cause: causes.BAD_MEDIA_DESCRIPTION,
      message: response,
      options,
    });
  }

  /** Takes a description. Resolves with our answer, where it was the offer of the far end. */
  #describe(sdp: string): Promise<string | null> {
    const next = this.#described.then(() => this.#take(sdp));
    this.#described = next.catch(() => {});
    return next;
  }

  async #take(sdp: string): Promise<string | null> {
    const { negotiation } = this.#call;
    if (!this.#options.lateOffer) {
      await negotiation?.acceptAnswer(sdp);
      return null;
    }
    if (this.#offered) return null;
    await negotiation?.acceptOffer(sdp);
    this.#offered = true;
    return (await negotiation?.createAnswer(this.#options.rtcAnswerConstraints)) ?? null;
  }

  /** The dialog of a response: known, or made by it; undefined where it makes none. */
  #findDialog(response: IncomingResponse): Dialog | undefined {
    const { request } = this;
    const known = this.#call.findDialog(request.call_id, response.from_tag ?? '', response.to_tag ?? '');
    if (known || this.#call.ended || this.#answered) return known;
    const dialog = Dialog.fromResponse(request, response);
    if (dialog) this.#call.addDialog(dialog);
    return dialog;
  }

  /** Sends the ACK of a 2xx, once. */
  #acknowledge(dialog: Dialog): void {
    const tag = dialog.id.remoteTag;
    if (this.#acks.has(tag)) return;
    dialog.usedSeq(this.request.cseq);
    const ack = dialog.createAck(this.request, this.#answer);
    this.#acks.set(tag, ack);
    this.#call.host.signalling.sendAck(ack);
  }

  #fail(ending: Ending): void {
    this.#call.step('fail', ending);
  }
}
