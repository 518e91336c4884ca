import { offer } from './probe.ts';
import { Inviter, UserAgent } from 'sip.js';

let userAgent;
let inviter;

offer({
  start({ url, uri }) {
    userAgent = new UserAgent({
      uri: UserAgent.makeURI(uri),
      transportOptions: { server: url },
      logBuiltinEnabled: false,
    });
    userAgent.start();
  },
  call(target, iceServers) {
    // Without servers of one's own it would ask Google's.
    userAgent.configuration.sessionDescriptionHandlerFactoryOptions = {
      peerConnectionConfiguration: { iceServers },
    };
    inviter = new Inviter(userAgent, UserAgent.makeURI(target), {
      sessionDescriptionHandlerOptions: { constraints: { audio: true, video: false } },
    });
    inviter.invite();
  },
  hangUp: () => inviter.bye(),
});
