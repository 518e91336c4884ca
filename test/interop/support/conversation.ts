/** A call between two pages, and whether it still is one after a fault. */
import assert from 'node:assert/strict';
import { settings } from '../../../demo/kamailio/stack.ts';
import { createCredentials } from '../../../server/index.ts';
import type { ReceivedAudio } from '../../support/audio.ts';
import type { Options } from '../pages/phone.ts';
import { type Browsers, type BrowserSetup, isOnLaptop } from './browsers.ts';
import { cutWebSocketOf } from './kamailio.ts';
import type { Laptop } from './laptop.ts';
import { Phone } from './phone.ts';
import { until } from './until.ts';

let users = 0;

/** What a call is made of, beside its browsers. */
export interface ConversationOptions {
  /** Where a browser runs on it. */
  readonly laptop?: Laptop;
  /** What caller and callee call and answer with. */
  readonly call?: Options;
}

/** Two phones that hear each other, each with an account that nobody else has. */
export class Conversation {
  readonly caller: Phone;
  readonly callee: Phone;
  readonly #users: readonly string[];

  private constructor(caller: Phone, callee: Phone, names: readonly string[]) {
    this.caller = caller;
    this.callee = callee;
    this.#users = names;
  }

  /** One browser calls another; resolves when both hear each other. */
  static async between(
    browsers: Browsers,
    [first, second]: readonly [BrowserSetup, BrowserSetup],
    { laptop, call = {} }: ConversationOptions = {},
  ): Promise<Conversation> {
    const names = [`user${++users}`, `user${++users}`] as const;
    const credentials = await Promise.all(
      names.map((user) => createCredentials({ ...settings, user, targets: names })),
    );
    const register = (setup: BrowserSetup, index: 0 | 1) => {
      const { authorization_user, password } = credentials[index] ?? {};
      const configuration = { authorization_user, password };
      const url = isOnLaptop(setup) && laptop ? { url: laptop.url } : {};
      return Phone.registered(browsers, setup, names[index], { configuration, ...url });
    };
    const [caller, callee] = await Promise.all([register(first, 0), register(second, 1)]);
    // Whom a time-limited credential may call stands in a signed header.
    const extraHeaders = Object.entries(credentials[0]?.headers ?? {}).map((header) => header.join(': '));
    await caller.dial(names[1], { extraHeaders, ...call });
    await callee.until('ua:newRTCSession');
    await callee.do('answer', call);
    await Promise.all([caller.until('call:confirmed'), callee.until('call:confirmed')]);
    await Promise.all([caller.hears(), callee.hears()]);
    return new Conversation(caller, callee, names);
  }

  get phones(): readonly [Phone, Phone] {
    return [this.caller, this.callee];
  }

  /** Cuts the WebSockets of both. */
  async cutWebSockets(): Promise<void> {
    await Promise.all(this.#users.map(cutWebSocketOf));
  }

  /** Waits until both are registered for the second time. */
  async untilRegisteredAgain(timeout = 30_000): Promise<void> {
    await this.#explained(this.phones.map((phone) => phone.until('ua:registered', 2, timeout)));
  }

  /** Waits until each hears the other, by what arrives from now on. */
  async bothHear(timeout = 30_000): Promise<void> {
    await Promise.all(this.phones.map(async (phone) => phone.hears(timeout, await phone.do('received'))));
  }

  /** Waits until packets arrive on both sides again; gives the milliseconds that it took from now. */
  async untilPacketsFlow(timeout = 30_000): Promise<number> {
    const start = Date.now();
    await this.#explained(
      this.phones.map(async (phone) => {
        const before: ReceivedAudio = await phone.do('received');
        const flows = async () => (await phone.do('received')).packets > before.packets + 10;
        await until('packets arrive again', flows, timeout);
      }),
    );
    return Date.now() - start;
  }

  /** Each side holds the other and takes the call back, then one hangs up; the windows are closed. */
  async stillWorks(whoHangsUp: 'caller' | 'callee'): Promise<void> {
    await this.#explained([holds(this.caller, this.callee, 1)]);
    await this.#explained([holds(this.callee, this.caller, 2)]);
    await this.bothHear();
    const other = whoHangsUp === 'caller' ? this.callee : this.caller;
    await this[whoHangsUp].do('terminate');
    await this.#explained([endsRemotely(other)]);
    await Promise.all(this.phones.map((phone) => phone.close()));
  }

  /** Waits for all; where one rejects, the error tells what happened on both sides. */
  async #explained(steps: Promise<unknown>[]): Promise<void> {
    try {
      await Promise.all(steps);
    } catch (error) {
      const journalOf = async (phone: Phone) =>
        (await phone.journal()).map((entry) => JSON.stringify(entry)).join('\n');
      const [caller, callee] = await Promise.all(this.phones.map(journalOf));
      throw new Error(`${String(error)}\nThe caller:\n${caller}\nThe callee:\n${callee}`, { cause: error });
    }
  }
}

async function endsRemotely(phone: Phone): Promise<void> {
  const { originator, cause } = await phone.until('call:ended');
  assert.deepEqual([originator, cause], ['remote', 'Terminated']);
}

/** It is the `time`-th hold of this call, for both. */
async function holds(holder: Phone, held: Phone, time: number): Promise<void> {
  // What the far end asked for just now may wait for its ACK.
  await until('a hold may start', () => holder.do('isReadyToReOffer'));
  assert.equal(await holder.do('hold'), true);
  assert.equal((await holder.until('call:hold', time)).originator, 'local');
  assert.equal((await held.until('call:hold', time)).originator, 'remote');
  await until('it may end', () => holder.do('isReadyToReOffer'));
  assert.equal(await holder.do('unhold'), true);
  assert.equal((await holder.until('call:unhold', time)).originator, 'local');
  assert.equal((await held.until('call:unhold', time)).originator, 'remote');
}
