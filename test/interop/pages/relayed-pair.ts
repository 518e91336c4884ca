/** Two bare peer connections in one page, to prove the TURN server and the browser without a line of our core. */
import { play, type ReceivedAudio, untilAudible } from '../../support/audio.ts';

declare global {
  interface Window {
    /** Sends the microphone through a TURN server only and says what has arrived once it is audible. */
    callThroughRelay: typeof callThroughRelay;
  }
}

async function callThroughRelay(iceServer: RTCIceServer): Promise<ReceivedAudio> {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  const configuration: RTCConfiguration = { iceServers: [iceServer], iceTransportPolicy: 'relay' };
  const caller = new RTCPeerConnection(configuration);
  const callee = new RTCPeerConnection(configuration);
  caller.onicecandidate = ({ candidate }) => void callee.addIceCandidate(candidate ?? undefined);
  callee.onicecandidate = ({ candidate }) => void caller.addIceCandidate(candidate ?? undefined);
  callee.ontrack = ({ streams: [stream] }) => play(stream as MediaStream);
  for (const track of microphone.getTracks()) caller.addTrack(track, microphone);
  await caller.setLocalDescription();
  await callee.setRemoteDescription(caller.localDescription as RTCSessionDescription);
  await callee.setLocalDescription();
  await caller.setRemoteDescription(callee.localDescription as RTCSessionDescription);
  const received = await untilAudible(callee);
  caller.close();
  callee.close();
  return received;
}

window.callThroughRelay = callThroughRelay;
