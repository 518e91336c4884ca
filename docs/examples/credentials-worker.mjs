/**
 * auth-url in a worker. `env` has the secrets SIP_SECRET and TURN_SECRET, and LIMIT, the rate limiter of the platform
 * (Cloudflare's, here).
 */
import { createCredentialsHandler } from 'sip-elements/server';

/** The address that the platform sets, over what the visitor may have written. */
const addressOf = (request) => request.headers.get('CF-Connecting-IP') ?? '';

export default {
  fetch(request, env) {
    const handle = createCredentialsHandler({
      secret: env.SIP_SECRET,
      domain: 'sip.test',
      turn: { urls: ['turn:127.0.0.1:3478'], secret: env.TURN_SECRET },
      origins: ['https://shop.example'],
      targets: ['baresip', 'slow'],
      async limit() {
        const { success } = await env.LIMIT.limit({ key: addressOf(request) });
        return success ? 0 : 60;
      },
    });
    return handle(request);
  },
};
