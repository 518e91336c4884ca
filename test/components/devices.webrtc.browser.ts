/// <reference types="mocha" />
import { html } from 'lit';
import { expect } from 'chai';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../../components/define/sip-call-button.ts';
import '../../components/define/sip-phone.ts';
import type { SipDeviceChangeEvent } from '../../components/events.ts';
import en from '../../components/locales/en.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import { checkAccessibility } from '../support/axe.ts';
import { FakeMediaStream, FakeTrack } from '../support/fake-webrtc.ts';
import { deep, FakeWorld, mount, spoken, textOf, until, untilState } from './fake-world.ts';

let world: FakeWorld;
let canvases: MediaStreamTrack[];

beforeEach(() => {
  world = new FakeWorld();
  world.devices = [
    device('audioinput', 'default', 'Default'),
    device('audioinput', 'laptop', 'Laptop microphone'),
    device('audioinput', 'headset', 'Headset'),
    device('audiooutput', 'default', 'Default'),
    device('audiooutput', 'television', 'Television'),
    device('videoinput', 'webcam', 'Webcam'),
  ];
  canvases = [];
  SipPhone.world = world;
});

afterEach(async () => {
  document.querySelector('sip-phone')?.stop();
  world.end();
  await setViewport({ width: 800, height: 600 });
});

function device(kind: MediaDeviceKind, deviceId: string, label: string): MediaDeviceInfo {
  return { kind, deviceId, label, groupId: deviceId } as MediaDeviceInfo;
}

/** A picture that moves, as a camera's does. */
function picture(): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  const paint = () => {
    context?.fillRect(Math.random() * 300, Math.random() * 150, 20, 20);
    if (track.readyState === 'live') requestAnimationFrame(paint);
  };
  const [track] = canvas.captureStream().getVideoTracks() as [MediaStreamTrack];
  canvases.push(track);
  paint();
  return track;
}

/** A peer connection whose other party agrees to every picture. */
class Connection extends EventTarget {
  readonly transceivers: {
    sender: {
      track: MediaStreamTrack | null;
      replaceTrack: (track: MediaStreamTrack | null) => Promise<void>;
    };
    receiver: { track: MediaStreamTrack };
    direction: string;
    currentDirection: string | null;
  }[] = [];
  readonly received: MediaStreamTrack;

  constructor(received: MediaStreamTrack) {
    super();
    this.received = received;
  }

  addTrack(track: MediaStreamTrack): void {
    const sender = {
      track: track as MediaStreamTrack | null,
      replaceTrack: async (next: MediaStreamTrack | null) => void (sender.track = next),
      setStreams: () => {},
    };
    const receiver = { track: this.received };
    this.transceivers.push({ sender, receiver, direction: 'sendrecv', currentDirection: null });
  }

  getSenders = () => this.transceivers.map(({ sender }) => sender);
  getReceivers = () => this.transceivers.map(({ receiver }) => receiver);
  getTransceivers = () => this.transceivers;

  agree(): void {
    for (const transceiver of this.transceivers) transceiver.currentDirection = transceiver.direction;
    this.dispatchEvent(new Event('signalingstatechange'));
  }
}

const PHONE = html`<sip-phone server="wss://sip.example" uri="sip:anna@sip.example" video></sip-phone>`;

async function ready(template = PHONE): Promise<SipPhone> {
  const phone = mount<SipPhone>(template);
  await untilState(phone, 'idle');
  await until('the settings are there', () =>
    deep(phone, 'sip-settings')?.shadowRoot?.querySelector('details'),
  );
  return phone;
}

/** An answered call without a picture. */
async function inCall(template = PHONE): Promise<{ phone: SipPhone; connection: Connection }> {
  const phone = await ready(template);
  const session = world.agent.receive('carol', 'Carol');
  const connection = new Connection(picture());
  Object.assign(session, {
    isEstablished: () => true,
    isMuted: () => ({ audio: false, video: false }),
    isOnHold: () => ({ local: false, remote: false }),
    renegotiate: (_: unknown, done: () => void) => {
      queueMicrotask(() => {
        connection.agree();
        done();
      });
      return true;
    },
  });
  session.answer = (options = {}) => {
    session.answeredWith = options;
    session.connection = connection as unknown as RTCPeerConnection;
    session.emit('peerconnection', {});
    session.accept();
  };
  await phone.answer();
  await untilState(phone, 'connected');
  const shown = () => deep(phone, 'sip-hangup-button')?.shadowRoot?.querySelector('button');
  await until('the call is shown', shown);
  return { phone, connection };
}

async function openSettings(phone: SipPhone): Promise<void> {
  const details = deep<HTMLDetailsElement>(phone, 'details');
  deep(phone, 'summary')?.focus();
  await sendKeys({ press: 'Enter' });
  await until('they are open', () => details?.open);
}

const select = (phone: SipPhone, kind: string) =>
  deep(phone, `sip-device-select[kind=${kind}]`)?.shadowRoot?.querySelector('select');

describe('devices in a <sip-phone>', () => {
  it('stay out of the way until the keyboard opens them', async () => {
    const phone = await ready();
    expect(select(phone, 'microphone')?.checkVisibility()).to.equal(false);
    await openSettings(phone);
    expect(select(phone, 'microphone')?.checkVisibility()).to.equal(true);
    const names = [...(select(phone, 'microphone')?.options ?? [])].map(({ text }) => text.trim());
    expect(names).to.deep.equal([en.labels.systemDefault, 'Laptop microphone', 'Headset']);
    await checkAccessibility(phone);
  });

  it('are chosen with the keyboard, and an event tells which one is used', async () => {
    const phone = await ready();
    await openSettings(phone);
    const told: (string | undefined)[] = [];
    phone.addEventListener('sip-device-change', ({ kind, device: used }: SipDeviceChangeEvent) =>
      told.push(`${kind} ${used?.id}`),
    );
    const list = select(phone, 'microphone');
    list?.focus();
    // One letter: a browser takes those that come a second later for another word.
    await sendKeys({ press: 'h' });
    await until('it is chosen', () => phone.snapshot.devices.microphone.chosen?.id === 'headset');
    expect(told).to.deep.equal(['microphone headset']);
    world.devices = world.devices.filter(({ deviceId }) => deviceId !== 'headset');
    world.mediaDevices.dispatchEvent(new Event('devicechange'));
    await until('the system chooses again', () => list?.value === '');
    expect(told.at(-1)).to.equal('microphone default');
  });

  it('are not shown before one is allowed, nor loudspeakers where the browser cannot choose one', async () => {
    const { prototype } = HTMLMediaElement;
    const setSinkId = Object.getOwnPropertyDescriptor(prototype, 'setSinkId');
    Reflect.deleteProperty(prototype, 'setSinkId');
    world.devices = [device('audioinput', '', ''), device('audiooutput', 'television', 'Television')];
    const phone = await ready();
    await openSettings(phone);
    expect(deep(phone, 'sip-device-select[kind=microphone]')?.checkVisibility()).to.equal(false);
    expect(deep(phone, 'sip-device-select[kind=speaker]')?.checkVisibility()).to.equal(false);
    if (setSinkId) Object.defineProperty(prototype, 'setSinkId', setSinkId);
  });

  it('have a volume that the keyboard sets, and the page', async () => {
    const phone = await ready();
    await openSettings(phone);
    deep(phone, 'sip-volume')?.focus();
    await sendKeys({ press: 'ArrowLeft' });
    await until('it is less', () => phone.snapshot.volume === 0.95);
    phone.volume = 0.2;
    await until('it is what the page says', () => phone.snapshot.volume === 0.2);
    const slider = deep<HTMLInputElement>(phone, 'input[type=range]');
    await until('the slider shows it', () => slider?.value === '20' && slider.ariaValueText === '20%');
  });

  it('have switches for what is done to the sound', async () => {
    const phone = await ready();
    await openSettings(phone);
    deep(phone, 'input[name=noiseSuppression]')?.focus();
    await sendKeys({ press: ' ' });
    await until('it is off', () => !phone.snapshot.processing.noiseSuppression);
    expect(phone.snapshot.processing.echoCancellation).to.equal(true);
  });

  it('are remembered only where the page wants that', async () => {
    localStorage.removeItem('sip-elements:devices');
    const phone = await ready();
    await phone.store.devices.choose('microphone', { id: 'headset', label: 'Headset' });
    expect(localStorage.getItem('sip-elements:devices')).to.equal(null);
    phone.setAttribute('persist-devices', '');
    await until('it is read', () => phone.persistDevices);
    await phone.updateComplete;
    await phone.store.devices.choose('microphone', { id: 'laptop', label: 'Laptop microphone' });
    const next = await ready(
      html`<sip-phone server="wss://sip.example" uri="sip:anna@sip.example" persist-devices></sip-phone>`,
    );
    await until('it is chosen again', () => next.snapshot.devices.microphone.wish?.id === 'laptop');
    localStorage.removeItem('sip-elements:devices');
  });

  it('a microphone that the system silences is told of, and the call goes on', async () => {
    // Not a real one: Firefox lets no script tell listeners of a track anything.
    const track = new FakeTrack('audio');
    world.microphone = async () => new FakeMediaStream([track]) as unknown as MediaStream;
    const { phone } = await inCall();
    const mute = (muted: boolean) => {
      track.muted = muted;
      track.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
    };
    mute(true);
    await until('it is seen', () =>
      deep(phone, '[part=warning]')?.textContent?.includes(en.microphone.silenced),
    );
    await until('it is said', () => spoken(phone, 'status') === en.microphone.silenced);
    expect(phone.state).to.equal('connected');
    await checkAccessibility(phone);
    mute(false);
    await until('it is over', () => !deep(phone, '[part=warning]'));
  });
});

describe('pictures in a <sip-phone>', () => {
  const seen = (phone: SipPhone, selector: string) => {
    const video = deep(phone, selector)?.shadowRoot?.querySelector('video');
    return video?.checkVisibility() && video.videoWidth > 0 && !video.paused;
  };
  const press = (phone: SipPhone, tag: string) => deep(phone, tag)?.click();

  beforeEach(() => {
    const open = async () => new MediaStream([picture()]);
    Object.assign(world.mediaDevices, { getDisplayMedia: open });
    const microphone = world.microphone;
    world.mediaDevices.getUserMedia = (constraints) => (constraints?.video ? open() : microphone());
  });

  it('take no place in a call of sound', async () => {
    const { phone } = await inCall();
    expect(deep(phone, 'sip-video')).to.equal(null);
    await checkAccessibility(phone);
  });

  it('are there when the camera is added with the keyboard, and gone with it', async () => {
    const { phone } = await inCall();
    let told = 0;
    phone.addEventListener('sip-call-media', () => (told += 1));
    deep(phone, 'sip-camera-button')?.focus();
    await sendKeys({ press: 'Enter' });
    await until('one sees oneself', () => seen(phone, 'sip-video[self]'));
    await until('one sees the other party', () => seen(phone, 'sip-video:not([self])'));
    await until('it is said', () => spoken(phone, 'status') === en.pictures.camera);
    expect(deep(phone, 'sip-video[self]')?.matches(':state(mirrored)')).to.equal(true);
    expect(told).to.be.greaterThan(0);
    await checkAccessibility(phone);
    const camera = deep(phone, 'sip-camera-button')?.shadowRoot?.querySelector('button');
    expect(camera?.getAttribute('aria-pressed')).to.equal('true');
    await sendKeys({ press: 'Enter' });
    await until('one is not seen any more', () => !seen(phone, 'sip-video[self]'));
    expect(camera?.getAttribute('aria-pressed')).to.equal('false');
  });

  it('show the screen as it is, and then the camera again', async () => {
    const { phone } = await inCall();
    press(phone, 'sip-camera-button');
    await until('the camera is seen', () => seen(phone, 'sip-video[self]'));
    press(phone, 'sip-screen-button');
    await until('it is the screen', () => phone.snapshot.active?.media.localVideo === 'screen');
    await until('it is no mirror', () => !deep(phone, 'sip-video[self]')?.matches(':state(mirrored)'));
    press(phone, 'sip-screen-button');
    await until('it is the camera', () => phone.snapshot.active?.media.localVideo === 'camera');
    phone.hangup();
    await untilState(phone, 'ended');
    // The last one is the other party's, which is not ours to stop.
    const open = canvases.filter(({ readyState }) => readyState === 'live');
    expect(open.length).to.equal(1);
  });

  it('say why there is none, and the call goes on', async () => {
    const { phone } = await inCall();
    world.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotFoundError'));
    press(phone, 'sip-camera-button');
    await until('the sentence is seen', () => textOf(phone).includes(en.errors['camera-missing']));
    expect(phone.state).to.equal('connected');
  });

  it('a screen that nobody chose is no error', async () => {
    const { phone } = await inCall();
    const refuse = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    Object.assign(world.mediaDevices, { getDisplayMedia: refuse });
    press(phone, 'sip-screen-button');
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(phone.snapshot.problem).to.equal(null);
  });

  for (const dir of ['ltr', 'rtl'] as const) {
    it(`fit into 320 px, ${dir}, with nothing cut off`, async () => {
      await setViewport({ width: 320, height: 900 });
      const { phone } = await inCall();
      phone.dir = dir;
      press(phone, 'sip-camera-button');
      await until(
        'both pictures',
        () => seen(phone, 'sip-video[self]') && seen(phone, 'sip-video:not([self])'),
      );
      await openSettings(phone);
      expect(document.documentElement.scrollWidth).to.be.at.most(320);
      const own = deep(phone, 'sip-video[self]')!.getBoundingClientRect();
      const other = deep(phone, 'sip-video:not([self])')!.getBoundingClientRect();
      const atEnd = dir === 'rtl' ? own.left - other.left : other.right - own.right;
      expect(atEnd).to.be.lessThan(12);
      await checkAccessibility(phone);
    });
  }

  it('have controls with a border, which forced colours show, and large enough for a thumb', async () => {
    const { phone } = await inCall();
    for (const tag of ['sip-camera-button', 'sip-screen-button']) {
      const icon = deep(phone, tag)?.shadowRoot?.querySelector('[part=icon]');
      expect(getComputedStyle(icon!).borderTopWidth, tag).to.equal('1px');
      expect(icon!.getBoundingClientRect().height).to.be.at.least(44);
    }
    await openSettings(phone);
    expect(select(phone, 'microphone')!.getBoundingClientRect().height).to.be.at.least(44);
  });
});

describe('a <sip-call-button> with the attribute video', () => {
  it('asks for microphone and camera by one question, in the task of the click', async () => {
    SipCallButton.world = world;
    const asked: (MediaStreamConstraints | undefined)[] = [];
    world.mediaDevices.getUserMedia = async (constraints) => {
      asked.push(constraints);
      return new MediaStream([picture()]);
    };
    const button = mount<SipCallButton>(
      html`<sip-call-button
        server="wss://sip.example"
        target="sip:shop@sip.example"
        video
      ></sip-call-button>`,
    );
    await button.updateComplete;
    void button.call().catch(() => {});
    expect(asked).to.deep.equal([{ audio: true, video: true }]);
    await until('the call is made', () => world.agents[0]?.calls[0]);
    expect(world.agent.calls[0]?.options.mediaStream?.getVideoTracks().length).to.equal(1);
    button.stop();
    await until('all is closed', () => canvases.every(({ readyState }) => readyState === 'ended'));
  });
});
