/** `sip-elements/server`: for a site's own back end, wherever `Request` and `Response` are (Node.js 20, workers). */
export { createCredentialsHandler, type Asked, type HandlerOptions, type Visitor } from './handler.ts';
export {
  createCredentials,
  type CredentialsOptions,
  type SiteOptions,
  type TurnOptions,
  type VisitorCredentials,
} from './credentials.ts';
export { createRateLimit, type RateLimitOptions } from './rate-limit.ts';
export { CALL_CONTEXT, readCallContext, type CallContext } from './call-context.ts';
