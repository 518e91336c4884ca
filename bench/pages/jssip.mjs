import { offer } from './probe.ts';
import JsSIP from 'jssip';

let ua;

offer({
  start({ url, uri, password }) {
    ua = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(url)],
      uri,
      register: password !== undefined,
      ...(password === undefined ? {} : { password }),
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
