import { expect } from 'chai';
import { play, untilAudible } from './audio.ts';

describe('a browser with WebRTC', () => {
  it('carries the fake microphone from one peer connection to another, audibly', async () => {
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    const caller = new RTCPeerConnection();
    const callee = new RTCPeerConnection();
    caller.onicecandidate = ({ candidate }) => void callee.addIceCandidate(candidate ?? undefined);
    callee.onicecandidate = ({ candidate }) => void caller.addIceCandidate(candidate ?? undefined);
    callee.ontrack = ({ streams: [stream] }) => play(stream as MediaStream);
    for (const track of microphone.getTracks()) caller.addTrack(track, microphone);

    await caller.setLocalDescription();
    await callee.setRemoteDescription(caller.localDescription as RTCSessionDescription);
    await callee.setLocalDescription();
    await caller.setRemoteDescription(callee.localDescription as RTCSessionDescription);

    const received = await untilAudible(callee);
    expect(received.packets).to.be.greaterThan(0);
    caller.close();
    callee.close();
    for (const track of microphone.getTracks()) track.stop();
  });
});
