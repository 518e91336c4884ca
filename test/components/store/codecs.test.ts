import { afterEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { preferCodecs } from '../../../components/store/codecs.ts';

const CAPABILITIES: Record<string, string[]> = {
  audio: ['audio/opus', 'audio/G722', 'audio/PCMU', 'audio/telephone-event'],
  video: ['video/VP8', 'video/rtx', 'video/H264', 'video/H264'],
};

const before = Object.getOwnPropertyDescriptor(globalThis, 'RTCRtpReceiver');

function browserWith(receiver: unknown): void {
  Object.defineProperty(globalThis, 'RTCRtpReceiver', { value: receiver, configurable: true });
}

afterEach(() => {
  if (before) Object.defineProperty(globalThis, 'RTCRtpReceiver', before);
  else Reflect.deleteProperty(globalThis, 'RTCRtpReceiver');
});

/** What a connection with sound and picture is told to prefer, by kind. */
function preferred(...names: string[]): Record<string, string[]> {
  const told: Record<string, string[]> = {};
  const transceivers = ['audio', 'video'].map((kind) => ({
    receiver: { track: { kind } },
    setCodecPreferences: (codecs: { mimeType: string }[]) =>
      void (told[kind] = codecs.map(({ mimeType }) => mimeType.slice(kind.length + 1))),
  }));
  preferCodecs({ getTransceivers: () => transceivers } as unknown as RTCPeerConnection, names);
  return told;
}

const capable = {
  getCapabilities: (kind: string) => ({ codecs: CAPABILITIES[kind]!.map((mimeType) => ({ mimeType })) }),
};

test('the codecs that are wanted come first, in their order and in any case; no other is lost', () => {
  browserWith(capable);
  assert.deepEqual(preferred('pcmu', 'OPUS'), { audio: ['PCMU', 'opus', 'G722', 'telephone-event'] });
  assert.deepEqual(preferred('H264').video, ['H264', 'H264', 'VP8', 'rtx']);
});

test('a codec that the browser has not is passed over, and nothing is said where none is left or wanted', () => {
  browserWith(capable);
  assert.deepEqual(preferred('PCMA', 'G722').audio, ['G722', 'opus', 'PCMU', 'telephone-event']);
  assert.deepEqual(preferred('PCMA', 'AV1'), {});
  assert.deepEqual(preferred(), {});
});

test('a browser that cannot say what it has goes on with that', () => {
  browserWith(undefined);
  assert.deepEqual(preferred('opus'), {});
  browserWith({ getCapabilities: () => null });
  assert.deepEqual(preferred('opus'), {});
});
