/// <reference types="mocha" />
import { expect } from 'chai';
import { preferCodecs } from '../../components/store/codecs.ts';

/** The codecs of the sound in a description, most wanted first. */
function codecsOf(sdp: string): string[] {
  const [, types = ''] = /^m=audio \d+ \S+ (.*)$/m.exec(sdp) ?? [];
  const nameOf = (type: string) => new RegExp(`^a=rtpmap:${type} ([^/]+)`, 'm').exec(sdp)?.[1] ?? '';
  return types.trim().split(' ').map(nameOf);
}

async function offerOf(connection: RTCPeerConnection, ...names: string[]): Promise<string[]> {
  preferCodecs(connection, names);
  await connection.setLocalDescription(await connection.createOffer());
  return codecsOf(connection.localDescription?.sdp ?? '');
}

describe('codecs that the page prefers', () => {
  const connections: RTCPeerConnection[] = [];

  function connection(): RTCPeerConnection {
    const made = new RTCPeerConnection();
    connections.push(made);
    return made;
  }

  afterEach(() => connections.splice(0).forEach((one) => one.close()));

  it('are offered first, and all others after them', async () => {
    const plain = connection();
    plain.addTransceiver('audio');
    const usual = await offerOf(plain);
    const other = connection();
    other.addTransceiver('audio');
    const wanted = await offerOf(other, 'pcma', 'nothing', 'opus');
    expect(wanted.slice(0, 2)).to.deep.equal(['PCMA', 'opus']);
    expect([...wanted].sort()).to.deep.equal([...usual].sort());
  });

  it('are first in an answer, too', async () => {
    const caller = connection();
    caller.addTransceiver('audio');
    expect((await offerOf(caller))[0]).to.equal('opus');
    const called = connection();
    await called.setRemoteDescription(caller.localDescription!);
    preferCodecs(called, ['PCMU']);
    const { sdp = '' } = await called.createAnswer();
    expect(codecsOf(sdp)[0]).to.equal('PCMU');
  });
});
