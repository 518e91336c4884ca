import { test } from 'node:test';
import assert from 'node:assert/strict';
import {
  chooseDevice,
  defaultDevice,
  devicesFor,
  isSameDevice,
  namedDevices,
  type Device,
} from '../../src/media/choose-device.ts';

const device = (id: string, label = id, group = id): Device => ({ id, label, group });
const headset = device('h1', 'Headset');
const laptop = device('l1', 'Laptop');
const system = device('default', 'Default', 'laptop');

const info = (kind: MediaDeviceKind, deviceId: string, label = deviceId): MediaDeviceInfo =>
  ({ kind, deviceId, label, groupId: 'g' }) as MediaDeviceInfo;

test('each use has its devices; speaker and ringer have the same', () => {
  const infos = [info('audioinput', 'm'), info('videoinput', 'c'), info('audiooutput', 's')];
  const ids = (kind: Parameters<typeof devicesFor>[0]) => devicesFor(kind, infos).map(({ id }) => id);
  assert.deepEqual(
    [ids('microphone'), ids('camera'), ids('speaker'), ids('ringer')],
    [['m'], ['c'], ['s'], ['s']],
  );
});

test('devices without an id are those that the user has not allowed yet: there are none', () => {
  assert.deepEqual(devicesFor('microphone', [info('audioinput', '')]), []);
});

test('the alias for communications is left out, the one for the default is not among the named', () => {
  const infos = [
    info('audioinput', 'default'),
    info('audioinput', 'communications'),
    info('audioinput', 'm'),
  ];
  const devices = devicesFor('microphone', infos);
  assert.deepEqual(
    devices.map(({ id }) => id),
    ['default', 'm'],
  );
  assert.deepEqual(
    namedDevices(devices).map(({ id }) => id),
    ['m'],
  );
});

test('without a wish the system chooses: by its alias, else by what it lists first', () => {
  assert.equal(chooseDevice([headset, system, laptop], null), system);
  assert.equal(chooseDevice([laptop, headset], null), laptop);
  assert.equal(defaultDevice([]), null);
});

test('what is wanted is used while it is there, and again when it comes back', () => {
  assert.equal(chooseDevice([laptop, headset], headset), headset);
  assert.equal(chooseDevice([laptop], headset), laptop);
  assert.equal(chooseDevice([laptop, headset], headset), headset);
});

test('what has another id now is found by its name, unless two have that name', () => {
  const again = device('h2', 'Headset');
  assert.equal(chooseDevice([laptop, again], headset), again);
  assert.equal(chooseDevice([laptop, again, device('h3', 'Headset')], headset), laptop);
  assert.equal(chooseDevice([laptop, device('x', '')], device('y', '')), laptop);
});

test('what could not be opened is passed over, and where nothing is left there is none', () => {
  assert.equal(chooseDevice([laptop, headset], headset, new Set(['h1'])), laptop);
  assert.equal(chooseDevice([laptop, headset], null, new Set(['l1'])), headset);
  assert.equal(chooseDevice([laptop], null, new Set(['l1'])), null);
});

test('the alias of the default is another device when the hardware behind it is', () => {
  assert.ok(isSameDevice(system, { ...system }));
  assert.ok(!isSameDevice(system, { ...system, group: 'headset' }));
  assert.ok(!isSameDevice(headset, null));
  assert.ok(isSameDevice(null, null));
});
