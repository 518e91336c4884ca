import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { installLog } from '../../src/log.ts';
import { Agent, installSHA256 } from '../../src/ua/agent.ts';
import { ScriptedPeer } from '../support/scripted-peer.ts';

const CHALLENGES = [
  'WWW-Authenticate: Digest realm="r", nonce="1", algorithm=SHA-256',
  'WWW-Authenticate: Digest realm="r", nonce="2", algorithm=MD5',
];

const log: string[] = [];
installLog(
  (namespace) =>
    (format, ...values) =>
      void log.push([namespace, format, ...values].join(' ')),
);

let peer: ScriptedPeer;

beforeEach(() => (peer = new ScriptedPeer()));
afterEach(() => peer.platform.release());

/** What the small agent answers to both challenges. */
async function answerToBoth(): Promise<string | undefined> {
  new Agent({ uri: 'sip:alice@example.com', sockets: peer.socket, password: 's3cr3t' }).start();
  await peer.respond(await peer.next('REGISTER'), 401, { headers: CHALLENGES });
  return (await peer.next('REGISTER')).header('Authorization');
}

test('the small agent passes SHA-256 over, says so in the log, and answers MD5', async () => {
  assert.match((await answerToBoth()) ?? '', /nonce="2".*algorithm=MD5/);
  assert.ok(log.some((line) => line.startsWith('sip-elements:auth:digest') && line.includes('SHA-256')));
});

test('the small agent answers SHA-256 once it is installed', async () => {
  installSHA256();
  assert.match((await answerToBoth()) ?? '', /nonce="1".*algorithm=SHA-256/);
});
