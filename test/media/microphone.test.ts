import { afterEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { openMicrophone, unsupportedReason } from '../../src/media/microphone.ts';
import { platform, systemPlatform, usePlatform } from '../../src/platform.ts';

const real = platform;
const realNavigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator');

afterEach(() => {
  usePlatform(real);
  if (realNavigator) Object.defineProperty(globalThis, 'navigator', realNavigator);
  for (const name of ['isSecureContext', 'document']) Reflect.deleteProperty(globalThis, name);
});

function world({ webrtc = true, refusal = '', permission = '' } = {}): void {
  const getUserMedia = () => Promise.reject(new DOMException('no', refusal));
  usePlatform({
    ...systemPlatform(),
    RTCPeerConnection: webrtc ? (class {} as unknown as typeof RTCPeerConnection) : undefined,
    mediaDevices: { getUserMedia } as unknown as MediaDevices,
  });
  const query = async () => {
    if (!permission) throw new TypeError('unknown permission');
    return { state: permission };
  };
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { permissions: { query } } });
}

test('each refusal of the browser is told apart', async () => {
  for (const [refusal, permission, code] of [
    ['NotAllowedError', 'prompt', 'microphone-dismissed'],
    ['NotAllowedError', 'denied', 'microphone-blocked'],
    ['NotAllowedError', '', 'microphone-blocked'],
    ['NotFoundError', '', 'microphone-missing'],
    ['NotReadableError', '', 'microphone-busy'],
    ['AbortError', '', 'microphone-busy'],
    ['SecurityError', '', 'microphone-policy'],
  ] as const) {
    world({ refusal, permission });
    await assert.rejects(openMicrophone(), { name: 'SipError', code }, `${refusal} ${permission}`);
  }
});

test("the page's own policy is not the visitor's doing", async () => {
  world({ refusal: 'NotAllowedError', permission: 'denied' });
  const featurePolicy = { allowsFeature: () => false };
  Object.defineProperty(globalThis, 'document', { configurable: true, value: { featurePolicy } });
  await assert.rejects(openMicrophone(), { code: 'microphone-policy' });
});

test('a browser without WebRTC and an insecure page are known before anybody is asked', async () => {
  world({ webrtc: false });
  assert.equal(unsupportedReason(), 'webrtc-unsupported');
  await assert.rejects(openMicrophone(), { code: 'webrtc-unsupported' });
  world();
  assert.equal(unsupportedReason(), null);
  Object.defineProperty(globalThis, 'isSecureContext', { configurable: true, value: false });
  assert.equal(unsupportedReason(), 'page-insecure');
  await assert.rejects(openMicrophone(), { code: 'page-insecure' });
});

test('a web view inside of an app, with WebRTC and without capture, is known before anybody is asked', async () => {
  world();
  usePlatform({ ...platform, mediaDevices: undefined });
  assert.equal(unsupportedReason(), 'webrtc-unsupported');
  await assert.rejects(openMicrophone(), { code: 'webrtc-unsupported' });
});

test('a call with a camera that cannot be had is one without', async () => {
  const asked: MediaStreamConstraints[] = [];
  const stream = {} as MediaStream;
  const getUserMedia = async (constraints: MediaStreamConstraints) => {
    asked.push(constraints);
    if (constraints.video) throw new DOMException('no', 'NotFoundError');
    return stream;
  };
  usePlatform({
    ...systemPlatform(),
    RTCPeerConnection: class {} as unknown as typeof RTCPeerConnection,
    mediaDevices: { getUserMedia } as unknown as MediaDevices,
  });
  assert.equal(await openMicrophone(true, true), stream);
  assert.deepEqual(asked, [
    { audio: true, video: true },
    { audio: true, video: false },
  ]);
});
