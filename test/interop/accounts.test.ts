// Who may register, and who may not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowsers } from './support/browsers.ts';
import { timeLimitedCredential } from './support/credentials.ts';
import { bindingsOf, untilBindings } from './support/kamailio.ts';
import { Phone } from './support/phone.ts';
import { useServers } from './support/servers.ts';

await useServers(['rtpengine', 'kamailio']);
const browsers = await useBrowsers();

function withCredential(lifetime: number) {
  const { username, password } = timeLimitedCredential('alice', lifetime);
  return { configuration: { authorization_user: username, password } };
}

test('a time-limited credential registers', async () => {
  const alice = await Phone.registered(browsers, 'Chromium', 'alice', withCredential(60));
  assert.equal((await bindingsOf('alice')).length, 1);
  await alice.close();
});

test('a credential whose time is over does not register', async () => {
  const alice = await Phone.open(browsers, 'Chromium');
  await alice.start('alice', withCredential(-60));
  await alice.until('ua:registrationFailed');
  assert.equal((await bindingsOf('alice')).length, 0);
  await alice.close();
});

test('a wrong password does not register, and is told as an authentication error', async () => {
  const alice = await Phone.open(browsers, 'Chromium');
  await alice.start('alice', { configuration: { password: 'wrong' } });
  const failed = await alice.until('ua:registrationFailed');
  assert.equal(failed.cause, 'Authentication Error');
  assert.equal(await alice.do('isRegistered'), false);
  await alice.close();
});

test('a wrong password cannot call either', async () => {
  const alice = await Phone.open(browsers, 'Chromium');
  await alice.start('alice', { configuration: { password: 'wrong', register: false } });
  await alice.until('ua:connected');
  await alice.dial('bob');
  assert.equal((await alice.until('call:failed')).cause, 'Authentication Error');
  await alice.close();
});

test('a page that stops takes its registration along', async () => {
  const alice = await Phone.registered(browsers, 'Chromium', 'alice');
  await untilBindings('alice', 1);
  await alice.close();
  await untilBindings('alice', 0);
});
