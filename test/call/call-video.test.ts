import { afterEach, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { CallVideo } from '../../src/call/call-video.ts';
import type { SessionEvents } from '../../src/call/events.ts';
import type { PhoneSession } from '../../src/call/phone-session.ts';
import { Emitter } from '../../src/emitter.ts';
import { Devices } from '../../src/media/devices.ts';
import { canShareScreen } from '../../src/media/camera.ts';
import { LocalMedia } from '../../src/media/local-media.ts';
import { FakeDevices } from '../support/fake-devices.ts';
import { FakeMediaStream, FakeTrack } from '../support/fake-webrtc.ts';
import { settle } from '../support/fake-platform.ts';

type Direction = RTCRtpTransceiverDirection;

/** A peer connection, as far as pictures go: its transceivers, and what comes of them when two sides agree. */
class Connection {
  readonly transceivers: {
    sender: {
      track: FakeTrack | null;
      replaceTrack(track: FakeTrack | null): Promise<void>;
      setStreams(): void;
    };
    receiver: { track: FakeTrack };
    direction: Direction;
    currentDirection: Direction | null;
  }[] = [];

  addTrack(track: FakeTrack): void {
    const sender = {
      track: track as FakeTrack | null,
      async replaceTrack(next: FakeTrack | null) {
        this.track = next;
      },
      setStreams: () => {},
    };
    const receiver = { track: new FakeTrack(track.kind) };
    this.transceivers.push({ sender, receiver, direction: 'sendrecv', currentDirection: null });
  }

  getSenders() {
    return this.transceivers.map(({ sender }) => sender);
  }

  getTransceivers() {
    return this.transceivers;
  }

  get video() {
    return this.transceivers.find(({ receiver }) => receiver.track.kind === 'video');
  }
}

/** A session whose offers the test answers: by how it takes each, or by a cause of failure. */
class Session extends Emitter<SessionEvents> {
  offers = 0;
  established = true;
  ready = true;
  muted = { audio: false, video: false };
  held = { local: false, remote: false };
  answer: 'agrees' | 'refuses the picture' | 'refuses the offer' = 'agrees';
  readonly connection: Connection;

  constructor(connection: Connection) {
    super();
    this.connection = connection;
  }

  isEstablished = () => this.established;
  isMuted = () => this.muted;
  isOnHold = () => this.held;

  renegotiate(_options: unknown, done: () => void): boolean {
    if (!this.ready) return false;
    this.offers += 1;
    queueMicrotask(() => {
      if (this.answer === 'refuses the offer') {
        this.emit('negotiationfailed', { originator: 'remote', method: 'INVITE', cause: 'Rejected' });
        return;
      }
      const { video } = this.connection;
      if (video) video.currentDirection = this.answer === 'agrees' ? video.direction : 'inactive';
      done();
    });
    return true;
  }
}

let machine: FakeDevices;
let devices: Devices;
let connection: Connection;
let session: Session;
let media: LocalMedia;
let video: CallVideo;

beforeEach(async () => {
  machine = new FakeDevices();
  machine.plug('audioinput', 'laptop');
  machine.plug('videoinput', 'webcam');
  machine.plug('videoinput', 'document camera');
  devices = new Devices();
  await devices.start();
  connection = new Connection();
  const stream = await machine.getUserMedia({ audio: true });
  for (const track of stream.getTracks()) connection.addTrack(track as unknown as FakeTrack);
  media = new LocalMedia(stream, devices);
  media.connection = connection as unknown as RTCPeerConnection;
  session = new Session(connection);
  video = new CallVideo(session as unknown as PhoneSession, media, devices);
});

afterEach(() => {
  media.release();
  assert.equal(machine.live.length, 0, 'nothing is left open');
  devices.stop();
  machine.release();
});

/** The device whose picture the far end sees. */
const seen = () => {
  const { sender, currentDirection } = connection.video ?? {};
  const sent = currentDirection === 'sendrecv' || currentDirection === 'sendonly';
  return sent && sender?.track?.readyState === 'live' ? sender.track.deviceId : null;
};

/** Lets the user choose a screen. */
function screen(): FakeTrack {
  const track = new FakeTrack('video', 'screen');
  const getDisplayMedia = async () => {
    machine.tracks.push(track);
    return new FakeMediaStream([track]);
  };
  Object.assign(machine, { getDisplayMedia });
  return track;
}

test('the camera is added to a call of sound by a new offer, and taken away by another', async () => {
  await video.showCamera();
  assert.deepEqual([seen(), session.offers, video.source], ['webcam', 1, 'camera']);
  await video.hide();
  assert.deepEqual([seen(), session.offers, video.source], [null, 2, null]);
  assert.equal(connection.video?.direction, 'recvonly');
  await video.showCamera();
  assert.deepEqual([seen(), session.offers, connection.transceivers.length], ['webcam', 3, 2]);
});

test('the screen takes the place of the camera, and gives it back, without a new offer', async () => {
  await video.showCamera();
  const shared = screen();
  await video.showScreen();
  assert.deepEqual([seen(), video.source, session.offers], ['screen', 'screen', 1]);
  await video.endScreen();
  assert.deepEqual([seen(), video.source, session.offers], ['webcam', 'camera', 1]);
  assert.equal(shared.readyState, 'ended');
});

test("the user ends the sharing in the browser's own bar: what was before is shown again", async () => {
  const shared = screen();
  await video.showScreen();
  assert.deepEqual([seen(), session.offers], ['screen', 1]);
  shared.stop();
  shared.dispatchEvent(new Event('ended'));
  await settle();
  assert.deepEqual([seen(), video.source, session.offers], [null, null, 2]);
});

test('a camera that is chosen is seen at once; one that is unplugged gives way to another', async () => {
  await video.showCamera();
  await devices.choose('camera', { id: 'document camera', label: 'document camera' });
  assert.equal(seen(), 'document camera');
  machine.unplug('document camera');
  await settle();
  assert.equal(seen(), 'webcam');
  assert.equal(session.offers, 1);
});

test('a camera that is chosen while the screen is shown is not shown instead', async () => {
  screen();
  await video.showScreen();
  await devices.choose('camera', { id: 'document camera', label: 'document camera' });
  assert.equal(seen(), 'screen');
});

test('the far end takes no picture: the camera goes off, and the call goes on', async () => {
  session.answer = 'refuses the picture';
  await assert.rejects(video.showCamera(), { code: 'video-refused' });
  assert.deepEqual([video.source, machine.live.length], [null, 1]);
  session.answer = 'refuses the offer';
  await assert.rejects(video.showCamera(), { name: 'SipError' });
  assert.deepEqual([video.source, machine.live.length], [null, 1]);
});

test('no picture is opened for good where no offer can be made, or the call is over', async () => {
  session.ready = false;
  await assert.rejects(video.showCamera(), { code: 'wrong-state' });
  session.established = false;
  await assert.rejects(video.showCamera(), { code: 'wrong-state' });
  assert.equal(machine.live.length, 1);
});

test('each refusal of the camera is told apart', async () => {
  machine.busy.add('webcam');
  await assert.rejects(video.showCamera(), { code: 'camera-busy' });
  machine.unplug('webcam');
  machine.unplug('document camera');
  await assert.rejects(video.showCamera(), { code: 'camera-missing' });
  machine.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  await assert.rejects(video.showCamera(), { code: 'camera-blocked' });
});

test('a picture that is muted, or added on hold, is not seen until it may be', async () => {
  session.muted.video = true;
  await video.showCamera();
  assert.equal(connection.video?.sender.track?.enabled, false);
  await video.hide();
  session.muted.video = false;
  session.held.remote = true;
  await video.showCamera();
  assert.equal(connection.video?.sender.track?.enabled, false);
});

test('where a browser cannot share its screen, that is known before', async () => {
  assert.equal(canShareScreen(), false);
  screen();
  assert.equal(canShareScreen(), true);
});
