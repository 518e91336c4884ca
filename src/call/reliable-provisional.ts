import * as causes from '../causes.ts';
import type { Dialog } from '../dialog/dialog.ts';
import { NOBODY } from '../transaction/client-transaction.ts';
import type { IncomingMessage, IncomingRequest, IncomingResponse } from '../message/incoming.ts';
import { sdpOf } from './body.ts';
import type { Call } from './call.ts';
import { RepeatedResponse } from './repeated-response.ts';

/** Provisional responses that may not be lost (RFC 3262), of the far end and of ours. */
export class ReliableResponses {
  readonly #call: Call;
  /** By the tag of the fork: the RSeq of the newest one. */
  readonly #newest = new Map<string, number>();
  /** Our 180, where it is a reliable one. */
  #ringing: ReliableResponse | undefined;
  readonly #described = new Map<Dialog, string | null>();

  constructor(call: Call) {
    this.#call = call;
    // Section 3: until we send a reliable response, a PRACK matches none.
    call.methods.set('PRACK', (prack) => prack.reply(481));
  }

  /** Whether a provisional response is reliable. */
  isReliable(response: IncomingResponse): boolean {
    return this.isRequired(response) && response.hasHeader('RSeq');
  }

  /** Whether a response is, or an INVITE wants ours to be: by its Require. */
  isRequired(message: IncomingMessage): boolean {
    const required = message.parseHeaders('Require').flat();
    return required.some((tag) => tag.toLowerCase() === '100rel');
  }

  /**
   * Sends our 180 to an INVITE that requires it to be reliable; the call fails where no PRACK comes within 64*T1.
   * Returns false where it need not be reliable: it is then not sent.
   */
  ring(invite: IncomingRequest, extraHeaders: string[]): boolean {
    if (!this.isRequired(invite)) return false;
    const { life, methods } = this.#call;
    const lost = () => this.#call.fail(504, causes.REQUEST_TIMEOUT);
    const ringing = new ReliableResponse(invite, 180, extraHeaders, lost);
    this.#ringing = ringing;
    methods.set('PRACK', (prack) => ringing.receive(prack));
    life.signal.addEventListener('abort', () => ringing.stop(), { once: true });
    return true;
  }

  /** The INVITE has its final response: our 180 is not sent again (section 3). */
  answered(): void {
    this.#ringing?.stop();
  }

  /** A reliable one came. Returns whether it is the next of its fork: others are not to be looked at (section 4). */
  receive(response: IncomingResponse): boolean {
    const rseq = response.parseHeader('RSeq');
    if (rseq === undefined) return false;
    const tag = response.to_tag ?? '';
    const newest = this.#newest.get(tag);
    if (newest !== undefined && rseq !== newest + 1) return false;
    this.#newest.set(tag, rseq);
    return true;
  }

  /**
   * Acknowledges one (section 4).
   * @param answer To the offer that it held; null where it held none, absent where its description was not taken.
   */
  acknowledge(dialog: Dialog, response: IncomingResponse, answer?: string | null): void {
    if (answer !== undefined) this.#described.set(dialog, sdpOf(response));
    const rack = `${response.getHeader('RSeq')} ${response.cseq} INVITE`;
    const extraHeaders = [`RAck: ${rack}`, ...(answer ? ['Content-Type: application/sdp'] : [])];
    this.#call.send(dialog, 'PRACK', { extraHeaders, body: answer ?? null }, NOBODY);
  }

  /** What a reliable response described, and a 200 need not say again (section 5). */
  described(dialog: Dialog): string | null {
    return this.#described.get(dialog) ?? null;
  }
}

/**
 * Our provisional response to an INVITE that requires reliable ones (RFC 3262 section 3): sent again until its
 * PRACK comes.
 */
class ReliableResponse {
  /** RFC 3262 section 3: from 1 to 2^31 - 1; ours has no need of more. */
  readonly rseq = 1;
  readonly #invite: IncomingRequest;
  readonly #repeated: RepeatedResponse;

  /**
   * Sends it.
   * @param lost No PRACK came within 64*T1.
   */
  constructor(invite: IncomingRequest, status: number, extraHeaders: string[], lost: () => void) {
    this.#invite = invite;
    const headers = [...extraHeaders, 'Require: 100rel', `RSeq: ${this.rseq}`];
    this.#repeated = new RepeatedResponse(() => invite.reply(status, undefined, headers), Infinity, lost);
  }

  /** A PRACK came; answers it. */
  receive(prack: IncomingRequest): void {
    const rack = prack.parseHeader('RAck');
    if (!rack) return prack.reply(400, 'Bad RAck');
    const meant =
      rack.rseq === this.rseq && rack.cseq === this.#invite.cseq && rack.method === this.#invite.method;
    if (!meant) return prack.reply(481);
    this.stop();
    prack.reply(200);
  }

  /** It is not sent again. */
  stop(): void {
    this.#repeated.stop();
  }
}
