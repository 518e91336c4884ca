import { sdpOf } from '../call/body.ts';
import type { CallSession } from '../call/session.ts';
import { unescape } from '../grammar/escapes.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import { platform } from '../platform.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import { Account } from './account.ts';
import { describe, supports } from './capabilities.ts';

/** An account that answers requests outside every known dialog (RFC 3261 section 8.2; behaviour: "outside a dialog"). */
export abstract class AnsweringAccount<Session extends CallSession> extends Account<Session> {
  /**
   * Takes an INVITE as a new call.
   * @internal
   */
  protected abstract receiveCall(request: IncomingRequest): Session;

  /**
   * An INVITE was cancelled.
   * @internal
   */
  protected abstract receiveCancel(invite: IncomingRequest, cancel: IncomingRequest): void;

  /**
   * Takes a request of a dialog that nobody knows yet; for features. Returns whether it did: else it is answered 481.
   * @internal
   */
  protected takeInDialog(_request: IncomingRequest): boolean {
    return false;
  }

  /**
   * Takes a request outside a dialog whose method is none of a call's; for features. Returns whether it did: else
   * it is answered 405.
   * @internal
   */
  protected takeRequest(request: IncomingRequest): boolean {
    if (request.method !== 'OPTIONS') return false;
    request.reply(200, undefined, describe(this));
    return true;
  }

  /**
   * Takes an INVITE that is not for a new call of its own; for features. Returns whether it did.
   * @internal
   */
  protected takeInvite(_request: IncomingRequest): boolean {
    return false;
  }

  protected override receive(request: IncomingRequest, transaction: ServerTransaction | undefined): void {
    const { transactions } = this.signalling;
    // An ACK is never answered (section 17.1.1.3).
    if (!transaction) return;
    if (request.method === 'CANCEL') return this.#cancel(request);
    if (request.to_tag !== undefined) {
      if (!this.takeInDialog(request)) request.reply(481);
      return;
    }
    if (transactions.isOwn(request) || transactions.isMerged(request)) return request.reply(482);
    if (request.ruri.scheme !== 'sip') return request.reply(416);
    if (!this.#isOurs(request)) return request.reply(404);
    const unsupported = request
      .parseHeaders('Require')
      .flat()
      .filter((tag) => !supports(this, tag));
    if (unsupported.length > 0) {
      return request.reply(420, undefined, [`Unsupported: ${unsupported.join(', ')}`]);
    }
    this.#dispatch(request);
  }

  /** Whether a Request-URI means us: the account or the Contact. */
  #isOurs({ ruri }: IncomingRequest): boolean {
    const { contact, settings } = this;
    // RFC 3261 section 19.1.4: users are equal where they are once unescaped.
    const users = [settings.uri.user, contact.uri.user].map((user) => unescape(user ?? ''));
    return (
      users.includes(unescape(ruri.user ?? '')) ||
      [contact.pub_gruu, contact.temp_gruu].includes(ruri.toString())
    );
  }

  #dispatch(request: IncomingRequest): void {
    switch (request.method) {
      case 'INVITE':
        return this.#invite(request);
      case 'BYE':
        return request.reply(481);
      case 'NOTIFY': {
        const event = request.parseHeader('Event');
        if (event === undefined) return request.reply(489);
        request.reply(200);
        this.emit('sipEvent', { event, request });
        return;
      }
      default:
        if (!this.takeRequest(request)) this.#refuse(request);
    }
  }

  #invite(request: IncomingRequest): void {
    if (request.body && sdpOf(request) === null) {
      return request.reply(415, undefined, ['Accept: application/sdp']);
    }
    if (!platform.RTCPeerConnection) return request.reply(488);
    if (this.takeInvite(request)) return;
    // Nobody wants to hear of calls.
    if (this.listenerCount('newRTCSession') === 0 || this.status === Account.C.STATUS_USER_CLOSED)
      return this.#refuse(request);
    this.receiveCall(request);
  }

  #refuse(request: IncomingRequest): void {
    request.reply(405, undefined, [`Allow: ${this.allow}`]);
  }

  /** Section 9.2. */
  #cancel(cancel: IncomingRequest): void {
    const invite = this.signalling.transactions.cancelled(cancel);
    if (!invite) return cancel.reply(481);
    cancel.localTag = invite.request.localTag;
    cancel.reply(200);
    this.receiveCancel(invite.request, cancel);
  }
}
