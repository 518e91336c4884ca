import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stage } from '../support/calls.ts';
import type { Wire } from '../support/scripted-peer.ts';

const MINUTE = 60_000;
/** How long a credential is good for. */
const CREDENTIAL_MS = 20 * MINUTE;
/** When the server is restarted, in minutes of the call, and for how many seconds it is away. */
const RESTARTS = [
  [30, 1],
  [61, 5],
  [93, 20],
] as const;

/** A registrar and proxy that challenges every request and takes no credential after its time. */
class Server {
  readonly stage: Stage;
  /** How many requests of each method were accepted. */
  readonly accepted: Record<string, number> = {};
  refused = 0;
  #nonce = 0;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  /** Lets time go by and answers whatever comes. */
  async serve(ms: number): Promise<void> {
    const { platform } = this.stage.peer;
    const end = platform.now() + ms;
    while (platform.now() < end) {
      await platform.advance(Math.min(end - platform.now(), Math.max(platform.untilNextTimer ?? 0, 10)));
      for (const wire of await this.stage.peer.rest()) await this.#answer(wire);
    }
  }

  async #answer(wire: Wire): Promise<void> {
    const { peer } = this.stage;
    if (wire.status !== 0 || wire.method === 'ACK') return;
    const credential = /username="(\d+):alice"/.exec(wire.header('Authorization') ?? '')?.[1];
    if (!credential) {
      const challenge = `WWW-Authenticate: Digest realm="example.com", nonce="${(this.#nonce += 1)}", qop="auth"`;
      await peer.respond(wire, 401, { headers: [challenge] });
      // The code for answers is loaded once: that takes no time of this clock.
      return this.#answer(await peer.next(wire.method));
    }
    if (Number(credential) < peer.platform.now()) {
      this.refused += 1;
      return peer.respond(wire, 403);
    }
    this.accepted[wire.method] = (this.accepted[wire.method] ?? 0) + 1;
    const headers = {
      REGISTER: wire.headers('Contact').map((contact) => `Contact: ${contact}`),
      UPDATE: wire.header('Session-Expires') ? ['Session-Expires: 600;refresher=uac'] : [],
    }[wire.method];
    return peer.respond(wire, 200, { headers: headers ?? [] });
  }
}

test('a call of two hours, with refreshes, expiring credentials and three restarts of the server, ends only by BYE', async () => {
  const stage = await Stage.open({ register: true, session_timers: true, password: 'secret' });
  const { peer, ua } = stage;
  const server = new Server(stage);
  // As a page does whose back end gives it credentials for a while: it fetches new ones before these end.
  const renew = () => ua.set('authorization_user', `${peer.platform.now() + CREDENTIAL_MS}:alice`);
  renew();
  await server.serve(1_000);
  assert.ok(ua.isRegistered());
  const call = stage.call();
  const invite = await peer.next('INVITE');
  await peer.accept(invite, { headers: ['Session-Expires: 600;refresher=uac'] });
  await peer.next('ACK');
  call.events.length = 0;

  for (let minute = 1; minute <= 120; minute += 1) {
    await server.serve(MINUTE);
    if (minute % 15 === 0) renew();
    const [, away] = RESTARTS.find(([at]) => at === minute) ?? [];
    if (away === undefined) continue;
    peer.socket.behaviour = 'refuse';
    peer.socket.lose();
    await server.serve(away * 1_000);
    assert.ok(!ua.isRegistered());
    peer.socket.behaviour = 'accept';
    await server.serve(2_000);
    assert.ok(ua.isRegistered(), `registered 2 s after the restart in minute ${minute}`);
  }

  assert.ok(call.session.isEstablished());
  const healed = ['reconnecting signalling', 'reconnected signalling'];
  assert.deepEqual(call.events, [...healed, ...healed, ...healed]);
  assert.ok((server.accepted['UPDATE'] ?? 0) >= 24 + RESTARTS.length, 'each five minutes a refresh');
  assert.ok((server.accepted['REGISTER'] ?? 0) >= 12, 'each ten minutes at least a registration');
  assert.equal(server.refused, 0);
  await peer.request('BYE', {
    callId: invite.header('Call-ID')!,
    from: `${invite.header('To')};tag=peer`,
    to: invite.header('From')!,
  });
  assert.equal(call.events.at(-1), 'ended remote Terminated');
  stage.close();
});
