import { offer } from './probe.ts';
import { UA, WebSocketInterface } from '../../src/index.ts';

let ua: UA;

offer({
  start({ url, uri, password }) {
    const registers = password !== undefined;
    ua = new UA({
      sockets: [new WebSocketInterface(url)],
      uri,
      register: registers,
      ...(registers ? { password } : {}),
    });
    // As callee.ts does it.
    ua.on('newRTCSession', ({ originator, session }) => {
      if (originator !== 'remote') return;
      session.once('progress', () =>
        session.answer({ mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers: [] } }),
      );
    });
    ua.start();
  },
  call(target, iceServers) {
    ua.call(target, { mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers } });
  },
  hangUp: () => ua.terminateSessions(),
});
