import { createLog } from '../log.ts';
import { credentialHeaders } from '../auth/authenticator.ts';
import { NameAddrHeader } from '../grammar/name-addr.ts';
import type { URI } from '../grammar/uri.ts';
import { type IncomingMessage, type IncomingRequest, IncomingResponse } from '../message/incoming.ts';
import { OutgoingRequest } from '../message/outgoing.ts';

const debug = createLog('sip-elements:dialog:dialog');

/** Requests that change where the far end can be reached (RFC 3261 section 12.2, RFC 3311, RFC 6665). */
const TARGET_REFRESH = new Set(['INVITE', 'UPDATE', 'SUBSCRIBE', 'NOTIFY', 'REFER']);

/** What names a dialog (RFC 3261 section 12). */
export interface DialogId {
  callId: string;
  localTag: string;
  remoteTag: string;
}

/** The key of a dialog in a map. */
export function dialogKey({ callId, localTag, remoteTag }: DialogId): string {
  return `${callId} ${localTag} ${remoteTag}`;
}

/**
 * One dialog (RFC 3261 chapter 12): what is needed to send a request inside it, and whether one that comes is in
 * order.
 */
export class Dialog {
  readonly id: DialogId;
  #early = true;
  /** Our side: the From of our requests. */
  readonly #local: NameAddrHeader;
  /** The far end: the To of our requests. */
  readonly #remote: NameAddrHeader;
  #remoteTarget: URI;
  #routeSet: string[];
  #localSeq = 0;
  #remoteSeq: number | undefined;

  private constructor(
    id: DialogId,
    local: NameAddrHeader,
    remote: NameAddrHeader,
    remoteTarget: URI,
    routeSet: string[],
  ) {
    this.id = id;
    this.#local = local;
    this.#remote = remote;
    this.#remoteTarget = remoteTarget;
    this.#routeSet = routeSet;
  }

  /**
   * The dialog that a response to a request of ours makes (section 12.1.2); undefined where the response has no
   * To tag or no usable Contact.
   */
  static fromResponse(request: OutgoingRequest, response: IncomingResponse): Dialog | undefined {
    return Dialog.#ofOurs(request, response, response.to, response.getHeaders('Record-Route').reverse());
  }

  /** The dialog that a NOTIFY makes, before the response to our SUBSCRIBE (RFC 6665 section 4.4.1). */
  static fromSubscription(subscribe: OutgoingRequest, notify: IncomingRequest): Dialog | undefined {
    return Dialog.#ofOurs(subscribe, notify, notify.from, notify.getHeaders('Record-Route'));
  }

  /** The dialog of a request of ours with the sender of `message`. */
  static #ofOurs(
    request: OutgoingRequest,
    message: IncomingMessage,
    remote: NameAddrHeader,
    routeSet: string[],
  ): Dialog | undefined {
    const remoteTag = remote.getParam('tag');
    const remoteTarget = contactOf(message);
    if (!remoteTag || !remoteTarget) return undefined;
    const id = { callId: request.call_id, localTag: request.from.getParam('tag') ?? '', remoteTag };
    const dialog = new Dialog(id, request.from, remote, remoteTarget, routeSet);
    dialog.#early = message instanceof IncomingResponse && message.status_code < 200;
    dialog.#localSeq = request.cseq;
    return dialog;
  }

  /** The dialog that a request makes (section 12.1.1); undefined where it has no usable Contact. */
  static fromRequest(request: IncomingRequest, localTag: string): Dialog | undefined {
    const remoteTarget = contactOf(request);
    if (!remoteTarget) return undefined;
    const local = request.to.clone();
    local.setParam('tag', localTag);
    // RFC 2543 knew no tags: none is an empty one (section 12.1.1).
    const id = { callId: request.call_id, localTag, remoteTag: request.from_tag ?? '' };
    const routeSet = request.getHeaders('Record-Route');
    const dialog = new Dialog(id, local, request.from, remoteTarget, routeSet);
    dialog.#remoteSeq = request.cseq;
    return dialog;
  }

  /** Whether the dialog is early: made by a provisional response. */
  get early(): boolean {
    return this.#early;
  }

  /** Where the far end can be reached: its Contact. */
  get remoteTarget(): URI {
    return this.#remoteTarget;
  }

  /** The 2xx came or went: the route set is taken from it (section 13.2.2.4), the dialog is no longer early. */
  confirm(response?: IncomingResponse): void {
    this.#early = false;
    if (!response) return;
    this.#routeSet = response.getHeaders('Record-Route').reverse();
    this.refreshTarget(response);
  }

  /** A 2xx to a target refresh request may name a new target (section 12.2.1.2). */
  refreshTarget(message: IncomingMessage): void {
    this.#remoteTarget = contactOf(message) ?? this.#remoteTarget;
  }

  /** A request inside the dialog (section 12.2.1.1). ACK takes the CSeq of its INVITE. */
  createRequest(
    method: string,
    options: { extraHeaders?: string[]; body?: string | null; cseq?: number } = {},
  ): OutgoingRequest {
    const { ruri, route } = this.#path();
    return new OutgoingRequest(method, ruri, {
      callId: this.id.callId,
      cseq: options.cseq ?? this.nextSeq(),
      from: this.#local,
      to: this.#remote,
      route,
      extraHeaders: options.extraHeaders ?? [],
      body: options.body ?? null,
    });
  }

  /** Request-URI and Route; a first hop of RFC 2543 routes by the Request-URI (section 12.2.1.1). */
  #path(): { ruri: URI; route: string[] } {
    const [first, ...rest] = this.#routeSet;
    const hop = first === undefined ? undefined : NameAddrHeader.parse(first)?.uri;
    if (!hop || hop.hasParam('lr')) return { ruri: this.#remoteTarget, route: this.#routeSet };
    return { ruri: hop, route: [...rest, `<${this.#remoteTarget.toString()}>`] };
  }

  /**
   * The ACK of a 2xx (section 13.2.2.4): CSeq and credentials are those of the INVITE (section 22.1).
   * @param answer To the offer in the 2xx, where it made one.
   */
  createAck(invite: OutgoingRequest, answer: string | null = null): OutgoingRequest {
    const extraHeaders = [
      ...credentialHeaders(invite),
      ...(answer === null ? [] : ['Content-Type: application/sdp']),
    ];
    return this.createRequest('ACK', { cseq: invite.cseq, extraHeaders, body: answer });
  }

  /** The CSeq of another request of ours. */
  nextSeq(): number {
    return (this.#localSeq += 1);
  }

  /** The request that made the dialog was sent again with credentials, and a CSeq of its own: the next one is higher. */
  usedSeq(cseq: number): void {
    this.#localSeq = Math.max(this.#localSeq, cseq);
  }

  /**
   * A request has come inside the dialog (section 12.2.2). ACK and CANCEL carry the CSeq of their INVITE.
   * @returns whether it is in order; one that is not gets a 500.
   */
  accept(request: IncomingRequest): boolean {
    const remoteSeq = this.#remoteSeq;
    if (request.method !== 'ACK' && request.method !== 'CANCEL') {
      if (remoteSeq !== undefined && request.cseq <= remoteSeq) {
        debug('%s out of order: %d after %d', request.method, request.cseq, remoteSeq);
        return false;
      }
      this.#remoteSeq = request.cseq;
    }
    if (TARGET_REFRESH.has(request.method)) this.refreshTarget(request);
    return true;
  }
}

/** The URI of the Contact, if there is one that parses, as a Request-URI: without headers (RFC 3261 section 19.1.1). */
function contactOf(message: IncomingMessage): URI | undefined {
  const text = message.getHeader('Contact');
  const uri = text === null ? undefined : NameAddrHeader.parse(text)?.uri;
  uri?.clearHeaders();
  return uri;
}
