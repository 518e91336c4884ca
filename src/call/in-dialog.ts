import { causes } from '../causes.ts';
import type { Dialog } from '../dialog/dialog.ts';
import { NOBODY } from '../dialog/send-in-dialog.ts';
import { runSafely } from '../emitter.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Call } from './call.ts';
import { DTMF } from './dtmf.ts';
import type { SendRequestOptions } from './events.ts';
import { Info } from './info.ts';
import type { Reoffer } from './reoffer.ts';

/** The requests inside the dialog of a call, in both directions. */
export class InDialogRequests {
  readonly #call: Call;
  readonly #reoffer: Reoffer;
  readonly #acknowledged: (ack: IncomingRequest) => boolean | undefined;

  /** @param acknowledged Takes the ACK of the first INVITE; returns whether it was waited for. */
  constructor(call: Call, reoffer: Reoffer, acknowledged: (ack: IncomingRequest) => boolean | undefined) {
    this.#call = call;
    this.#reoffer = reoffer;
    this.#acknowledged = acknowledged;
  }

  /** A request of the dialog has come. An ACK has no transaction. */
  receive(request: IncomingRequest, transaction: ServerTransaction | undefined): void {
    if (request.method === 'ACK') {
      if (!this.#acknowledged(request)) this.#reoffer.acknowledged(request);
      return;
    }
    if (!transaction) return;
    const call = this.#call;
    if (call.ended) return request.reply(481);
    // RFC 3261 section 12.2.2.
    const dialog =
      call.findDialog(request.call_id, request.to_tag ?? '', request.from_tag ?? '') ?? call.dialog;
    if (!dialog?.accept(request)) return request.reply(500);
    switch (request.method) {
      case 'BYE':
        return this.#receiveBye(request);
      case 'INVITE':
        return call.state === 'CONFIRMED' ? this.#reoffer.receive(request) : request.reply(403);
      case 'UPDATE':
        // Also in an early dialog (RFC 3311 section 5.2).
        return this.#reoffer.receive(request);
      case 'INFO':
        return this.#receiveInfo(request);
      default: {
        const take = call.methods.get(request.method);
        return take ? take(request) : request.reply(501);
      }
    }
  }

  /** Sends an INFO. */
  sendInfo(contentType: string, body: string | null, extraHeaders: string[]): void {
    const { dialog } = this.#call;
    if (!dialog) return;
    let told = false;
    const tell = (request: OutgoingRequest) => {
      if (told) return;
      told = true;
      const info = new Info('outgoing', contentType, body);
      this.#call.emit('newInfo', { originator: 'local', info, request });
    };
    const headers = [...extraHeaders, `Content-Type: ${contentType}`];
    this.#call.send(dialog, 'INFO', { extraHeaders: headers, body }, { ...NOBODY, sending: tell });
  }

  /** Sends any request; the answer goes to the handlers of the application. */
  sendRequest(
    dialog: Dialog,
    method: string,
    { extraHeaders = [], body, eventHandlers = {} }: SendRequestOptions,
  ): void {
    this.#call.send(
      dialog,
      method,
      { extraHeaders, body: body ?? null },
      {
        response: (response) => {
          const { status_code: status } = response;
          if (status < 200) return;
          runSafely(() => {
            if (status < 300) eventHandlers.onSuccessResponse?.(response);
            else if (status === 408 || status === 481) eventHandlers.onDialogError?.(response);
            else eventHandlers.onErrorResponse?.(response);
          });
        },
        timeout: () => runSafely(() => eventHandlers.onRequestTimeout?.()),
        transportError: () => runSafely(() => eventHandlers.onTransportError?.()),
      },
    );
  }

  #receiveBye(request: IncomingRequest): void {
    request.reply(200);
    this.#call.step('BYE received', {
      originator: 'remote',
      cause: causes.BYE,
      message: request,
      // In an early dialog the INVITE wants its final response too (RFC 3261 section 15.1.2).
      options: { status_code: 487 },
    });
  }

  #receiveInfo(request: IncomingRequest): void {
    const contentType = request.getHeader('Content-Type');
    if (contentType === null) return request.reply(415);
    request.reply(200);
    const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
    const dtmf = DTMF.fromInfo(type, request.body ?? '');
    if (dtmf) {
      this.#call.emit('newDTMF', { originator: 'remote', dtmf, request });
    } else {
      const info = new Info('incoming', contentType, request.body);
      this.#call.emit('newInfo', { originator: 'remote', info, request });
    }
  }
}
