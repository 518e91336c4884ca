import { offer } from './probe.ts';
import { Inviter, Registerer, UserAgent } from 'sip.js';

let userAgent;
let inviter;

offer({
  async start({ url, uri, password }) {
    const address = UserAgent.makeURI(uri);
    userAgent = new UserAgent({
      uri: address,
      ...(password === undefined
        ? {}
        : { authorizationUsername: address.user, authorizationPassword: password }),
      transportOptions: { server: url },
      // Without servers of one's own it would ask Google's.
      sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] } },
      // As callee.ts does it.
      delegate: {
        onInvite: (invitation) =>
          invitation.accept({
            sessionDescriptionHandlerOptions: { constraints: { audio: true, video: false } },
          }),
      },
      logBuiltinEnabled: false,
    });
    await userAgent.start();
    if (password !== undefined) await new Registerer(userAgent).register();
  },
  call(target, iceServers) {
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
