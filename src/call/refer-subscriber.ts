import { sipErrorCause, type Cause } from '../causes.ts';
import { Emitter } from '../emitter.ts';
import { parseStatusLine, type StatusLine } from '../grammar/start-line.ts';
import type { IncomingRequest, IncomingResponse } from '../message/incoming.ts';
import { errorOfCause, when } from '../when.ts';
import type { RTCSession } from './session.ts';

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
  replaces?: RTCSession;
}

/** Follows a REFER that we sent (manual: `RTCSession.ReferSubscriber`; RFC 3515). */
export class ReferSubscriber extends Emitter<ReferEvents> {
  /** The CSeq of the REFER, by which its NOTIFYs name it (RFC 3515 section 2.4.6). */
  id: number | null = null;

  constructor(handlers: ReferOptions['eventHandlers'] = {}) {
    super();
    for (const event of Object.keys(handlers) as (keyof ReferEvents)[]) {
      const handler = handlers[event] as ((...args: ReferEvents[typeof event]) => void) | undefined;
      if (handler) this.on(event, handler);
    }
  }

  /** Resolves when the target answered; rejects with a SipError where the REFER or the call failed. */
  whenReferred(): Promise<void> {
    return when<ReferEvents, void>(this, {
      accepted: () => ({ done: undefined }),
      requestFailed: ({ cause }) => ({ error: errorOfCause(cause) }),
      failed: ({ status_line }) => ({ error: errorOfCause(sipErrorCause(status_line.status_code)) }),
    });
  }

  /**
   * The response to the REFER came.
   * @internal
   */
  receiveResponse(response: IncomingResponse): void {
    if (response.status_code < 200) return;
    if (response.status_code < 300) this.emit('requestSucceeded', { response });
    else this.emit('requestFailed', { response, cause: sipErrorCause(response.status_code) });
  }

  /**
   * No response came.
   * @internal
   */
  failed(cause: Cause): void {
    this.emit('requestFailed', { response: null, cause });
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
    this.emit(event, { request, status_line });
    return true;
  }
}
