import { afterEach, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import { rememberDevices } from '../../../components/device-memory.ts';
import { PhoneStore } from '../../../components/store/phone-store.ts';
import { FakeDevices } from '../../support/fake-devices.ts';
import { FakePeerConnection, type FakeTrack } from '../../support/fake-webrtc.ts';
import { configurationOf, FakeAgent } from '../fake-core.ts';

let machine: FakeDevices;
let agent: FakeAgent;
let store: PhoneStore;
const stored = new Map<string, string>();

function makeStore(attributes: Record<string, string> = {}): PhoneStore {
  const made = new PhoneStore({
    createAgent: async (configuration) => (agent = new FakeAgent(configuration, true)),
  });
  const account = { server: 'wss://sip.example', uri: 'sip:anna@sip.example' };
  made.configure(configurationOf({ ...account, ...attributes }));
  return made;
}

beforeEach(() => {
  stored.clear();
  const localStorage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  };
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, value: localStorage });
  machine = new FakeDevices();
  machine.plug('audioinput', 'laptop');
  machine.plug('audioinput', 'headset');
  store = makeStore();
});

afterEach(() => {
  store.stop();
  machine.release();
  Reflect.deleteProperty(globalThis, 'localStorage');
});

/** A call that is answered, with a peer connection that sends what the store gave. */
async function connected(attributes: Record<string, string> = {}) {
  store = makeStore(attributes);
  const call = store.call('sip:bob@sip.example');
  await settled();
  const session = agent.sessions[0]!;
  const connection = new FakePeerConnection();
  for (const track of agent.calls[0]?.options.mediaStream?.getTracks() ?? [])
    connection.addTrack(track as unknown as FakeTrack);
  session.connection = connection as unknown as RTCPeerConnection;
  session.emit('peerconnection', {});
  session.accept();
  await settled();
  return { call, session, connection };
}

const wish = (id: string) => ({ id, label: id });

test('the snapshot has the devices, what was asked for and what that comes to', async () => {
  await store.devices.start();
  await store.devices.choose('microphone', wish('headset'));
  const { microphone } = store.snapshot.devices;
  assert.deepEqual(
    [microphone.list.map(({ id }) => id), microphone.wish?.id, microphone.chosen?.id],
    [['laptop', 'headset'], 'headset', 'headset'],
  );
});

test('a microphone that is chosen in a call is sent in it; after the call none is open, nor watched after stop()', async () => {
  const { connection, call } = await connected();
  await store.devices.choose('microphone', wish('headset'));
  assert.equal(connection.senders[0]?.track?.deviceId, 'headset');
  assert.deepEqual(
    call.localStream?.getTracks().map((track) => track.getSettings().deviceId),
    ['headset'],
  );
  store.hangup();
  assert.deepEqual([machine.live.length, call.localStream], [0, null]);
  store.stop();
  assert.equal(machine.listeners, 0);
});

test('a microphone that is lost in a call is seen, and the call goes on', async () => {
  const { call } = await connected();
  machine.unplug('headset');
  machine.unplug('laptop');
  await settled();
  assert.deepEqual([call.snapshot?.media.microphone, call.snapshot?.phase], ['lost', 'connected']);
  machine.plug('audioinput', 'spare');
  await settled();
  assert.equal(call.snapshot?.media.microphone, 'on');
});

test('a call with video sends the camera', async () => {
  machine.plug('videoinput', 'webcam');
  const { call } = await connected({ video: '' });
  assert.equal(call.snapshot?.media.localVideo, 'camera');
  assert.equal(call.video?.source, 'camera');
  assert.equal(machine.live.length, 2);
  store.hangup();
  assert.equal(machine.live.length, 0);
});

test('a call with video on a machine without a camera says so and goes on without', async () => {
  const { call } = await connected({ video: '' });
  await settled();
  assert.deepEqual(
    [store.snapshot.problem?.code, store.snapshot.state, call.snapshot?.media.localVideo],
    ['camera-missing', 'connected', null],
  );
  store.dismiss();
  assert.equal(store.snapshot.problem, null);
});

test('a call that comes in is answered with the camera where it asks for video, else without', async () => {
  machine.plug('videoinput', 'webcam');
  store = makeStore({ video: '' });
  await store.start();
  await settled();
  const sent = async (sdp: string) => {
    const session = agent.receive('carol', null, sdp);
    await store.answer();
    const kinds = session.answeredWith?.mediaStream?.getTracks().map(({ kind }) => kind);
    store.hangup();
    return kinds;
  };
  assert.deepEqual(await sent('m=audio 9 RTP/AVP 0\r\nm=video 9 RTP/AVP 96\r\n'), ['audio', 'video']);
  assert.deepEqual(await sent('m=audio 9 RTP/AVP 0\r\nm=video 0 RTP/AVP 96\r\n'), ['audio']);
  assert.equal(machine.live.length, 0);
});

test('a second call shares the capture of the microphone, and not the camera', async () => {
  machine.plug('videoinput', 'webcam');
  await connected({ video: '' });
  const asked = machine.asked.length;
  const second = store.call('sip:carol@sip.example');
  await settled();
  assert.equal(machine.asked.length, asked);
  assert.deepEqual(
    second.localStream?.getTracks().map(({ kind }) => kind),
    ['audio'],
  );
  for (const call of store.calls) call.hangup();
  assert.equal(machine.live.length, 0);
});

test('the volume stays within its bounds', () => {
  store.setVolume(3);
  assert.equal(store.snapshot.volume, 1);
  store.setVolume(-1);
  assert.equal(store.snapshot.volume, 0);
});

test('what was chosen is remembered, by id and by name', async () => {
  const over = new AbortController();
  rememberDevices(store.devices, over.signal);
  await store.devices.start();
  await store.devices.choose('microphone', wish('headset'));
  over.abort();
  await store.devices.choose('microphone', null);
  const next = makeStore();
  rememberDevices(next.devices, AbortSignal.abort());
  assert.deepEqual(next.devices.wish('microphone'), wish('headset'));
});

test('what another script has written into the memory is no choice', () => {
  for (const text of [
    '{',
    '{"microphone":{"id":1,"label":"x"}}',
    '{"constructor":{"id":"a","label":"b"}}',
    '7',
  ]) {
    stored.set('sip-elements:devices', text);
    const next = makeStore();
    rememberDevices(next.devices, AbortSignal.abort());
    assert.equal(next.devices.wish('microphone'), null);
  }
});
