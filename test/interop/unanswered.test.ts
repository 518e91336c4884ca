// Calls that nobody answers, and what each side is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowsers } from './support/browsers.ts';
import { Phone } from './support/phone.ts';
import { useServers } from './support/servers.ts';

await useServers(['rtpengine', 'kamailio']);
const browsers = await useBrowsers();

test('the caller gives up while it rings: both sides are told that the call was canceled', async () => {
  const alice = await Phone.registered(browsers, 'Chromium', 'alice');
  const bob = await Phone.registered(browsers, 'Firefox', 'bob');
  await alice.dial('bob');
  await alice.until('call:progress');
  await alice.do('terminate');
  const [failed, missed] = await Promise.all([alice.until('call:failed'), bob.until('call:failed')]);
  assert.deepEqual([failed.originator, failed.cause], ['local', 'Canceled']);
  assert.deepEqual([missed.originator, missed.cause], ['remote', 'Canceled']);
  await Promise.all([alice.close(), bob.close()]);
});

test('the one who is called is busy', async () => {
  const alice = await Phone.registered(browsers, 'Chromium', 'alice');
  const bob = await Phone.registered(browsers, 'Firefox', 'bob');
  await alice.dial('bob');
  await bob.until('ua:newRTCSession');
  await bob.do('terminate', { status_code: 486 });
  const failed = await alice.until('call:failed');
  assert.deepEqual([failed.originator, failed.cause], ['remote', 'Busy']);
  await Promise.all([alice.close(), bob.close()]);
});

test('nobody of this name exists', async () => {
  const alice = await Phone.registered(browsers, 'Chromium', 'alice');
  await alice.dial('nobody');
  assert.equal((await alice.until('call:failed')).cause, 'Not Found');
  await alice.close();
});

test('the one who is called is not there', async () => {
  const alice = await Phone.registered(browsers, 'Chromium', 'alice');
  await alice.dial('dave');
  assert.equal((await alice.until('call:failed')).cause, 'Unavailable');
  await alice.close();
});

test('the one who is called does not answer in time', async () => {
  const alice = await Phone.registered(browsers, 'Chromium', 'alice');
  const bob = await Phone.registered(browsers, 'Firefox', 'bob', { configuration: { no_answer_timeout: 1 } });
  await alice.dial('bob');
  const [failed, missed] = await Promise.all([alice.until('call:failed'), bob.until('call:failed')]);
  assert.equal(failed.cause, 'Unavailable');
  assert.deepEqual([missed.originator, missed.cause], ['local', 'No Answer']);
  await Promise.all([alice.close(), bob.close()]);
});
