/**
 * One account, many tabs: of all phones of an account in the pages of a site, one registers and rings. A lock elects it
 * (Web Locks): the browser hands it on when its tab is closed or crashes, and one that stops gives it back.
 */
import { platform } from '../../src/platform.ts';
import { randomUUID } from '../../src/random.ts';
import type { AgentConfiguration, CoreAgent } from './core.ts';
import { isRefused } from './agent-events.ts';

/**
 * For how long nobody is told that another tab rings, in milliseconds: a page that is loaded anew waits for the one that
 * goes, and a phone that starts anew until it is unregistered.
 */
const HANDOVER = 300;

/** Where the instance id stands in the browser's `localStorage`. */
const KEY = 'sip-elements:instance';

/** The turn of one phone to register its account. Who does not register, or may not lock anything, waits for nobody. */
export class Turn {
  /** Whether it has come. */
  mine = false;
  /** Settles when it has come, or does not come soon. */
  readonly #known: Promise<void>;
  readonly #over = new AbortController();
  /** What is the same in all tabs that wait for this turn. */
  #shared: { instance_id?: string } = {};
  /** Whether it had not come when the agent was made, which so does not register by itself. */
  #late = false;
  /** Who registers when it comes late. */
  #waiting: CoreAgent | undefined;

  /** Gets in line. That is the account's own, whichever server leads to its registrar. */
  constructor({ uri, register }: AgentConfiguration) {
    const { locks = globalThis.navigator?.locks } = platform;
    const { signal } = this.#over;
    this.#known = new Promise((resolve) => {
      const take = () => {
        this.mine = true;
        resolve();
        this.#waiting?.register();
        return new Promise((release) => (signal.onabort = release));
      };
      if (!register || !locks) return void take();
      platform.setTimeout(resolve, HANDOVER);
      this.#shared = instance();
      // Refused in a frame that may store nothing; and withdrawn when it is over before it came.
      locks.request(`sip-elements ${uri}`, { signal }, take).catch(() => signal.aborted || take());
    });
  }

  /** Whether it has been passed on. */
  get over(): boolean {
    return this.#over.signal.aborted;
  }

  /** What the agent is made of: it registers by itself where the turn comes soon. */
  async configure(configuration: AgentConfiguration): Promise<AgentConfiguration> {
    await this.#known;
    this.#late = !this.mine;
    return { ...configuration, ...this.#shared, register: configuration.register && this.mine };
  }

  /** Has the agent register when the turn comes late; who is refused passes it on: another may know a better password. */
  follow(agent: CoreAgent): void {
    if (!this.mine) this.#waiting = agent;
    // It came after all, while the code of the agent was on its way.
    else if (this.#late) agent.register();
    agent.on('registrationFailed', (event) => void (isRefused(event) && this.pass()));
  }

  /** Stops the agent, and passes the turn on once the server knows: a late removal would take away the next binding. */
  leave(agent: CoreAgent): void {
    agent.on('disconnected', this.pass);
    agent.stop();
    if (!this.mine || !agent.isConnected()) this.pass();
  }

  /** Passes it on. */
  readonly pass = (): void => this.#over.abort();
}

/**
 * The instance id of this browser, of all accounts in the site's pages (RFC 5626 section 4.1): a registration takes the
 * place of the last one, whichever tab made that. It is random, and tells nobody who was registered here.
 */
function instance(): { instance_id?: string } {
  try {
    const { localStorage } = globalThis;
    const kept = localStorage.getItem(KEY) ?? '';
    // Other scripts of the page can write there, too.
    const instance_id = UUID.test(kept) ? kept : randomUUID();
    localStorage.setItem(KEY, instance_id);
    return { instance_id };
  } catch {
    // A page that may not store anything.
    return {};
  }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
