import type { Cause } from '../cause-of.ts';
import * as causes from '../causes.ts';
import type { Dialog } from '../dialog/dialog.ts';
import type { URI } from '../grammar/uri.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import { platform, type Timer } from '../platform.ts';
import { TRANSACTION_TIMEOUT } from '../transaction/timers.ts';
import type { Call } from './call.ts';
import { endWhereGone } from './dialog-gone.ts';
import { ReferSubscriber, type ReferOptions } from './refer-subscriber.ts';
import type { CallSession } from './session.ts';

/** How long a transfer is followed, in seconds; told in Subscription-State (RFC 3515 section 2.4.4). */
export const REFER_EXPIRES = 180;

/**
 * The REFERs that were sent in a call. Whoever refers somebody often hangs up at once, and the NOTIFYs go on: each REFER
 * is a usage of the dialog, which lives until its last usage ends (RFC 5057 section 4).
 */
export class Transfers {
  readonly #call: Call;
  /** By the CSeq of the REFER. */
  readonly #subscribers = new Map<number, ReferSubscriber>();
  readonly #over = new AbortController();
  #endWatched = false;
  /** Until when a NOTIFY may come after the call. */
  #until = 0;
  #timer: Timer;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Sends a REFER; false where there is no dialog. */
  send(target: URI, options: ReferOptions): ReferSubscriber | false {
    const { dialog, host } = this.#call;
    if (!dialog) return false;
    if (options.replaces) target.setHeader('Replaces', replacesOf(options.replaces));
    const subscriber = new ReferSubscriber(options.eventHandlers, this.#over.signal);
    const extraHeaders = [
      `Refer-To: <${target.toString()}>`,
      // RFC 3892.
      `Referred-By: <${host.configuration.uri.toAor()}>`,
      host.contactHeader(),
      ...(options.extraHeaders ?? []),
    ];
    this.#watchEnd(dialog);
    const failed = (cause: Cause) => {
      this.#forget(subscriber);
      subscriber.failed(cause);
    };
    this.#call.send(
      dialog,
      'REFER',
      { extraHeaders },
      {
        sending: ({ cseq }) => {
          this.#forget(subscriber);
          subscriber.id = cseq;
          this.#subscribers.set(cseq, subscriber);
        },
        response: (response) => {
          // A REFER that was refused has no NOTIFYs.
          if (response.status_code >= 300) this.#forget(subscriber);
          subscriber.receiveResponse(response);
          endWhereGone(this.#call, response);
        },
        timeout: () => failed(causes.REQUEST_TIMEOUT),
        transportError: () => failed(causes.CONNECTION_ERROR),
      },
    );
    return subscriber;
  }

  /** A NOTIFY has come in the dialog of the call. */
  receiveNotify(request: IncomingRequest): void {
    const event = request.parseHeader('Event');
    if (event?.event !== 'refer') return request.reply(489);
    // Without id it is the only one (RFC 3515 section 2.4.6).
    const id = event.id === undefined ? [...this.#subscribers.keys()].at(-1) : Number(event.id);
    const subscriber = id === undefined ? undefined : this.#subscribers.get(id);
    if (!subscriber) return request.reply(481);
    const { state, expires = REFER_EXPIRES } = request.parseHeader('Subscription-State') ?? {};
    if (state === 'terminated') this.#forget(subscriber);
    else this.#until = platform.now() + Math.min(expires, REFER_EXPIRES) * 1000;
    if (!subscriber.receiveNotify(request)) return request.reply(400, 'Bad sipfrag');
    request.reply(200);
  }

  #forget({ id }: ReferSubscriber): void {
    if (id !== null) this.#subscribers.delete(id);
  }

  #watchEnd(dialog: Dialog): void {
    if (this.#endWatched) return;
    this.#endWatched = true;
    // The call lets go of its dialog when it ends; after that it is taken up again.
    const ended = () => queueMicrotask(() => this.#outlive(dialog));
    this.#call.life.signal.addEventListener('abort', ended, { once: true });
  }

  /** The call is over, its REFERs are not: the dialog stays, for their NOTIFYs alone. */
  #outlive(dialog: Dialog): void {
    const { signalling } = this.#call.host;
    const end = () => {
      platform.clearTimeout(this.#timer);
      signalling.removeDialog(dialog);
      this.#over.abort();
    };
    const follow = () => {
      if (this.#subscribers.size === 0) return end();
      platform.clearTimeout(this.#timer);
      this.#timer = platform.setTimeout(end, Math.max(this.#until - platform.now(), 0));
    };
    // Timer N of RFC 6665 section 4.1.2.4, where none has come yet.
    this.#until = Math.max(this.#until, platform.now() + TRANSACTION_TIMEOUT);
    signalling.addDialog(dialog, {
      receiveRequest: (request, transaction) => {
        if (!transaction) return;
        if (request.method !== 'NOTIFY') return request.reply(481);
        if (!dialog.accept(request)) return request.reply(500);
        this.receiveNotify(request);
        follow();
      },
    });
    follow();
  }
}

/** Names the call that is to be replaced, as the one who replaces it sees it (RFC 3891 section 3). */
function replacesOf(session: CallSession): string {
  const id = session.dialogId;
  if (!id) throw new TypeError('replaces: the call has no dialog');
  return `${id.callId};to-tag=${id.remoteTag};from-tag=${id.localTag}`;
}
