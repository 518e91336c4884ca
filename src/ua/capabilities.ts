import type { IncomingRequest } from '../message/incoming.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';

/** Takes a request of one method outside a dialog. Returns whether it did: else it is answered 405. */
export type MethodHandler = (request: IncomingRequest, transaction: ServerTransaction) => boolean;

/** What a UA can do: it grows by each feature that is installed. */
export class Capabilities {
  readonly #methods = new Map<string, MethodHandler | undefined>();
  readonly #extensions = new Set<string>();

  /** @param methods Those of calls, which need no handler here. */
  constructor(methods: readonly string[], extensions: readonly string[]) {
    for (const method of methods) this.#methods.set(method, undefined);
    for (const extension of extensions) this.#extensions.add(extension);
  }

  /** The value of Allow. */
  get allow(): string {
    return [...this.#methods.keys()].join(', ');
  }

  /** The value of Supported. */
  get supported(): string {
    return [...this.#extensions].join(', ');
  }

  /** The headers that tell all of it, as an answer to OPTIONS does (RFC 3261 section 11.2). */
  describe(): string[] {
    return [
      `Allow: ${this.allow}`,
      'Accept: application/sdp, application/dtmf-relay',
      `Supported: ${this.supported}`,
    ];
  }

  /** Adds a method; without `handler` one that lives inside dialogs only. */
  addMethod(method: string, handler?: MethodHandler): void {
    this.#methods.set(method, handler);
  }

  /** Adds an option tag. */
  addExtension(tag: string): void {
    this.#extensions.add(tag);
  }

  /** Whether an option tag is known. */
  supports(tag: string): boolean {
    return this.#extensions.has(tag.toLowerCase());
  }

  /** Who takes a method outside a dialog. */
  handler(method: string): MethodHandler | undefined {
    return this.#methods.get(method);
  }
}
