import * as causes from '../causes.ts';
import { sipErrorCause } from '../cause-of.ts';
import { Emitter } from '../emitter.ts';
import { InvalidStateError } from '../errors.ts';
import type { URI } from '../grammar/uri.ts';
import type { IncomingResponse } from '../message/incoming.ts';
import { platform, type Timer } from '../platform.ts';
import type { AgentCore } from './core.ts';
import { checkedExpires, eventContent, type EventContent } from './event-content.ts';
import { refreshAfter } from './registration.ts';

/** Options of `ua.publish()`. */
export interface PublishOptions {
  /** Seconds; 3600 by default. */
  expires?: number;
  /** Of the body. */
  contentType?: string;
  extraHeaders?: string[];
}

/** The events of a {@link Publisher}. */
export type PublisherEvents = {
  published: [{ response: IncomingResponse }];
  /** `response` is null where none came. */
  failed: [{ response: IncomingResponse | null; cause: string }];
};

/** State of ours that a server publishes (RFC 3903). It is refreshed by itself, and made anew where the server lost it. */
export class Publisher extends Emitter<PublisherEvents> {
  readonly #core: AgentCore;
  readonly #target: URI;
  readonly #content: EventContent;
  #expires: number;
  #body: string;
  /** Names what the server holds (RFC 3903 section 6); none before the first 200. */
  #entityTag: string | undefined;
  #running = false;
  /** What came while a PUBLISH was under way. */
  #next: (() => void) | undefined;
  #over = false;
  #timer: Timer;

  /** @throws TypeError for a target, an event, a type, a time or a header that cannot be. */
  constructor(
    core: AgentCore,
    target: string | URI,
    eventName: string,
    body: string,
    options: PublishOptions,
  ) {
    super();
    const { contentType = 'application/pidf+xml', expires = 3600 } = options;
    this.#core = core;
    this.#target = core.requireTarget(target);
    this.#content = eventContent(eventName, { ...options, contentType });
    this.#expires = checkedExpires(expires, 1);
    this.#body = body;
  }

  /** Publishes a new state. */
  publish(body: string): void {
    if (this.#over) throw new InvalidStateError(2);
    this.#body = body;
    this.#send(body, this.#expires);
  }

  /** Takes what was published back. */
  unpublish(): void {
    if (this.#over) return;
    this.#over = true;
    platform.clearTimeout(this.#timer);
    const remove = () => {
      if (this.#entityTag !== undefined) this.#send(null, 0);
    };
    if (this.#running) this.#next = remove;
    else remove();
  }

  /** @param raised Whether the server has just asked for a longer time, and got it. */
  #send(body: string | null, expires: number, raised = false): void {
    if (this.#running) {
      this.#next = () => this.#send(body, expires);
      return;
    }
    this.#running = true;
    platform.clearTimeout(this.#timer);
    const match = this.#entityTag === undefined ? [] : [`SIP-If-Match: ${this.#entityTag}`];
    const content = this.#content([`Expires: ${expires}`, ...match], body);
    const request = this.#core.createRequest('PUBLISH', this.#target, content);
    this.#core.signalling.send(request, {
      response: (response) => response.status_code >= 200 && this.#receive(response, expires, raised),
      timeout: () => this.#failed(null, causes.REQUEST_TIMEOUT),
      transportError: () => this.#failed(null, causes.CONNECTION_ERROR),
    });
  }

  #receive(response: IncomingResponse, asked: number, raised: boolean): void {
    const { status_code: status } = response;
    if (status === 412 && this.#entityTag !== undefined && asked > 0) {
      // Section 4.3: the server has lost it. All of it once more.
      this.#entityTag = undefined;
      return this.#again(this.#body, asked);
    }
    const least = response.parseHeader('Min-Expires');
    if (status === 423 && !raised && least !== undefined && least > this.#expires) {
      this.#expires = least;
      return this.#again(this.#body, least, true);
    }
    if (status >= 300) return this.#failed(response, sipErrorCause(status));
    this.#entityTag = asked > 0 ? (response.getHeader('SIP-ETag') ?? undefined) : undefined;
    // One of zero would have us ask without a pause.
    const granted = response.parseHeader('Expires') || asked;
    if (!this.#over) {
      // A refresh carries no body (section 4.2).
      const refresh = () => this.#send(this.#entityTag === undefined ? this.#body : null, this.#expires);
      this.#timer = platform.setTimeout(refresh, refreshAfter(granted) * 1000);
    }
    this.emit('published', { response });
    this.#done();
  }

  #again(body: string, expires: number, raised = false): void {
    this.#running = false;
    this.#send(body, expires, raised);
  }

  #failed(response: IncomingResponse | null, cause: string): void {
    this.emit('failed', { response, cause });
    this.#done();
  }

  #done(): void {
    this.#running = false;
    const next = this.#next;
    this.#next = undefined;
    next?.();
  }
}
