import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Agent } from '../../src/ua/agent.ts';
import { ScriptedPeer, type Wire } from '../support/scripted-peer.ts';

let peer: ScriptedPeer;
let agent: Agent;
let register: Wire;

beforeEach(async () => {
  peer = new ScriptedPeer();
  agent = new Agent({ uri: 'sip:alice@example.com', sockets: peer.socket });
  agent.start();
  register = await peer.next('REGISTER');
});
afterEach(() => {
  agent.stop();
  peer.platform.release();
});

/** How many REGISTERs come in a minute that are all answered like this. */
async function inAMinute(answer: (register: Wire) => Promise<void>): Promise<number> {
  const end = peer.platform.now() + 60_000;
  let count = 0;
  for (let next: Wire | undefined = register; next && count < 1_000; count += 1) {
    await answer(next);
    next = await peer.next('REGISTER', end - peer.platform.now()).catch(() => undefined);
  }
  return count;
}

test('a registrar that wants a longer interval each time is not asked without a pause', async () => {
  let least = 1_000;
  const count = await inAMinute((next) =>
    peer.respond(next, 423, { headers: [`Min-Expires: ${(least += 1)}`] }),
  );
  assert.ok(count > 2 && count < 10, String(count));
});

test('a registrar that grants less than a second is not asked without a pause', async () => {
  const contact = (register.header('Contact') ?? '').replace(/;expires=\d+/, '');
  const count = await inAMinute((next) =>
    peer.respond(next, 200, { headers: [`Contact: ${contact};expires=0.001`] }),
  );
  assert.equal(count, 1);
  assert.ok(agent.isRegistered());
});

test('an application that registers in each "registrationFailed" is told of a lost connection once', async () => {
  let failures = 0;
  agent.on('registrationFailed', () => {
    failures += 1;
    agent.register();
  });
  peer.socket.behaviour = 'refuse';
  peer.socket.lose();
  await peer.platform.advance(1);
  assert.equal(failures, 1);
  peer.socket.behaviour = 'accept';
  await peer.platform.advance(5_000);
  assert.equal((await peer.rest()).filter(({ method }) => method === 'REGISTER').length, 1);
});
