import { sipErrorCause, type Cause } from '../cause-of.ts';
import { addHandlers, Emitter } from '../emitter.ts';
import { parseStatusLine, type StatusLine } from '../grammar/start-line.ts';
import type { IncomingRequest, IncomingResponse } from '../message/incoming.ts';
import { errorOfCause, when, type Verdict } from '../when.ts';
import type { CallSession } from './session.ts';

/** The events of a {@link ReferSubscriber}. */
export type ReferEvents = {
  requestSucceeded: [{ response: IncomingResponse }];
  /** `response` is null where none came. */
  requestFailed: [{ response: IncomingResponse | null; cause: string }];
  /** The transferee tries, */
  trying: [{ request: IncomingRequest; status_line: StatusLine }];
  /** the target rings, */
  progress: [{ request: IncomingRequest; status_line: StatusLine }];
  /** it answered, */
  accepted: [{ request: IncomingRequest; status_line: StatusLine }];
  /** or it did not. */
  failed: [{ request: IncomingRequest; status_line: StatusLine }];
};

/** Options of `session.refer()` (manual). */
export interface ReferOptions {
  extraHeaders?: string[];
  eventHandlers?: { [E in keyof ReferEvents]?: (...args: ReferEvents[E]) => void };
  /** Another live call of ours, whose far end the transferee takes over: an attended transfer. */
  replaces?: CallSession;
}

/** Follows a REFER that we sent (manual: `RTCSession.ReferSubscriber`; RFC 3515). */
export class ReferSubscriber extends Emitter<ReferEvents> {
  /** The CSeq of the REFER, by which its NOTIFYs name it (RFC 3515 section 2.4.6). */
  id: number | null = null;

  readonly #life: AbortSignal;
  /** How it came out. */
  #outcome: Verdict<void>;

  /** @param life Of the dialog in which the NOTIFYs come: it may outlive the call. */
  constructor(handlers: ReferOptions['eventHandlers'], life: AbortSignal) {
    super();
    this.#life = life;
    addHandlers<ReferEvents>(this, handlers);
  }

  /**
   * Resolves when the target answered; rejects with a SipError where the REFER or the new call failed, or our call
   * ended and no NOTIFY told how it came out.
   */
  whenReferred(): Promise<void> {
    const told = () => this.#outcome;
    const verdicts = { accepted: told, requestFailed: told, failed: told };
    return when<ReferEvents, void>(this, verdicts, this.#outcome, this.#life);
  }

  /**
   * The response to the REFER came.
   * @internal
   */
  receiveResponse(response: IncomingResponse): void {
    if (response.status_code < 200) return;
    if (response.status_code < 300) this.emit('requestSucceeded', { response });
    else this.failed(sipErrorCause(response.status_code), response);
  }

  /**
   * The REFER was refused, or no response came.
   * @internal
   */
  failed(cause: Cause, response: IncomingResponse | null = null): void {
    this.#outcome = { error: errorOfCause(cause) };
    this.emit('requestFailed', { response, cause });
  }

  /**
   * A NOTIFY told how the transfer stands. Returns whether it could be read.
   * @internal
   */
  receiveNotify(request: IncomingRequest): boolean {
    const line = (request.body ?? '').split(/\r?\n/, 1)[0] ?? '';
    // Some leave out the reason phrase with the space before it.
    const status_line = parseStatusLine(line) ?? parseStatusLine(`${line} `);
    if (!status_line) return false;
    const { status_code: status } = status_line;
    const event =
      status === 100 ? 'trying' : status < 200 ? 'progress' : status < 300 ? 'accepted' : 'failed';
    if (event === 'accepted') this.#outcome = { done: undefined };
    if (event === 'failed') this.#outcome = { error: errorOfCause(sipErrorCause(status)) };
    this.emit(event, { request, status_line });
    return true;
  }
}
