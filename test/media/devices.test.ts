import { afterEach, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { Devices } from '../../src/media/devices.ts';
import { LocalMedia } from '../../src/media/local-media.ts';
import { FakeDevices } from '../support/fake-devices.ts';
import { FakePeerConnection, type FakeTrack } from '../support/fake-webrtc.ts';
import { settle } from '../support/fake-platform.ts';

let machine: FakeDevices;
let devices: Devices;

beforeEach(() => {
  machine = new FakeDevices();
  machine.plug('audioinput', 'laptop');
  machine.plug('audioinput', 'headset');
  machine.plug('audiooutput', 'speaker');
  devices = new Devices();
});

afterEach(() => {
  devices.stop();
  machine.release();
});

/** A call that sends the microphone. */
async function call() {
  const stream = await machine.getUserMedia({ audio: devices.constraints('microphone') });
  const connection = new FakePeerConnection();
  for (const track of stream.getTracks()) connection.addTrack(track as unknown as FakeTrack);
  let changes = 0;
  const media = new LocalMedia(stream, devices, () => (changes += 1));
  media.connection = connection as unknown as RTCPeerConnection;
  await settle();
  return {
    media,
    connection,
    /** The device that the far end hears. */
    heard: () => {
      const { track } = connection.senders[0]!;
      return track?.readyState === 'live' ? track.deviceId : null;
    },
    changes: () => changes,
  };
}

const find = (id: string) => devices.list('microphone').find((device) => device.id === id) ?? null;

test('what comes and goes is listed and told; nothing is watched after stop()', async () => {
  const told: string[] = [];
  devices.on('change', (kinds) => told.push(kinds.join()));
  await devices.start();
  machine.plug('audiooutput', 'television');
  await settle();
  assert.deepEqual(told, ['microphone,speaker,ringer', 'speaker,ringer']);
  assert.deepEqual(
    devices.list('speaker').map(({ label }) => label),
    ['speaker', 'television'],
  );
  assert.equal(machine.listeners, 1);
  devices.stop();
  assert.equal(machine.listeners, 0);
});

test('a microphone that is chosen in a call is heard in it, without a new offer', async () => {
  await devices.start();
  const { heard, connection } = await call();
  assert.equal(heard(), 'laptop');
  await devices.choose('microphone', find('headset'));
  assert.equal(heard(), 'headset');
  assert.deepEqual(connection.log, []);
  assert.equal(machine.live.length, 1);
});

test('a microphone that was chosen before is taken for the call', async () => {
  await devices.start();
  await devices.choose('microphone', find('headset'));
  const { heard } = await call();
  assert.equal(heard(), 'headset');
});

test('the microphone in use is unplugged: the next best is heard; plugged in again, it is heard again', async () => {
  await devices.start();
  await devices.choose('microphone', find('headset'));
  const { heard, media } = await call();
  machine.unplug('headset');
  await settle();
  assert.equal(heard(), 'laptop');
  assert.equal(media.microphone, 'on');
  machine.plug('audioinput', 'headset');
  await settle();
  assert.equal(heard(), 'headset');
  assert.equal(machine.live.length, 1);
});

test("without a choice the system's default is followed", async () => {
  await devices.start();
  const { heard } = await call();
  machine.plug('audioinput', 'desk', { first: true });
  await settle();
  assert.equal(heard(), 'desk');
});

test('without any microphone left the state says so, until there is one again', async () => {
  await devices.start();
  const { heard, media, changes } = await call();
  machine.unplug('laptop');
  machine.unplug('headset');
  await settle();
  assert.equal(media.microphone, 'lost');
  assert.ok(changes() > 0);
  machine.plug('audioinput', 'spare');
  await settle();
  assert.deepEqual([media.microphone, heard()], ['on', 'spare']);
});

test('a device that cannot be opened is passed over, and tried again when devices change', async () => {
  await devices.start();
  const { heard } = await call();
  machine.busy.add('headset');
  await devices.choose('microphone', find('headset'));
  assert.equal(heard(), 'laptop');
  machine.busy.clear();
  machine.plug('audiooutput', 'television');
  await settle();
  assert.equal(heard(), 'headset');
});

test('a device whose track ends as soon as it is opened is not opened for ever', async () => {
  await devices.start();
  const { heard } = await call();
  const [track] = machine.live;
  track?.stop();
  track?.dispatchEvent(new Event('ended'));
  await settle();
  assert.equal(heard(), 'headset');
});

test('a muted call stays muted on another microphone', async () => {
  await devices.start();
  const { connection } = await call();
  connection.senders[0]!.track!.enabled = false;
  await devices.choose('microphone', find('headset'));
  assert.equal(connection.senders[0]!.track?.deviceId, 'headset');
  assert.equal(connection.senders[0]!.track?.enabled, false);
});

test('a microphone that the system silences is told of, and when it is heard again', async () => {
  await devices.start();
  const { media } = await call();
  const [track] = machine.live;
  track!.muted = true;
  track!.dispatchEvent(new Event('mute'));
  assert.equal(media.microphone, 'silenced');
  track!.muted = false;
  track!.dispatchEvent(new Event('unmute'));
  assert.equal(media.microphone, 'on');
});

test('two calls change their microphone together, with one capture; after the last nothing is open', async () => {
  await devices.start();
  const [first, second] = [await call(), await call()];
  const asked = machine.asked.length;
  await devices.choose('microphone', find('headset'));
  assert.deepEqual([first.heard(), second.heard()], ['headset', 'headset']);
  assert.equal(machine.asked.length, asked + 1);
  first.media.release();
  assert.equal(second.heard(), 'headset');
  second.media.release();
  assert.equal(machine.live.length, 0);
  machine.unplug('headset');
  await settle();
  assert.equal(machine.live.length, 0);
});

test('a call that ends while its next microphone is opened leaves none open', async () => {
  await devices.start();
  const { media } = await call();
  const chosen = devices.choose('microphone', find('headset'));
  media.release();
  await chosen;
  assert.equal(machine.live.length, 0);
});

test('who mutes, or releases, while the track is replaced, is obeyed', async () => {
  await devices.start();
  const opened = async () => (await machine.getUserMedia({ audio: true })).getAudioTracks()[0]!;
  const muted = devices.use('microphone', await opened(), {
    replace: async (before) => void (before.enabled = false),
    changed() {},
  });
  await devices.choose('microphone', find('headset'));
  assert.equal(muted.track.enabled, false);
  muted.release();
  const released = devices.use('microphone', await opened(), {
    replace: async () => released.release(),
    changed() {},
  });
  await devices.choose('microphone', find('headset'));
  assert.equal(machine.live.length, 0);
});

test('echo cancellation, noise suppression and gain are switched in a call', async () => {
  await devices.start();
  const { heard } = await call();
  await devices.process({ noiseSuppression: false });
  assert.deepEqual(machine.asked.at(-1), {
    audio: { deviceId: { exact: 'laptop' }, noiseSuppression: false },
  });
  assert.equal(heard(), 'laptop');
  assert.equal(machine.live.length, 1);
  await devices.process({ noiseSuppression: true });
  assert.deepEqual(machine.asked.at(-1), { audio: { deviceId: { exact: 'laptop' } } });
});

test("the application's own stream follows no device", async () => {
  await devices.start();
  const stream = await machine.getUserMedia({ audio: true });
  const media = new LocalMedia(stream, null);
  await devices.choose('microphone', find('headset'));
  assert.equal((stream.getTracks()[0] as unknown as FakeTrack).deviceId, 'laptop');
  media.release();
  assert.equal(machine.live.length, 0);
});

test('that there is a camera is known before the user has allowed it', async () => {
  await devices.start();
  assert.equal(devices.exists('camera'), false);
  machine.plug('videoinput', '');
  await settle();
  assert.deepEqual([devices.exists('camera'), devices.list('camera')], [true, []]);
});

test('while a device is in use, what the browser does not tell of is found all the same', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  await devices.start();
  const { heard, media } = await call();
  await devices.choose('microphone', find('headset'));
  machine.quiet = true;
  machine.unplug('headset');
  await settle();
  t.mock.timers.tick(2000);
  await settle();
  assert.equal(heard(), 'laptop');
  machine.plug('audioinput', 'headset');
  t.mock.timers.tick(2000);
  await settle();
  assert.equal(heard(), 'headset');
  media.release();
  const looks = machine.looks;
  t.mock.timers.tick(10_000);
  assert.equal(machine.looks, looks);
});
