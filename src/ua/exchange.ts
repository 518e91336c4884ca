import * as causes from '../causes.ts';
import { sipErrorCause } from '../cause-of.ts';
import { addHandlers, Emitter } from '../emitter.ts';
import { InvalidStateError, NotSupportedError } from '../errors.ts';
import type { NameAddrHeader } from '../grammar/name-addr.ts';
import type { URI } from '../grammar/uri.ts';
import { assertNoLineBreak, assertStatusCode, checkedHeaders } from '../message/checked.ts';
import type { IncomingRequest, IncomingResponse } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import { errorOfCause, when, type Verdict } from '../when.ts';
import type { ExchangeCore } from './core.ts';

/** The events of a {@link Message} or an {@link Options}. */
export type ExchangeEvents = {
  /** A 2xx came. */
  succeeded: [{ originator: 'remote'; response: IncomingResponse }];
  /** Anything else came of it; `response` is null where none came. */
  failed: [{ originator: 'remote' | 'system'; response: IncomingResponse | null; cause: string }];
};

/** Options of `sendMessage()` and `sendOptions()` (manual). */
export interface ExchangeOptions {
  /** `text/plain` by default. */
  contentType?: string;
  eventHandlers?: { [E in keyof ExchangeEvents]?: (...args: ExchangeEvents[E]) => void };
  /** Header lines, `X-Foo: bar`. */
  extraHeaders?: string[];
}

/** Options of `accept()`. */
export interface ExchangeAcceptOptions {
  extraHeaders?: string[];
  /** With its own Content-Type among the headers. */
  body?: string;
}

/** Options of `reject()`. */
export interface ExchangeRejectOptions extends ExchangeAcceptOptions {
  /** 300–699; 480 by default. */
  status_code?: number;
  reason_phrase?: string;
}

/** How a new exchange is told to the application. */
export type Announce<T> = (event: {
  originator: 'local' | 'remote';
  message: T;
  request: IncomingRequest | OutgoingRequest;
}) => void;

/** One request outside a dialog and its answer: MESSAGE (RFC 3428) or OPTIONS (RFC 3261 chapter 11). */
export abstract class Exchange extends Emitter<ExchangeEvents> {
  readonly #core: ExchangeCore;
  readonly #method: string;
  readonly #announce: (request: IncomingRequest | OutgoingRequest) => void;
  #request: IncomingRequest | OutgoingRequest | undefined;
  #direction: 'incoming' | 'outgoing' | null = null;
  #answered = false;
  /** How our request came out. */
  #outcome: Verdict<IncomingResponse>;

  constructor(core: ExchangeCore, method: string, announce: Announce<never>) {
    super();
    this.#core = core;
    this.#method = method;
    this.#announce = (request) => {
      const originator = this.#direction === 'incoming' ? 'remote' : 'local';
      announce({ originator, message: this as never, request });
    };
  }

  /** Who asked; null before. */
  get direction(): 'incoming' | 'outgoing' | null {
    return this.#direction;
  }

  /** Our side: From when outgoing, To when incoming. */
  get local_identity(): NameAddrHeader | null {
    return (this.#direction === 'outgoing' ? this.#request?.from : this.#request?.to) ?? null;
  }

  /** The far end. */
  get remote_identity(): NameAddrHeader | null {
    return (this.#direction === 'outgoing' ? this.#request?.to : this.#request?.from) ?? null;
  }

  /**
   * Sends it.
   * @throws InvalidStateError the second time; TypeError for a target or option that cannot be.
   */
  send(target: string | URI, body?: string | null, options?: ExchangeOptions | null): void {
    const { contentType = 'text/plain', extraHeaders, eventHandlers } = options ?? {};
    if (this.#direction !== null) throw new InvalidStateError(1);
    const uri = this.#core.requireTarget(target);
    assertNoLineBreak('contentType', contentType);
    checkedHeaders('extraHeaders', extraHeaders);
    addHandlers<ExchangeEvents>(this, eventHandlers);
    const request = this.#core.createRequest(this.#method, uri, {
      extraHeaders: [...(body ? [`Content-Type: ${contentType}`] : []), ...(extraHeaders ?? [])],
      body: body ?? null,
    });
    this.#direction = 'outgoing';
    this.#request = request;
    this.#announce(request);
    this.#core.signalling.send(request, {
      response: (response) => this.#receive(response),
      timeout: () => this.#failed('system', null, causes.REQUEST_TIMEOUT),
      transportError: () => this.#failed('system', null, causes.CONNECTION_ERROR),
    });
  }

  /** Resolves with the 2xx; rejects with a SipError where anything else came of it. */
  whenDelivered(): Promise<IncomingResponse> {
    return when<ExchangeEvents, IncomingResponse>(
      this,
      { succeeded: () => this.#outcome, failed: () => this.#outcome },
      this.#outcome,
    );
  }

  /**
   * Takes one that came in: tells the application, and answers 200 unless it answers at once.
   * @internal
   */
  receive(request: IncomingRequest, headers: string[] = []): void {
    this.#direction = 'incoming';
    this.#request = request;
    this.#announce(request);
    if (this.#answered) return;
    this.#answered = true;
    request.reply(200, undefined, headers);
  }

  /**
   * Answers 200.
   * @throws NotSupportedError for an outgoing one; InvalidStateError where it was answered.
   */
  accept(options?: ExchangeAcceptOptions | null): void {
    this.#answer(200, undefined, options ?? {});
  }

  /**
   * Answers with a failure.
   * @throws NotSupportedError for an outgoing one; InvalidStateError where it was answered; TypeError for a status
   * out of range.
   */
  reject(options?: ExchangeRejectOptions | null): void {
    const { status_code = 480, reason_phrase } = options ?? {};
    assertStatusCode(status_code, 300);
    this.#answer(status_code, reason_phrase, options ?? {});
  }

  #answer(status: number, reason: string | undefined, { extraHeaders, body }: ExchangeAcceptOptions): void {
    if (this.#direction !== 'incoming') throw new NotSupportedError('only what came in can be answered');
    if (this.#answered) throw new InvalidStateError(1);
    (this.#request as IncomingRequest).reply(status, reason, extraHeaders, body);
    this.#answered = true;
  }

  #receive(response: IncomingResponse): void {
    const { status_code } = response;
    if (status_code < 200) return;
    if (status_code >= 300) return this.#failed('remote', response, sipErrorCause(status_code));
    this.#outcome = { done: response };
    this.emit('succeeded', { originator: 'remote', response });
  }

  #failed(originator: 'remote' | 'system', response: IncomingResponse | null, cause: string): void {
    this.#outcome = { error: errorOfCause(cause) };
    this.emit('failed', { originator, response, cause });
  }
}

/** An instant message (manual: class Message; RFC 3428). */
export class Message extends Exchange {
  constructor(core: ExchangeCore, announce: Announce<Message>) {
    super(core, 'MESSAGE', announce);
  }
}

/** A question for what the far end can do (RFC 3261 chapter 11). */
export class Options extends Exchange {
  constructor(core: ExchangeCore, announce: Announce<Options>) {
    super(core, 'OPTIONS', announce);
  }
}
