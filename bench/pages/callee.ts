/** Who is called, the same for all: answers as soon as it has said that it rings. */
import { offer } from './probe.ts';
import { UA, WebSocketInterface } from '../../src/index.ts';

let ua: UA;

offer({
  start({ url, uri, password = '' }) {
    ua = new UA({ sockets: [new WebSocketInterface(url)], uri, password });
    ua.on('newRTCSession', ({ originator, session }) => {
      if (originator !== 'remote') return;
      session.once('progress', () =>
        session.answer({ mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers: [] } }),
      );
    });
    ua.start();
  },
  call() {},
  hangUp() {},
});
