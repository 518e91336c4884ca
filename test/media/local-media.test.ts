import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Devices } from '../../src/media/devices.ts';
import { LocalMedia } from '../../src/media/local-media.ts';
import { FakePlatform, settle } from '../support/fake-platform.ts';
import { FakeMediaStream, FakeTrack } from '../support/fake-webrtc.ts';

/** A peer connection that has a picture already, as far as another one in its place is concerned. */
function connectionWithPicture(replaceTrack: () => Promise<void>): RTCPeerConnection {
  const sender = { replaceTrack, setStreams() {} };
  const picture = {
    receiver: { track: { kind: 'video' } },
    direction: 'sendrecv',
    currentDirection: 'sendrecv',
    sender,
  };
  return { getTransceivers: () => [picture], getSenders: () => [] } as unknown as RTCPeerConnection;
}

const streamOf = (...tracks: FakeTrack[]) => new FakeMediaStream(tracks) as unknown as MediaStream;
const asTrack = (track: FakeTrack) => track as unknown as MediaStreamTrack;

test('a camera that the call ends under is off, and nothing looks after it any more', async () => {
  const platform = new FakePlatform();
  const media = new LocalMedia(streamOf(new FakeTrack('audio')), new Devices());
  let sent = () => {};
  media.connection = connectionWithPicture(() => new Promise((resolve) => (sent = resolve)));
  const camera = new FakeTrack('video');
  const shown = media.setVideo(asTrack(camera), 'camera');
  media.release();
  assert.equal(camera.readyState, 'ended', 'though a connection that is closed never says that it was sent');
  sent();
  assert.equal(await shown, false, 'nobody is to be offered anything');
  await settle();
  assert.equal(platform.timerCount, 0, 'no device is looked for');
  platform.release();
});

test('a camera that cannot be sent is off, and what was shown before stays', async () => {
  const before = new FakeTrack('video');
  const media = new LocalMedia(streamOf(before), null);
  media.connection = connectionWithPicture(() =>
    Promise.reject(new DOMException('closed', 'InvalidStateError')),
  );
  const screen = new FakeTrack('video');
  await assert.rejects(media.setVideo(asTrack(screen), 'screen'), { name: 'InvalidStateError' });
  assert.equal(screen.readyState, 'ended');
  assert.equal(before.readyState, 'live');
  assert.deepEqual(media.stream.getTracks(), [before]);
  assert.equal(media.video, 'camera');
});
