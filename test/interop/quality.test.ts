// Two browsers over a bad network: a relay between them loses, delays and blocks their media.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { settings } from '../../demo/kamailio/stack.ts';
import type { QualityWarningName } from '../../src/quality.ts';
import { useBrowsers } from './support/browsers.ts';
import { ImpairedPath, type Address, type Impairment } from './support/impaired-path.ts';
import { webSocketUrls } from './support/kamailio.ts';
import { useServers } from './support/servers.ts';

await useServers(['rtpengine', 'kamailio']);
const browsers = await useBrowsers();

/** The longest that a warning may take to begin or end: RTCP reports come every five seconds. */
const WITHIN = 25_000;

/** One side of a call. */
class Listener {
  readonly page: Page;
  #heard = 0;

  constructor(page: Page) {
    this.page = page;
  }

  static async registered(user: string): Promise<Listener> {
    const page = await browsers.open('Chromium', 'quality');
    await page.evaluate(
      (...account) => window.quality.start(...account),
      ...([webSocketUrls.ws, `sip:${user}@${settings.domain}`, `pass-${user}`] as const),
    );
    return new Listener(page);
  }

  address = () => this.page.evaluate(() => window.quality.address());
  finish = () => this.page.evaluate(() => window.quality.finish());

  /** Waits until these warnings have begun (or ended), after those that were waited for before. */
  async untilAll(names: QualityWarningName[], sign: '+' | '-'): Promise<void> {
    const after = this.#heard;
    const lines = names.map((name) => `${sign}${name}`);
    await Promise.all(
      lines.map((line) =>
        this.page.evaluate(
          (warning, first, timeout) => window.quality.until(warning, first, timeout),
          ...([line, after, WITHIN] as const),
        ),
      ),
    );
    this.#heard = await this.page.evaluate(() => window.quality.warnings.length);
  }

  async setSilent(silent: boolean): Promise<void> {
    await this.page.evaluate((off) => window.quality.setSilent(off), silent);
  }

  async close(): Promise<void> {
    await this.page.evaluate(() => window.quality.stop());
    await this.page.close();
  }
}

/** A call between two users, over a path that is good at first. */
class Conversation {
  readonly caller: Listener;
  readonly callee: Listener;
  readonly path: ImpairedPath;

  private constructor(caller: Listener, callee: Listener, path: ImpairedPath) {
    this.caller = caller;
    this.callee = callee;
    this.path = path;
  }

  static async between(from: string, to: string): Promise<Conversation> {
    const path = await ImpairedPath.open(settings.ip);
    const [caller, callee] = await Promise.all([Listener.registered(from), Listener.registered(to)]);
    const dial = (target: string, gate: Address) => window.quality.dial(target, gate);
    await caller.page.evaluate(dial, `sip:${to}@${settings.domain}`, path.first.address);
    path.first.target = await caller.address();
    const answered = callee.page.evaluate((gate) => window.quality.answer(gate), path.second.address);
    path.second.target = await callee.address();
    await answered;
    return new Conversation(caller, callee, path);
  }

  /** The caller is warned of this while the path is so, and not before or after. */
  async check(impairment: Impairment, names: QualityWarningName[]): Promise<void> {
    this.path.impair(impairment);
    await this.caller.untilAll(names, '+');
    this.path.impair();
    await this.caller.untilAll(names, '-');
  }

  /** Waits for a good second, of which there is nothing to warn. */
  async isGood(): Promise<void> {
    await this.caller.page.evaluate((timeout) => window.quality.untilGood(timeout), WITHIN);
  }

  async close(): Promise<void> {
    await Promise.all([this.caller.close(), this.callee.close()]);
    this.path.close();
  }
}

describe('while the network is bad, and only then, a call warns', { concurrency: true }, () => {
  test('of loss in both directions and of what it does to the sound, and of media that stop', async () => {
    const call = await Conversation.between('alice', 'bob');
    await call.isGood();
    await call.check({ loss: 0.3 }, ['loss', 'sent-loss', 'concealment', 'mos']);
    await call.check({ loss: 1 }, ['no-media']);
    const summary = await call.caller.finish();
    assert.ok(summary?.mos && summary.loss && summary.jitter && summary.roundTrip, JSON.stringify(summary));
    assert.ok(summary.mos.worst < 3.6 && summary.mos.mean > summary.mos.worst, JSON.stringify(summary));
    assert.ok(summary.loss.worst > 0.03, JSON.stringify(summary));
    await call.close();
  });

  test('of long ways and uneven ones, and of a microphone that is silent', async () => {
    const call = await Conversation.between('carol', 'dave');
    await call.isGood();
    await call.check({ delay: 200, jitter: 300 }, ['round-trip', 'jitter']);
    await call.caller.setSilent(true);
    await Promise.all([
      call.caller.untilAll(['microphone-silent'], '+'),
      call.callee.untilAll(['remote-silent'], '+'),
    ]);
    await call.caller.setSilent(false);
    await Promise.all([
      call.caller.untilAll(['microphone-silent'], '-'),
      call.callee.untilAll(['remote-silent'], '-'),
    ]);
    await call.caller.finish();
    await call.close();
  });
});
