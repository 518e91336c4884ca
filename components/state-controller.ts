import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { SipStateChangeEvent } from './launch-events.ts';
import type { State } from './store/states.ts';
import type { PhoneSnapshot } from './store/snapshot.ts';

/**
 * Shows a phone's state on its element: the attribute `state`, the custom state of the same name, the custom states
 * `muted`, `registered`, `standby` and `incoming` beside it, and the event `sip-state-change`.
 */
export class StateController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #internals: ElementInternals;
  readonly #snapshot: () => PhoneSnapshot;
  #state: State | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, snapshot: () => PhoneSnapshot) {
    this.#host = host;
    this.#internals = host.attachInternals();
    this.#snapshot = snapshot;
    host.addController(this);
  }

  hostUpdate(): void {
    const { state, active, registered, standby, incoming } = this.#snapshot();
    this.#toggle('muted', active?.muted ?? false);
    this.#toggle('registered', registered);
    this.#toggle('standby', standby);
    this.#toggle('incoming', incoming !== null);
    if (this.#host.getAttribute('state') !== state) this.#host.setAttribute('state', state);
    if (this.#state === state) return;
    if (this.#state) this.#toggle(this.#state, false);
    this.#toggle(state, true);
    this.#state = state;
    this.#host.dispatchEvent(new SipStateChangeEvent(state));
  }

  #toggle(state: State | 'muted' | 'registered' | 'standby' | 'incoming', on: boolean): void {
    if (on) this.#internals.states.add(state);
    else this.#internals.states.delete(state);
  }
}
