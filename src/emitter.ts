import { createLog } from './log.ts';

const debug = createLog('sip-elements:emitter');

/** An event map: event name → the tuple of arguments that its listeners get. */
export type EventMap = { [event: string]: unknown[] };

/** A listener of one event of an {@link EventMap}. */
export type Listener<Args extends unknown[]> = (...args: Args) => void;

/** Options of {@link Emitter.on} and {@link Emitter.once}. */
export interface ListenerOptions {
  /** Takes the listener away when it aborts. */
  signal?: AbortSignal;
}

interface Entry {
  listener: Listener<unknown[]>;
  once: boolean;
  /** Takes the emitter's own listener from the AbortSignal. */
  forget?: () => void;
}

/**
 * A typed event emitter with the method names of Node's, as the manual uses them.
 *
 * A listener that throws breaks nothing: the others still run, and the error is reported as an uncaught one.
 */
export class Emitter<Events extends EventMap> {
  readonly #entries = new Map<keyof Events, Entry[]>();

  /** Adds a listener. Returns the emitter. */
  on<E extends keyof Events>(event: E, listener: Listener<Events[E]>, options?: ListenerOptions): this {
    return this.#add(event, listener, false, options?.signal);
  }

  /** Adds a listener that runs once at most. Returns the emitter. */
  once<E extends keyof Events>(event: E, listener: Listener<Events[E]>, options?: ListenerOptions): this {
    return this.#add(event, listener, true, options?.signal);
  }

  /** The same as {@link on}. */
  addListener<E extends keyof Events>(
    event: E,
    listener: Listener<Events[E]>,
    options?: ListenerOptions,
  ): this {
    return this.on(event, listener, options);
  }

  /** Takes a listener away; without `listener`, all of the event. Returns the emitter. */
  off<E extends keyof Events>(event: E, listener?: Listener<Events[E]>): this {
    if (!listener) return this.removeAllListeners(event);
    // Only the newest of equal listeners goes, as in Node.
    const entry = this.#entries.get(event)?.findLast((one) => one.listener === listener);
    if (entry) this.#remove(event, entry);
    return this;
  }

  /** The same as {@link off}. */
  removeListener<E extends keyof Events>(event: E, listener: Listener<Events[E]>): this {
    return this.off(event, listener);
  }

  /** Takes all listeners of one event away, or of every event. Returns the emitter. */
  removeAllListeners(event?: keyof Events): this {
    for (const name of event === undefined ? [...this.#entries.keys()] : [event]) {
      for (const entry of this.#entries.get(name) ?? []) this.#remove(name, entry);
    }
    return this;
  }

  /** Runs the listeners of an event, in the order in which they were added. Returns whether there were any. */
  emit<E extends keyof Events>(event: E, ...args: Events[E]): boolean {
    const entries = this.#entries.get(event);
    if (!entries) return false;
    // Whoever comes or goes meanwhile changes another array: the one of this event stays as it is.
    for (const entry of entries) {
      if (entry.once) this.#remove(event, entry);
      runSafely(() => (entry.listener as Listener<Events[E]>)(...args));
    }
    return true;
  }

  /** The listeners of an event. */
  listeners<E extends keyof Events>(event: E): Listener<Events[E]>[] {
    return (this.#entries.get(event) ?? []).map((entry) => entry.listener as Listener<Events[E]>);
  }

  /** How many listeners an event has. */
  listenerCount(event: keyof Events): number {
    return this.#entries.get(event)?.length ?? 0;
  }

  #add<E extends keyof Events>(
    event: E,
    listener: Listener<Events[E]>,
    once: boolean,
    signal?: AbortSignal,
  ): this {
    if (typeof listener !== 'function')
      throw new TypeError(`listener of "${String(event)}" is not a function`);
    if (signal?.aborted) return this;
    const entry: Entry = { listener: listener as Listener<unknown[]>, once };
    this.#entries.set(event, [...(this.#entries.get(event) ?? []), entry]);
    if (signal) {
      const remove = () => this.#remove(event, entry);
      signal.addEventListener('abort', remove);
      // A signal may live longer than the emitter, and must not hold it.
      entry.forget = () => signal.removeEventListener('abort', remove);
    }
    return this;
  }

  #remove(event: keyof Events, entry: Entry): void {
    const rest = (this.#entries.get(event) ?? []).filter((one) => one !== entry);
    if (rest.length > 0) this.#entries.set(event, rest);
    else this.#entries.delete(event);
    entry.forget?.();
  }
}

/** Adds the handlers that the application gave by event name (options `eventHandlers`), before anything can fire. */
export function addHandlers<Events extends EventMap>(
  emitter: Emitter<Events>,
  handlers: { [E in keyof Events]?: Listener<Events[E]> } | null | undefined,
): void {
  for (const event of Object.keys(handlers ?? {}) as (keyof Events)[]) {
    const handler = handlers?.[event];
    if (handler) emitter.on(event, handler);
  }
}

/**
 * Runs a function of the application's. What it throws is told to the page's developer as any uncaught error is,
 * without unwinding our own stack.
 */
export function runSafely(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    debug('a function of the application threw: %O', error);
    reportError(error);
  }
}

/** Browsers and Deno have a global of this name; Node has not. */
function reportError(error: unknown): void {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error);
  else
    queueMicrotask(() => {
      throw error;
    });
}
