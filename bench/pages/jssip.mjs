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
    ua.start();
  },
  call(target, iceServers) {
    ua.call(target, { mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers } });
  },
  hangUp: () => ua.terminateSessions(),
});
