import { createLog } from '../log.ts';
import { platform, type Timer } from '../platform.ts';
import type { Table } from './tables.ts';
import { TRANSACTION_TIMEOUT } from './timers.ts';

const debug = createLog('sip-elements:transaction:table-transaction');

/** A transaction that follows one of the tables: what those of clients and of servers have in common. */
export abstract class TableTransaction<
  State extends string,
  Event extends string,
  Effect extends string,
  Message,
> {
  /** The request that it carries, or answers. */
  abstract readonly request: { readonly method: string };
  readonly #table: Table<State, Event, Effect>;
  #state: State;
  #timer: Timer;

  constructor(table: Table<State, Event, Effect>, state: State) {
    this.#table = table;
    this.#state = state;
  }

  /** The state of RFC 3261's figure. */
  get state(): State {
    return this.#state;
  }

  /** Does what the table says; timers are started and stopped by {@link step}. */
  protected abstract run(effect: Effect, message: Message | undefined): void;

  /** The transaction is over. */
  protected abstract terminated(): void;

  /** Something happened. @param message The message that it was, where it was one. */
  protected step(event: Event, message?: Message): void {
    const before = this.#state;
    const [state, ...effects]: readonly [State, ...Effect[]] = this.#table[before]?.[event] ?? [before];
    this.#state = state;
    if (state !== before) {
      debug('%s %s → %s', this.request.method, before, state);
      if (state === 'terminated') this.terminated();
    }
    for (const effect of effects) {
      if (effect.startsWith('start ')) this.startTimer(effect.replace('start ', 'timer') as Event);
      else if (effect.startsWith('stop ')) this.#stopTimer();
      else this.run(effect, message);
    }
  }

  /** Has an event happen in 64*T1. There is one timer at a time. */
  protected startTimer(event: Event): void {
    this.#stopTimer();
    this.#timer = platform.setTimeout(() => this.step(event), TRANSACTION_TIMEOUT);
  }

  #stopTimer(): void {
    platform.clearTimeout(this.#timer);
  }
}

/** The kind of a response, as the tables call it. */
export function responseKind(statusCode: number): '1xx' | '2xx' | '3xx-6xx' {
  return statusCode < 200 ? '1xx' : statusCode < 300 ? '2xx' : '3xx-6xx';
}
