import assert from 'node:assert/strict';
import { Stage } from '../support/calls.ts';
import { sdp, Wire } from '../support/scripted-peer.ts';
import { FuzzedApplication, ListenerError } from './application.ts';
import type { Runs } from './messages.ts';
import { FuzzedNetwork } from './network.ts';
import { SeededRandom } from './random.ts';

/** What a sequence led to that it should not have. */
export interface BadSequence {
  seed: number;
  run: number;
  /** All that happened, in order. */
  steps: string[];
  error: unknown;
}

const HOUR_MS = 3_600_000;
const PAUSES_MS = [0, 1, 20, 200, 600, 5_000, 33_000, 100_000, 700_000];

/** Runs sequence after sequence, each against a UA of its own. Resolves with the first that went wrong. */
export async function fuzzSequences({ seed, from = 0, until }: Runs): Promise<BadSequence | undefined> {
  for (let run = from; run < until; run++) {
    const { steps, error } = await runSequence(seed, run);
    if (error !== undefined) return { seed, run, steps, error };
  }
  return undefined;
}

/** Runs one sequence. */
export async function runSequence(seed: number, run: number): Promise<{ steps: string[]; error: unknown }> {
  const random = new SeededRandom(seed, run);
  const steps: string[] = [];
  let failure: unknown;
  const failed = (error: unknown) => {
    if (error instanceof ListenerError) return;
    failure ??= error ?? new Error('something undefined was thrown');
  };
  const release = catchEverything(failed);
  const stage = await Stage.open({
    register: random.chance(0.5),
    password: 'secret',
    session_timers: random.chance(0.5),
    no_answer_timeout: 30,
  });
  try {
    const sequence = new Sequence(stage, random, failed);
    if (random.chance(0.5)) steps.push(...(await sequence.establish()));
    for (let left = 5 + random.below(40); left > 0 && failure === undefined; left--) {
      steps.push(await sequence.step());
    }
    if (failure === undefined) await sequence.finish();
  } catch (error) {
    failed(error);
  }
  stage.close();
  release();
  return { steps, error: failure };
}

class Sequence {
  readonly #stage: Stage;
  readonly #random: SeededRandom;
  readonly #network: FuzzedNetwork;
  readonly #application: FuzzedApplication;
  readonly #transactions = new Set<unknown>();

  constructor(stage: Stage, random: SeededRandom, failed: (error: unknown) => void) {
    this.#stage = stage;
    this.#random = random;
    this.#network = new FuzzedNetwork(stage.peer, random);
    this.#application = new FuzzedApplication(stage.ua, random, failed);
    stage.ua.on('newTransaction', ({ transaction }) => void this.#transactions.add(transaction));
    stage.ua.on('transactionDestroyed', ({ transaction }) => void this.#transactions.delete(transaction));
  }

  /** Begins with a call that is up, one way or the other, most of the time. */
  async establish(): Promise<string[]> {
    const { peer } = this.#stage;
    if (this.#random.chance(0.5)) {
      this.#application.call();
      await peer.platform.advance(200);
      const answered = await this.#network.answerWell();
      await peer.platform.advance(20);
      return ['a call', answered];
    }
    const invite = await peer.request('INVITE', { body: sdp(), headers: ['Supported: timer, 100rel'] });
    this.#application.answerAll();
    await peer.platform.advance(200);
    const to = peer.socket.sent.map((text) => new Wire(text)).find(({ status }) => status === 200);
    await peer.request('ACK', { cseq: invite.cseq, to: to?.header('To') ?? '<sip:alice@example.com>' });
    return ['a call comes in and is answered'];
  }

  /** Does one thing, and lets all that follows from it happen. Resolves with what it was. */
  async step(): Promise<string> {
    const { platform, socket } = this.#stage.peer;
    const what = await this.#something();
    await platform.advance(this.#random.pick([0, 0, 20]));
    socket.sent.splice(0, Math.max(0, socket.sent.length - 10_000));
    return what;
  }

  /** Ends everything, and looks for what is left. */
  async finish(): Promise<void> {
    const { ua, peer } = this.#stage;
    const { platform } = peer;
    this.#application.decideAll();
    ua.stop();
    await platform.advance(HOUR_MS);
    assert.equal(ua.sessions.length, 0, 'a call is left');
    assert.equal(this.#stage.dialogCount, 0, 'a dialog is left');
    assert.equal(this.#transactions.size, 0, 'a transaction is left');
    for (const { signalingState } of platform.peerConnections)
      assert.equal(signalingState, 'closed', 'a peer connection is left');
    for (const track of platform.streams.flatMap((stream) => stream.getTracks()))
      assert.equal(track.readyState, 'ended', 'a track is left');
    assert.equal(platform.timerCount, 0, 'a timer is left');
    assert.equal(platform.wakeListenerCount, 0, 'a listener for the page to wake is left');
  }

  async #something(): Promise<string> {
    const random = this.#random;
    const kind = random.fraction();
    if (kind < 0.3) return this.#network.speak();
    if (kind < 0.38) return this.#network.followUp();
    if (kind < 0.5) return `well: ${await this.#network.answerWell()}`;
    if (kind < 0.8) return this.#application.act();
    if (kind < 0.9) {
      const ms = random.pick(PAUSES_MS);
      await this.#stage.peer.platform.advance(ms);
      return `${ms} ms go by`;
    }
    return this.#disturb();
  }

  #disturb(): string {
    const { platform, socket } = this.#stage.peer;
    const disturbances: [string, () => void][] = [
      ['the connection is lost', () => socket.open && socket.lose()],
      ['the server refuses connections', () => (socket.behaviour = 'refuse')],
      ['the server does not answer', () => (socket.behaviour = 'hang')],
      ['the server takes connections', () => (socket.behaviour = 'accept')],
      ['the server takes connections', () => (socket.behaviour = 'accept')],
      ['the page wakes', () => platform.wake()],
      ['the page is hidden or shown', () => (platform.visible = !platform.visible)],
      ['pings are answered or not', () => (socket.answersPings = !socket.answersPings)],
      ['the microphone is refused', () => (platform.getUserMedia = refuse)],
      ['a description cannot be used', () => this.#failNextDescription()],
    ];
    const [name, disturb] = this.#random.pick(disturbances);
    disturb();
    return name;
  }

  #failNextDescription(): void {
    const connection = this.#stage.peer.platform.peerConnections.at(-1);
    if (connection) connection.failNextRemote = true;
  }
}

const refuse = () => Promise.reject(new DOMException('denied', 'NotAllowedError'));

/** Hears of what nobody catches: a listener that throws, a promise that rejects, a timer's callback that throws. */
function catchEverything(failed: (error: unknown) => void): () => void {
  const world = globalThis as { reportError?: (error: unknown) => void };
  const before = world.reportError;
  world.reportError = failed;
  process.on('unhandledRejection', failed);
  return () => {
    if (before) world.reportError = before;
    else delete world.reportError;
    process.off('unhandledRejection', failed);
  };
}
